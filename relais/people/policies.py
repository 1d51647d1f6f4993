"""Who may see and do what with files: scopes (the first filter of every read) and decisions with their reason.

Access is role × assignment × level, within the organisation, now; what no line here opens is closed. A person's bar closes every path
(S65, doctrine §3). Roles that never read a file by their nature (technical administration, digital lead, commission, partner, institution)
open none, and close to whoever also holds them all that is not an assignment by name: exceptional access, duty, lists of a service
(docs/adr/0018).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from relais.accounts.models import Role
from relais.accounts.rules import CLOSED_ROLES, content_roles
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import reading
from relais.people.models import AddressReader, Assignment, Bar, BreakGlass, File, Opposition, Presence, Sharing
from relais.people.reading import Hand, Reading
from relais.people.rules import Level, parts_that_open
from relais.people.terms import Basis, Part

#: roles that never reach a file without being named in it.
CLOSED_BY_NATURE = (*sorted(CLOSED_ROLES), Role.PARTNER)
_NOTHING = Q(pk__in=())
_NOBODY = UUID(int=0)
#: identifiers of files, as a subquery.
Ids = QuerySet[Any, Any]


def reaches(actor: Actor, level: Level, *, now: datetime, held: Hand | None = None) -> Q:
    """The files of which this actor reads this level now: those where they work, and those that were shared with them.

    ``held``: what the page has read of this actor; what is opened by name is then not asked again.
    """
    if held is not None and held.actor == actor:
        named = Q(pk__in=Among(held.named[level]))
        return named | (bounds(actor) & by_role) if (by_role := _by_role(actor, level)) != _NOTHING else named
    return _through(actor, _ways(actor, level, now=now) | shared(actor, level, now=now))


def works_in(actor: Actor, level: Level, *, now: datetime) -> Q:
    """The files of which this actor also writes this level now: what is shared is read, never written."""
    return _through(actor, _ways(actor, level, now=now))


def _ways(actor: Actor, level: Level, *, now: datetime) -> Q:
    return _either(actor, _by_role(actor, level), level, now=now)


def _through(actor: Actor, opened: Q) -> Q:
    return bounds(actor) & opened


def bounds(actor: Actor) -> Q:
    """What every way of reaching a file is bounded by: the organisation, and the person's bar."""
    if actor.user_id is None or actor.organisation_id is None:
        return _NOTHING
    return _house(actor) & ~_barred(actor)


def ways(actor: Actor, *, now: datetime) -> list[tuple[frozenset[Level], Q]]:
    """Within ``bounds``, each way by which one's work opens a file, with the levels that it opens: ``works_in``, asked way by way.

    A screen of one file asks all levels at once: a way that opens four of them is asked once. The access matrix compares both.
    """
    by_role = {level: way for level in Level if (way := _by_role(actor, level)) != _NOTHING}
    found = [(frozenset(by_role), by_role[Level.EXISTENCE])] if by_role else []
    parts: dict[frozenset[str], list[Level]] = {}
    for level in Level:
        if accompanies(actor, level):
            parts.setdefault(parts_that_open(level), []).append(level)
    found += [(frozenset(levels), Q(pk__in=_assigned(actor, levels[0], now=now)[0])) for levels in parts.values()]
    if for_a_time := _for_a_time(actor, now=now):
        found.append((frozenset(Level), Q(pk__in=_together(for_a_time))))
    return found


def first_reading(actor: Actor, opened: File, *, lead: UUID | None, now: datetime) -> Reading:
    """What ``queries.file`` would tell of a file that this actor has just opened, led by this member: no bar yet, no sharing."""
    role = Level if actor.has_role_in(opened.service_id, Role.HEAD, Role.RECEPTION) else ()
    here = {level for level in role if _by_role(actor, level) != _NOTHING}
    named = {level for level in Level if lead == actor.user_id and accompanies(actor, level) and Part.LEAD in parts_that_open(level)}
    levels = frozenset(here | named)
    return Reading(actor, now, read=levels, works=levels, leads=bool(named))


