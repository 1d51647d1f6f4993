"""Who does what of a domiciliation: its requests by who keeps the file, its counter by who receives, its decisions by the head."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value

from relais.accounts.models import Role
from relais.domiciliation.models import Domiciliation
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies as people
from relais.people.models import File
from relais.people.rules import Level


def at_counter(actor: Actor, *, now: datetime) -> Q:
    """The domiciliations whose name, number, state and mail the actor works with: those of the files whose reception level they write."""
    found = File.objects.within(actor).filter(people.works_in(actor, Level.RECEPTION, now=now))
    return Q(Exists(found.filter(pk=OuterRef("file_id"))))  # of each row: these may be all the files of a service, the rows are few


@dataclass(frozen=True, slots=True)
class _Reach:
    """What decides which domiciliations somebody lists: the files in which they have a part, the persons who keep them out."""

    own: Collection[UUID]
    barred: Collection[UUID]


def _reach(actor: Actor, *, now: datetime) -> _Reach:
    """One query: both are few. Whoever heads every service has no need of the first; whoever heads none, of the second."""
    whole = heads(actor) and people.services_headed(actor) is None
    own = File.objects.within(actor).filter(people.own(actor, now=now)).order_by().values_list(Value("own"), "pk")
    barred = people.bars_met(actor).order_by().values_list(Value("barred"), "person_id")
    asked = barred if whole else own.union(barred, all=True) if heads(actor) else own
    found: dict[str, list[UUID]] = {"own": [], "barred": []}
    for what, one in asked:
        found[what].append(one)
    return _Reach(found["own"], found["barred"])


def listed(actor: Actor, *, now: datetime) -> Q:
    """Those that the actor may see in a list: who receives finds one by a name or a number, and never reads them all.

    The same files as ``people.policies.browses``, said of the rows, so that a database begins by them. One query.
    """
    told = _reach(actor, now=now)
    mine, services = Q(file_id__in=Among(told.own)), people.services_headed(actor)
    if not heads(actor):
        return mine
    here = Q() if services is None else Q(file__service_id__in=services)
    headed = here & ~Q(file__person_id__in=Among(told.barred)) if told.barred else here
    return headed if services is None else headed | mine


def can_list(actor: Actor) -> bool:
    """Whether lists of domiciliations are for this actor: social workers and heads of service."""
    return actor.has_role(Role.SOCIAL_WORKER, Role.HEAD) and not actor.has_role(*people.CLOSED_BY_NATURE)


def can_receive(actor: Actor) -> bool:
    """Whether the counter of mail is for this actor."""
    return actor.has_role(Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION) and not actor.has_role(*people.CLOSED_BY_NATURE)


def can_decide(actor: Actor, *, service_id: int) -> Decision:
    """The head of the service, to whom the decision is delegated; never who keeps the request alone."""
    if actor.has_role_in(service_id, Role.HEAD) and not actor.has_role(*people.CLOSED_BY_NATURE):
        return ALLOWED
    return refused("La décision revient à la ou au responsable du service.")


def can_end(actor: Actor, found: Domiciliation, *, now: datetime) -> Decision:
    """Who may write to her about an end, take it back, or end at her wish: whoever keeps the file, and the head of the service."""
    keeps = File.objects.filter(people.works_in(actor, Level.ADMINISTRATIVE, now=now), pk=found.file_id)
    if can_decide(actor, service_id=found.service_id) or keeps.exists():
        return ALLOWED
    return refused("La fin d’une domiciliation revient à qui suit le dossier, ou à la ou au responsable du service.")


def decides_in(actor: Actor) -> Q:
    """The domiciliations of the services where the actor decides, those of persons who keep the actor out excepted; no query."""
    headed = people.services_headed(actor)
    here = Q() if headed is None else Q(service_id__in=headed)
    return here & people.headed_through(actor, "file")


def heads(actor: Actor) -> bool:
    """Whether the actor decides somewhere."""
    return actor.has_role(Role.HEAD) and not actor.has_role(*people.CLOSED_BY_NATURE)
