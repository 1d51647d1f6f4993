"""Who may see and do what with files: scopes (the first filter of every read) and decisions with their reason.

Access is role × assignment × level, within the organisation, now; what no line here opens is closed. A person's bar closes every path
(S65, doctrine §3). Roles that never read a file by their nature (technical administration, digital lead, commission, partner, institution)
open none, and close to whoever also holds them all that is not an assignment by name: exceptional access, duty, lists of a service
(docs/adr/0018).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from relais.accounts.models import Role
from relais.accounts.rules import CLOSED_ROLES, content_roles
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people.models import AddressReader, Assignment, Bar, BreakGlass, File, Opposition, Presence, Sharing
from relais.people.rules import Level, parts_that_open
from relais.people.terms import Basis, Part

#: roles that never reach a file without being named in it.
CLOSED_BY_NATURE = (*sorted(CLOSED_ROLES), Role.PARTNER)
_NOTHING = Q(pk__in=())
_NOBODY = UUID(int=0)
#: identifiers of files, as a subquery.
Ids = QuerySet[Any, Any]


def reaches(actor: Actor, level: Level, *, now: datetime) -> Q:
    """The files of which this actor reads this level now: those where they work, and those that were shared with them."""
    return _through(actor, _ways(actor, level, now=now) | _shared(actor, level, now=now))


def works_in(actor: Actor, level: Level, *, now: datetime) -> Q:
    """The files of which this actor also writes this level now: what is shared is read, never written."""
    return _through(actor, _ways(actor, level, now=now))


def _ways(actor: Actor, level: Level, *, now: datetime) -> Q:
    return _either(actor, _by_role(actor, level), level, now=now)


def _through(actor: Actor, ways: Q) -> Q:
    """What every way of reaching a file is bounded by: the organisation, and the person's bar."""
    if actor.user_id is None or actor.organisation_id is None:
        return _NOTHING
    return _house(actor) & ways & ~_barred(actor)


def browses(actor: Actor, *, now: datetime) -> Q:
    """The files that this actor may list and search by name alone: theirs, for a time, and those of a service that they head.

    Whoever receives knows of every file of the service, and finds one by the name and a second element (doctrine §3.6): never a list.
    """
    headed = held_in(actor, Role.HEAD) if heads_somewhere(actor) else _NOTHING
    return _through(actor, _either(actor, headed, Level.EXISTENCE, now=now) | _shared(actor, Level.EXISTENCE, now=now))


def _house(actor: Actor) -> Q:
    return Q(organisation_id=actor.organisation_id)


def _either(actor: Actor, by_role: Q, level: Level, *, now: datetime) -> Q:
    """By role, or by name; a role held in the whole organisation already holds everything."""
    return by_role if by_role == _house(actor) else by_role | _named(actor, level, now=now)


def heads_somewhere(actor: Actor) -> bool:
    """Whether the actor heads a service, and no role closes lists to them by nature."""
    return actor.has_role(Role.HEAD) and not actor.has_role(*CLOSED_BY_NATURE)


def headed_files(actor: Actor) -> QuerySet[File]:
    """The files of the services that the actor heads, those of persons who keep the actor out excepted."""
    found = File.objects.within(actor)
    return found.filter(held_in(actor, Role.HEAD), ~_barred(actor)) if heads_somewhere(actor) else found.none()


def bars_met(actor: Actor) -> QuerySet[Bar]:
    """The bars that close files to this actor."""
    return _bars(actor)


def can_hand_over(actor: Actor, file: File, *, now: datetime) -> Decision:
    """Whoever leads the file, or heads its service."""
    if leads_file(actor, file, now=now) or headed_files(actor).filter(pk=file.pk).exists():
        return ALLOWED
    return refused("Un dossier se passe par qui le suit, ou par la ou le responsable du service.")


def takes_part(actor: Actor, *, now: datetime) -> Q:
    """The files in which the actor has a part now, is for a time, or that were shared with them."""
    if actor.user_id is None:
        return _NOTHING
    return _named(actor, Level.EXISTENCE, now=now) | _shared(actor, Level.EXISTENCE, now=now)


def lead_now(now: datetime) -> QuerySet[Assignment]:
    """The référent of the outer query's file, now."""
    return Assignment.objects.filter(current(now), file_id=OuterRef("pk"), part=Part.LEAD, member__is_active=True)


