"""Who does what of a domiciliation: its requests by who keeps the file, its counter by who receives, its decisions by the head."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from relais.accounts.models import Role
from relais.domiciliation.models import Domiciliation
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies as people
from relais.people.models import File
from relais.people.rules import Level

_NOTHING = Q(pk__in=())


def at_counter(actor: Actor, *, now: datetime) -> Q:
    """The domiciliations whose name, number, state and mail the actor works with: those of the files whose reception level they write."""
    found = File.objects.within(actor).filter(people.works_in(actor, Level.RECEPTION, now=now))
    return Q(Exists(found.filter(pk=OuterRef("file_id"))))  # of each row: these may be all the files of a service, the rows are few


def listed(actor: Actor, *, now: datetime, own: Collection[UUID] | None = None) -> Q:
    """Those that the actor may see in a list: who receives finds one by a name or a number, and never reads them all.

    The same files as ``people.policies.browses``. ``own``: the identifiers of ``files_of_one_s_own``, when a page has read them already.
    """
    mine = Q(file_id__in=files_of_one_s_own(actor, now=now).values("pk") if own is None else own)
    if not heads(actor):
        return mine
    headed = people.headed_through(actor, "file")
    return headed if people.services_headed(actor) is None else headed | mine


def files_of_one_s_own(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The files in which the actor has a part; none for whoever heads every service: theirs are all."""
    found = File.objects.within(actor)
    return found.none() if heads(actor) and people.services_headed(actor) is None else found.filter(people.own(actor, now=now))


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
    """The domiciliations of the services where the actor decides."""
    if not actor.has_role(Role.HEAD) or actor.has_role(*people.CLOSED_BY_NATURE):
        return _NOTHING
    headed = people.services_headed(actor)
    return Q() if headed is None else Q(service_id__in=headed)


def heads(actor: Actor) -> bool:
    """Whether the actor decides somewhere."""
    return actor.has_role(Role.HEAD) and not actor.has_role(*people.CLOSED_BY_NATURE)
