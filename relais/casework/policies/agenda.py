"""Who sees and keeps what in agendas: hours are seen by the service, a name by whoever may read it, a hidden hour by its parties.

An appointment tells who comes (N0) to the readers of the file's reception level, and to its parties until the day is over: a past hour
keeps no door open on a file. Its reasons (N1) are for the readers of the administrative level and for its parties. A person's bar
closes all of it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from relais.accounts.models import Role
from relais.accounts.rules import content_roles
from relais.casework.models.agenda import Appointment
from relais.casework.rules.agenda import Span, whole_day
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies as people_policies
from relais.people.models import Bar, File
from relais.people.policies import in_file
from relais.people.reading import Hand
from relais.people.rules import Level

#: those who keep an agenda.
RECEIVES = (Role.SOCIAL_WORKER, Role.HEAD, Role.DIGITAL_MEDIATOR)
#: those who see the hours of the service and book in them.
BOOKS = (*RECEIVES, Role.RECEPTION)
_NOTHING = Q(pk__in=())
_NOBODY = UUID(int=0)


def works_in(actor: Actor, *roles: str) -> frozenset[int | None]:
    """The services where the actor holds one of these roles, None standing for the whole organisation; none for who is closed by nature."""
    if actor.has_role(*people_policies.CLOSED_BY_NATURE):
        return frozenset()
    return frozenset(service for role, service in actor.held if role in roles)


def _in(services: frozenset[int | None]) -> Q:
    return Q() if None in services else Q(service_id__in=[service for service in services if service is not None])


def seen(actor: Actor) -> Q:
    """The appointments whose hours the actor sees: their own, and those of the services where they book."""
    if actor.user_id is None or actor.organisation_id is None:
        return _NOTHING
    services = works_in(actor, *BOOKS)
    shared = _in(services) if services else _NOTHING
    return Q(organisation_id=actor.organisation_id) & (shared | Q(member_id=actor.user_id))


def party(actor: Actor) -> Q:
    """The appointments that the actor holds or booked."""
    me = actor.user_id or _NOBODY
    return Q(member_id=me) | Q(booked_by_id=me)


def unbarred(actor: Actor) -> Q:
    """The appointments of persons who do not keep the actor out."""
    bars = Bar.objects.filter(person_id=OuterRef("file__person_id"), member_id=actor.user_id or _NOBODY, lifted_at=None)
    return ~Q(Exists(bars))


def _party_until_midnight(actor: Actor, *, now: datetime) -> Q:
    if not content_roles(actor.roles):
        return _NOTHING
    return party(actor) & Q(file__isnull=False, ends_at__gt=_today(now).starts_at) & unbarred(actor)


def told(actor: Actor, *, now: datetime) -> Q:
    """Of the appointments seen, those of which the actor reads who comes; all others are «occupé»."""
    without_file = Q(file=None) & (Q(hidden=False) | party(actor))
    of_a_file = in_file(actor, Level.RECEPTION, now=now) & (Q(hidden=False) | party(actor))
    return without_file | of_a_file | _party_until_midnight(actor, now=now)


def reasons_told(actor: Actor, *, now: datetime) -> Q:
    """Of the appointments told, those whose reasons the actor reads too."""
    return Q(file=None) | in_file(actor, Level.ADMINISTRATIVE, now=now) | _party_until_midnight(actor, now=now)


def told_in(actor: Actor, file: File, *, read: Collection[Level], now: datetime) -> Q:
    """The same as ``told``, in one file of which the actor reads these levels: no bar closes it then, and this is not asked again."""
    its = Q(file_id=file.pk)
    return its & (Q(hidden=False) | party(actor)) if Level.RECEPTION in read else its & _party_until_midnight(actor, now=now)


def tells_reasons(actor: Actor, appointment: Appointment, *, read: Collection[Level], now: datetime) -> bool:
    """The same as ``reasons_told``, for an appointment told in a file of which the actor reads these levels."""
    return Level.ADMINISTRATIVE in read or (
        is_party(actor, appointment) and bool(content_roles(actor.roles)) and appointment.ends_at > _today(now).starts_at
    )


def _today(now: datetime) -> Span:
    return whole_day(timezone.localdate(now), zone=timezone.get_current_timezone())


def changeable(actor: Actor, *, now: datetime) -> Q:
    """The appointments that the actor moves, calls off or ends: of those told, their own, those of a file they keep, and the counter's."""
    desk = works_in(actor, Role.HEAD, Role.RECEPTION)
    at_desk = _in(desk) if desk else _NOTHING
    return seen(actor) & told(actor, now=now) & (party(actor) | in_file(actor, Level.ADMINISTRATIVE, now=now) | at_desk)


def to_cover(actor: Actor, *, now: datetime, held: Hand | None = None) -> Q:
    """Where the actor sees to what an absence leaves: the services they head, the files they keep. ``held``: as in ``people.policies``."""
    headed = works_in(actor, Role.HEAD)
    of_service = _in(headed) if headed else _NOTHING
    return Q(organisation_id=actor.organisation_id) & (of_service | in_file(actor, Level.ADMINISTRATIVE, now=now, held=held))


def can_keep_agenda(actor: Actor) -> Decision:
    """Whoever receives people, or books for those who do."""
    if actor.user_id is not None and works_in(actor, *BOOKS):
        return ALLOWED
    return refused("Votre rôle ne tient pas d’agenda.")


def can_record_absence(actor: Actor, *, member_id: UUID, service_ids: frozenset[int]) -> Decision:
    """Oneself, or the head of one of the member's services."""
    if actor.user_id == member_id and works_in(actor, *BOOKS):
        return ALLOWED
    headed = works_in(actor, Role.HEAD)
    if None in headed or headed & service_ids:
        return ALLOWED
    return refused("Une absence est notée par soi-même, ou par la responsable du service.")


def is_party(actor: Actor, appointment: Appointment) -> bool:
    """Whether the actor holds or booked this appointment."""
    return actor.user_id is not None and actor.user_id in {appointment.member_id, appointment.booked_by_id}


#: how far back an agent's own feed goes, and how far ahead.
FEED_SINCE, FEED_UNTIL = timedelta(days=7), timedelta(days=120)