def in_file(actor: Actor, level: Level, *, now: datetime, found: File | None = None, held: Hand | None = None) -> Q:
    """The condition on rows that hang from a ``file``: those of the files of which the actor reads this level.

    ``found``: the rows of this file alone; what its screen has read about this actor is not asked again of the database. ``held``: as in
    ``reaches``.
    """
    if found is None and held is not None and held.actor == actor and _by_role(actor, level) == _NOTHING:
        return Q(file_id__in=Among(held.named[level]))
    told = None if found is None else reading.known(found.reading, actor, now=now)
    if found is not None and told is not None:
        return Q(file_id=found.pk) if level in told.read else _NOTHING
    reached = Q(file_id__in=File.objects.filter(reaches(actor, level, now=now, held=held)).values("pk"))
    return reached if found is None else reached & Q(file_id=found.pk)


def browses(actor: Actor, *, now: datetime) -> Q:
    """The files that this actor may list and search by name alone: theirs, for a time, and those of a service that they head.

    Whoever receives knows of every file of the service, and finds one by the name and a second element (doctrine §3.6): never a list.
    """
    headed = held_in(actor, Role.HEAD) if heads_somewhere(actor) else _NOTHING
    everything = headed == _house(actor)
    return _through(actor, headed if everything else headed | takes_part(actor, now=now))


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


def headed_through(actor: Actor, path: str) -> Q:
    """The same, as a condition on rows whose file is at the end of this path: a database may then begin by the rows."""
    if not heads_somewhere(actor):
        return _NOTHING
    services = services_headed(actor)
    here = Q() if services is None else Q(**{f"{path}__service_id__in": services})
    barred = Q(**{f"{path}__person_id__in": _bars(actor).values("person_id")})
    return here & Q(**{f"{path}__organisation_id": actor.organisation_id}) & ~barred


def bars_met(actor: Actor) -> QuerySet[Bar]:
    """The bars that close files to this actor."""
    return _bars(actor)


def can_hand_over(actor: Actor, file: File, *, now: datetime) -> Decision:
    """Whoever leads the file, or heads its service."""
    if leads_file(actor, file, now=now) or headed_files(actor).filter(pk=file.pk).exists():
        return ALLOWED
    return refused("Un dossier se passe par qui le suit, ou par la ou le responsable du service.")


def own(actor: Actor, *, now: datetime) -> Q:
    """The files in which the actor has a part now, is for a time, or that were shared with them; all of them may be browsed."""
    return _through(actor, takes_part(actor, now=now))


def takes_part(actor: Actor, *, now: datetime) -> Q:
    """The same for an actor whom no bound closes the files to."""
    if actor.user_id is None:
        return _NOTHING
    return _named(actor, Level.EXISTENCE, now=now) | shared(actor, Level.EXISTENCE, now=now)


def services_headed(actor: Actor) -> list[int] | None:
    """The services that the actor heads; None for all of the organisation."""
    services = {service for role, service in actor.held if role == Role.HEAD}
    return None if None in services else sorted(service for service in services if service is not None)


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
    return Q(pk__in=_together(ways))


def _together(ways: list[Ids]) -> Ids:
    return ways[0].union(*ways[1:], all=True) if len(ways) > 1 else ways[0]


def accompanies(actor: Actor, level: Level) -> bool:
    """Whether a part in a file may open this level to the actor."""
    return actor.has_role(Role.SOCIAL_WORKER) and (level is not Level.EVALUATION or actor.is_bound_by_secrecy)


def _assigned(actor: Actor, level: Level, *, now: datetime) -> list[Ids]:
    """In the file with a part that opens this level, for those who accompany people."""
    if not accompanies(actor, level):
        return []
    parts = Assignment.objects.filter(current(now), member_id=identity(actor), part__in=parts_that_open(level))
    return [parts.values_list("file_id")]


def _for_a_time(actor: Actor, *, now: datetime) -> list[Ids]:
    """By an exceptional access or a presence at the duty desk, until it ends: a bound professional then reads every level."""
    return [rows.values_list("file_id") for rows in openings_for_a_time(actor, now=now)]


def openings_for_a_time(actor: Actor, *, now: datetime) -> list[QuerySet[Any]]:
    """These accesses and these presences, as rows; none for whom they open nothing."""
    mine = Q(current(now), member_id=identity(actor))
    return [BreakGlass.objects.filter(mine), Presence.objects.filter(mine)] if is_opened_for_a_time(actor) else []


def is_opened_for_a_time(actor: Actor) -> bool:
    """Whether an exceptional access or a presence at the duty desk opens files to this actor."""
    return actor.is_bound_by_secrecy and not actor.has_role(*CLOSED_BY_NATURE) and actor.has_role(Role.SOCIAL_WORKER, Role.HEAD)