def receives(actor: Actor) -> bool:
    """Whether this actor finds people as the reception does: by the name and a second element."""
    return actor.has_role(Role.RECEPTION) and not actor.has_role(*CLOSED_BY_NATURE)


def _bars(actor: Actor) -> QuerySet[Bar]:
    """The bars that this actor meets."""
    return Bar.objects.filter(member_id=identity(actor), lifted_at=None)


def _barred(actor: Actor) -> Q:
    """The files of the persons who keep this actor out."""
    return Q(person_id__in=_bars(actor).values("person_id"))


def identity(actor: Actor) -> UUID:
    """Whose rows to look for; nobody's, for a visitor and for the terminal."""
    return actor.user_id or _NOBODY


def current(now: datetime) -> Q:
    """Rows whose half-open period holds ``now``."""
    return Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))


def held_in(actor: Actor, *roles: str) -> Q:
    """The files of the services where the actor holds one of these roles; all of the organisation for a role held in the whole of it."""
    services = {service for role, service in actor.held if role in roles}
    return _house(actor) if None in services else Q(service_id__in=services)


def _named(actor: Actor, level: Level, *, now: datetime) -> Q:
    """By name: identifiers of files, in one list of its own, so that a database begins by these few rows and not by all files."""
    ways = [*_assigned(actor, level, now=now), *_for_a_time(actor, now=now)]
    if not ways:
        return _NOTHING
    return Q(pk__in=ways[0].union(*ways[1:], all=True) if len(ways) > 1 else ways[0])


def _assigned(actor: Actor, level: Level, *, now: datetime) -> list[Ids]:
    """In the file with a part that opens this level, for those who accompany people."""
    if not actor.has_role(Role.SOCIAL_WORKER) or (level is Level.EVALUATION and not actor.is_bound_by_secrecy):
        return []
    parts = Assignment.objects.filter(current(now), member_id=identity(actor), part__in=parts_that_open(level))
    return [parts.values_list("file_id")]


def _for_a_time(actor: Actor, *, now: datetime) -> list[Ids]:
    """By an exceptional access or a presence at the duty desk, until it ends: a bound professional then reads every level."""
    if not actor.is_bound_by_secrecy or actor.has_role(*CLOSED_BY_NATURE) or not actor.has_role(Role.SOCIAL_WORKER, Role.HEAD):
        return []
    mine = Q(current(now), member_id=identity(actor))
    return [BreakGlass.objects.filter(mine).values_list("file_id"), Presence.objects.filter(mine).values_list("file_id")]


def _by_role(actor: Actor, level: Level) -> Q:
    """By what one does in the service of the file: the reception and the head know that it exists, whom to reach and how."""
    if level not in {Level.EXISTENCE, Level.RECEPTION} or actor.has_role(*CLOSED_BY_NATURE):
        return _NOTHING
    return held_in(actor, Role.HEAD, Role.RECEPTION)


def _shared(actor: Actor, level: Level, *, now: datetime) -> Q:
    """By an act of sharing with this very member, until it ends or is withdrawn (doctrine §3.4), under a role that reads contents.

    The evaluation asks for a basis of secrecy today, whatever it was that day. An opposition of the person closes what rested on the team.
    """
    if actor.user_id is None or not content_roles(actor.roles) or (level is Level.EVALUATION and not actor.is_bound_by_secrecy):
        return _NOTHING
    under_way = Sharing.objects.filter(current(now), opened_by_sharing(level), withdrawn_at=None)
    mine = under_way.filter(to_member_id=identity(actor))
    opposed = Opposition.objects.filter(file_id=OuterRef("file_id"), lifted_at=None)
    return Q(pk__in=mine.exclude(Q(Exists(opposed)), basis=Basis.TEAM).values("file_id"))


def opened_by_sharing(level: Level) -> Q:
    """The sharings that open this level; whoever is given any part also reads whom to reach and how."""
    any_part = Q(opens_reception=True) | Q(opens_administrative=True) | Q(opens_evaluation=True)
    precise = {Level.ADMINISTRATIVE: Q(opens_administrative=True), Level.EVALUATION: Q(opens_evaluation=True)}
    return precise.get(level, any_part)