def _by_role(actor: Actor, level: Level) -> Q:
    """By what one does in the service of the file: the reception and the head know that it exists, whom to reach and how."""
    if level not in {Level.EXISTENCE, Level.RECEPTION} or actor.has_role(*CLOSED_BY_NATURE):
        return _NOTHING
    if not actor.has_role(Role.HEAD, Role.RECEPTION):
        return _NOTHING
    return held_in(actor, Role.HEAD, Role.RECEPTION)


def shared(actor: Actor, level: Level, *, now: datetime) -> Q:
    """By an act of sharing with this very member, until it ends or is withdrawn (doctrine §3.4), under a role that reads contents.

    The evaluation asks for a basis of secrecy today, whatever it was that day. An opposition of the person closes what rested on the team.
    """
    if not receives_sharings(actor, level):
        return _NOTHING
    return Q(pk__in=sharings_with(actor, level, now=now).values("file_id"))


def receives_sharings(actor: Actor, level: Level) -> bool:
    """Whether an act of sharing may open this level to the actor."""
    return actor.user_id is not None and bool(content_roles(actor.roles)) and (level is not Level.EVALUATION or actor.is_bound_by_secrecy)


def sharings_with(actor: Actor, level: Level, *, now: datetime) -> QuerySet[Sharing]:
    """The acts of sharing with this very member that hold now and open this level."""
    under_way = Sharing.objects.filter(current(now), opened_by_sharing(level), to_member_id=identity(actor), withdrawn_at=None)
    opposed = Opposition.objects.filter(file_id=OuterRef("file_id"), lifted_at=None)
    return under_way.filter(~Q(basis=Basis.TEAM) | ~Q(Exists(opposed)))


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


def stands_in(actor: Actor, *, now: datetime) -> Q:
    """The files that this actor keeps now for somebody who is away."""
    if actor.user_id is None or not actor.has_role(Role.SOCIAL_WORKER):
        return _NOTHING
    covered = Assignment.objects.filter(current(now), member_id=identity(actor), part=Part.SUBSTITUTE).values_list("file_id")
    return Q(organisation_id=actor.organisation_id, pk__in=covered) & ~_barred(actor)


def leads_among(actor: Actor, parts: Iterable[Assignment]) -> bool:
    """The same as ``leads`` for a file in the actor's scope, from those who take part in it now."""
    return actor.has_role(Role.SOCIAL_WORKER) and any(part.part == Part.LEAD and part.member_id == actor.user_id for part in parts)


def leads_file(actor: Actor, file: File, *, now: datetime) -> bool:
    """Whether the actor leads this file now."""
    if (told := reading.known(file.reading, actor, now=now)) is not None:
        return told.leads
    return File.objects.filter(leads(actor, now=now), pk=file.pk).exists()


def keeps(actor: Actor, *, now: datetime) -> Q:
    """The files that this actor keeps as référent or co-référent now: whoever answers for what they say."""
    if actor.user_id is None or not actor.has_role(Role.SOCIAL_WORKER):
        return _NOTHING
    parts = Assignment.objects.filter(current(now), member_id=identity(actor), part__in=(Part.LEAD, Part.CO_LEAD))
    return bounds(actor) & Q(pk__in=parts.values("file_id"))


def can_merge(actor: Actor, *files: File, now: datetime) -> Decision:
    """Whoever keeps every file of these persons, in every service, and reads their addresses: nothing unknown is ever merged."""
    every = File.objects.within(actor).filter(person_id__in={file.person_id for file in files})
    if every.exclude(keeps(actor, now=now)).exists():
        return refused("Seule la référente ou le référent de tous les dossiers de cette personne les réunit : demandez à l’accueil.")
    if not all(can_read_address(actor, file, now=now) for file in every.select_related("person")):
        return refused("Une adresse est protégée : seul ou seule qui la lit peut réunir ces dossiers.")
    return ALLOWED


def can_set_apart(actor: Actor, *, now: datetime) -> Q:
    """The files of which this actor may say that another is not the same person's: those where they work, or that they head."""
    headed = held_in(actor, Role.HEAD) if heads_somewhere(actor) else _NOTHING
    return bounds(actor) & (headed | _ways(actor, Level.ADMINISTRATIVE, now=now))


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