def leads(actor: Actor, *, now: datetime) -> Q:
    """The files that this actor leads now."""
    if actor.user_id is None or not actor.has_role(Role.SOCIAL_WORKER):
        return _NOTHING
    lead = Assignment.objects.filter(current(now), member_id=identity(actor), part=Part.LEAD).values_list("file_id")
    return Q(organisation_id=actor.organisation_id, pk__in=lead) & ~_barred(actor)


def leads_file(actor: Actor, file: File, *, now: datetime) -> bool:
    """Whether the actor leads this file now."""
    return File.objects.filter(leads(actor, now=now), pk=file.pk).exists()


def can_read_address(actor: Actor, file: File, *, now: datetime) -> bool:
    """Anybody who reads the reception level; of a protected address, the référent and those whom the person named."""
    if not file.person.address_protected or leads_file(actor, file, now=now):
        return True
    return AddressReader.objects.filter(person_id=file.person_id, member_id=identity(actor), withdrawn_at=None).exists()


def sees_openings(actor: Actor, file: File, *, now: datetime) -> bool:
    """Whether the actor sees who else opened this file: whoever leads it, or heads its service."""
    return leads_file(actor, file, now=now) or actor.has_role_in(file.service_id, Role.HEAD)


def can_open_file(actor: Actor, *, service_id: int) -> Decision:
    """A social worker of the service, who becomes its référent."""
    if actor.has_role_in(service_id, Role.SOCIAL_WORKER):
        return ALLOWED
    return refused("Un dossier s’ouvre par une travailleuse ou un travailleur social du service.")


def can_open_file_for(actor: Actor, *, service_id: int) -> Decision:
    """The head of the service, for a social worker who works in it and becomes the référent."""
    if actor.has_role_in(service_id, Role.HEAD) and not actor.has_role(*CLOSED_BY_NATURE):
        return ALLOWED
    return refused("Seule la ou le responsable du service ouvre un dossier au nom de quelqu’un d’autre.")


def can_assign(actor: Actor, file: File, *, part: str, now: datetime) -> Decision:
    """The head of the service, for any part; the référent, for those who help her, never to name another référent."""
    if actor.organisation_id != file.organisation_id:
        return refused("Ce dossier n’est pas dans votre organisation.")
    if actor.has_role_in(file.service_id, Role.HEAD) and not actor.has_role(*CLOSED_BY_NATURE):
        return ALLOWED
    if part != Part.LEAD and leads_file(actor, file, now=now):
        return ALLOWED
    return refused("Les personnes qui interviennent sont nommées par la responsable du service, ou par la référente.")


def can_break_glass(actor: Actor) -> Decision:
    """A bound social worker or head of service; never reception, commission, mediation, technical administration, partner (§3.5)."""
    if actor.has_role(*CLOSED_BY_NATURE):
        return refused("Un de vos rôles ne lit jamais de dossier : l’accès exceptionnel vous est fermé.")
    if not actor.has_role(Role.SOCIAL_WORKER, Role.HEAD):
        return refused("L’accès exceptionnel est ouvert aux travailleurs sociaux et aux responsables de service.")
    if not actor.is_bound_by_secrecy:
        return refused("L’accès exceptionnel demande d’être tenu au secret professionnel.")
    return ALLOWED


def breakable(actor: Actor) -> QuerySet[File]:
    """The open files of the services where the actor works, that no bar closes: those that an exceptional access may open."""
    here = held_in(actor, Role.SOCIAL_WORKER, Role.HEAD)
    return File.objects.within(actor).filter(here, ~_barred(actor), closed_at=None)


def can_keep_roster(actor: Actor, *, service_id: int) -> Decision:
    """The head of the service says who receives on which day."""
    if actor.has_role_in(service_id, Role.HEAD):
        return ALLOWED
    return refused("Le planning de permanence est tenu par la responsable du service.")


def can_review(actor: Actor, access: BreakGlass) -> Decision:
    """The head of the service, and never of one's own access."""
    if not actor.has_role_in(access.file.service_id, Role.HEAD) or actor.has_role(*CLOSED_BY_NATURE):
        return refused("Un accès exceptionnel est examiné par la responsable du service.")
    if access.member_id == actor.user_id:
        return refused("On n’examine pas son propre accès : une autre responsable doit le faire.")
    return ALLOWED
