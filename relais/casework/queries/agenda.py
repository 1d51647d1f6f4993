"""Reads of agendas: the actor first; hours for the service, names for whoever may read them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from relais.accounts.models import Member, RoleGrant, Service
from relais.accounts.rules import content_roles
from relais.casework.models.agenda import Absence, Appointment, CalendarFeed
from relais.casework.policies import agenda as policies
from relais.casework.rules.agenda import Span, conflicting, free_hours, whole_day
from relais.casework.rules.calendar_text import Event
from relais.casework.terms.agenda import AppointmentState
from relais.foundation.access import Actor
from relais.people import queries as people
from relais.people.models import Bar, Channel, File
from relais.people.rules import Level
from relais.people.terms import ChannelKind

#: states that keep the hour.
KEPT = (AppointmentState.PLANNED, AppointmentState.CAME, AppointmentState.MISSED)
#: days ahead in which an absence asks for cover, and in which free hours are looked for.
COVER_AHEAD = timedelta(days=60)
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Slot:
    """One hour as this reader sees it: ``appointment`` is None for who only sees that it is taken («occupé»)."""

    starts_at: datetime
    ends_at: datetime
    member: Member
    appointment: Appointment | None
    tells_reasons: bool = False
    conflicts: bool = False


def _annotated(actor: Actor, *, now: datetime) -> QuerySet[Appointment]:
    """The appointments seen, each with ``is_told`` and ``tells_reasons``."""
    is_told, reasons = policies.told(actor, now=now), policies.reasons_told(actor, now=now)
    found = (
        Appointment.objects.within(actor).filter(policies.seen(actor)).select_related("member", "file__person", "service", "covered_for")
    )
    return found.annotate(
        is_told=Case(When(is_told, then=Value(True)), default=Value(False), output_field=BooleanField()),
        tells_reasons=Case(When(reasons, then=Value(True)), default=Value(False), output_field=BooleanField()),
    ).order_by("starts_at", "pk")


def _slots(found: Iterable[Appointment]) -> list[Slot]:
    rows = list(found)
    met: set[UUID] = set()
    for member in {row.member_id for row in rows}:
        hers = [row for row in rows if row.member_id == member]
        met |= {hers[place].pk for place in conflicting([Span(row.starts_at, row.ends_at) for row in hers])}
    return [_slot(row, conflicts=row.pk in met) for row in rows]


def _slot(row: Appointment, *, conflicts: bool = False) -> Slot:
    is_told, reasons = bool(getattr(row, "is_told")), bool(getattr(row, "tells_reasons"))  # noqa: B009  # annotations
    return Slot(row.starts_at, row.ends_at, row.member, row if is_told else None, is_told and reasons, conflicts)


def hours(actor: Actor, *, members: Collection[UUID], span: Span, now: datetime) -> list[Slot]:
    """What is kept in these agendas in this period, by hour; conflicts within one agenda are marked."""
    found = _annotated(actor, now=now).filter(member_id__in=members, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
    return _slots(found.filter(state__in=KEPT))


def own_hours(actor: Actor, *, span: Span, now: datetime) -> list[Slot]:
    """The same as ``hours`` of one's own agenda, for a period that begins today or later: whoever may write in a file is then told who
    comes and why, unless the person keeps them out. Asked so, it begins by no scope of files."""
    today = whole_day(timezone.localdate(now), zone=timezone.get_current_timezone())
    if actor.user_id is None or not content_roles(actor.roles) or span.starts_at < today.starts_at:
        return hours(actor, members=[actor.user_id] if actor.user_id else [], span=span, now=now)
    mine = Appointment.objects.within(actor).filter(member_id=actor.user_id, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
    told = Case(When(Q(file=None) | policies.unbarred(actor), then=Value(True)), default=Value(False), output_field=BooleanField())
    found = mine.filter(state__in=KEPT).annotate(is_told=told).select_related("member", "file__person", "service", "covered_for")
    rows = sorted(found.order_by(), key=lambda row: (row.starts_at, row.pk))  # a few hours: quicker than asking for their order
    for row in rows:
        setattr(row, "tells_reasons", row.is_told)  # noqa: B010  # annotations
    return _slots(rows)


def expected(actor: Actor, *, service_id: int, on: date, now: datetime) -> list[Slot]:
    """Who comes to a service on a day, of those told to the actor: what the counter greets."""
    span = whole_day(on, zone=timezone.get_current_timezone())
    found = _annotated(actor, now=now).filter(service_id=service_id, starts_at__gte=span.starts_at, starts_at__lt=span.ends_at)
    return [_slot(row) for row in found.filter(policies.told(actor, now=now), state__in=KEPT, hidden=False)]


def one(actor: Actor, appointment_id: UUID, *, now: datetime) -> Slot | None:
    """One appointment that is told to the actor; None out of scope."""
    row = _annotated(actor, now=now).filter(policies.told(actor, now=now), pk=appointment_id).first()
    return None if row is None else _slot(row)


def may_change(actor: Actor, appointment_id: UUID, *, now: datetime) -> bool:
    """Whether the actor moves, calls off or ends this appointment."""
    return Appointment.objects.within(actor).filter(policies.changeable(actor, now=now), pk=appointment_id).exists()


def of_file(actor: Actor, file: File, *, now: datetime) -> list[Slot]:
    """The appointments of a file that are told to the actor, the newest first."""
    found, read = _told_in(actor, file, now=now)
    rows = found.exclude(state=AppointmentState.MOVED).order_by("-starts_at", "pk")[:20]
    return [_slot_in(actor, row, read=read, now=now) for row in rows]


def coming(actor: Actor, file: File, *, now: datetime, most: int) -> list[Slot]:
    """The next appointments of a file that are told to the actor, the first to come first; one query."""
    found, read = _told_in(actor, file, now=now)
    rows = found.filter(state=AppointmentState.PLANNED, ends_at__gt=now).order_by("starts_at", "pk")[:most]
    return [_slot_in(actor, row, read=read, now=now) for row in rows]


def _told_in(actor: Actor, file: File, *, now: datetime) -> tuple[QuerySet[Appointment], frozenset[Level]]:
    read = people.read(actor, file, now=now)
    seen = Appointment.objects.within(actor).filter(policies.seen(actor), policies.told_in(actor, file, read=read, now=now))
    return seen.select_related("member"), read


def _slot_in(actor: Actor, row: Appointment, *, read: frozenset[Level], now: datetime) -> Slot:
    return Slot(row.starts_at, row.ends_at, row.member, row, policies.tells_reasons(actor, row, read=read, now=now))


def receiving(actor: Actor, *, on: date) -> QuerySet[Member]:
    """The members whose hours the actor sees: those who receive in the services where the actor books, and oneself."""
    services = policies.works_in(actor, *policies.BOOKS)
    if actor.user_id is None:
        return Member.objects.within(actor).none()
    if not services:
        return Member.objects.within(actor).filter(pk=actor.user_id)
    grants = RoleGrant.objects.in_force(on).filter(role__in=policies.RECEIVES, member_id=OuterRef("pk"))
    if None not in services:
        grants = grants.filter(Q(service_id__in=[one for one in services if one is not None]) | Q(service=None))
    found = Member.objects.within(actor).filter(Q(Exists(grants), is_active=True) | Q(pk=actor.user_id))
    return found.order_by("display_name", "pk")


@dataclass(frozen=True, slots=True)
class Receiving:
    """Whom an actor books for, read once for many appointments of one transaction, at one moment."""

    actor: Actor
    at: datetime
    members: Mapping[UUID, Member]


def whom_one_books(actor: Actor, *, now: datetime) -> Receiving:
    """The members of ``receiving``, by identifier."""
    return Receiving(actor, now, {member.pk: member for member in receiving(actor, on=timezone.localdate(now))})


def keeps_agenda(actor: Actor) -> bool:
    """Whether the agenda is for this actor."""
    return bool(policies.can_keep_agenda(actor))


def services_booked(actor: Actor) -> QuerySet[Service]:
    """The services where the actor books."""
    held = policies.works_in(actor, *policies.BOOKS)
    every = Service.objects.within(actor).order_by("name", "pk")
    return every if None in held else every.filter(pk__in=[one for one in held if one is not None])


def is_barred(member_id: UUID, file: File) -> bool:
    """Whether the person keeps this member out of her files."""
    return Bar.objects.filter(person_id=file.person_id, member_id=member_id, lifted_at=None).exists()


def busy(actor: Actor, *, members: Collection[UUID], span: Span) -> dict[UUID, list[Span]]:
    """The periods when each member does not receive, appointments and absences alike, without a word of why."""
    taken: dict[UUID, list[Span]] = {member: [] for member in members}
    kept = Appointment.objects.within(actor).filter(policies.seen(actor), member_id__in=members, state__in=KEPT)
    for member, starts_at, ends_at in kept.filter(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at).values_list(
        "member_id", "starts_at", "ends_at"
    ):
        taken[member].append(Span(starts_at, ends_at))
    zone = timezone.get_current_timezone()
    first, last = timezone.localdate(span.starts_at), timezone.localdate(span.ends_at)
    for away in Absence.objects.within(actor).filter(member_id__in=members, starts_on__lte=last, ends_on__gt=first):
        taken[away.member_id].append(Span(whole_day(away.starts_on, zone=zone).starts_at, whole_day(away.ends_on, zone=zone).starts_at))
    return taken


def free(
    actor: Actor, *, members: Collection[UUID], first: date, days: int, length: timedelta, now: datetime
) -> dict[UUID, list[datetime]]:
    """The free hours of each member over these days: whether an hour is free, and nothing else. Two queries."""
    zone = timezone.get_current_timezone()
    span = Span(whole_day(first, zone=zone).starts_at, whole_day(first + timedelta(days=days), zone=zone).ends_at)
    taken = busy(actor, members=members, span=span)
    dates = [first + timedelta(days=number) for number in range(days)]
    return {
        member: [hour for on in dates for hour in free_hours(on, busy=spans, length=length, after=now, zone=zone)]
        for member, spans in taken.items()
    }


def absences(actor: Actor, *, members: Collection[UUID], since: date) -> QuerySet[Absence]:
    """The absences of these members that are not over, by first day."""
    found = Absence.objects.within(actor).filter(member_id__in=members, ends_on__gt=since)
    return found.select_related("member").order_by("starts_on", "pk")


def may_note_absence(actor: Actor, member: Member) -> bool:
    """Whether the actor notes the absences of this member: their own, or of a service that they head."""
    services = frozenset({member.service_id} if member.service_id is not None else set())
    return bool(policies.can_record_absence(actor, member_id=member.pk, service_ids=services))


def _uncovered(actor: Actor, *, now: datetime) -> QuerySet[Appointment]:
    return _away(actor, _annotated(actor, now=now), now=now)


def _away(actor: Actor, seen: QuerySet[Appointment], *, now: datetime) -> QuerySet[Appointment]:
    on = OuterRef("starts_at__date")
    away = Absence.objects.within(actor).filter(member_id=OuterRef("member_id"), starts_on__lte=on, ends_on__gt=on)
    coming = seen.filter(state=AppointmentState.PLANNED, starts_at__gte=now, starts_at__lt=now + COVER_AHEAD)
    return coming.filter(Q(Exists(away)) | Q(member__is_active=False)).exclude(member_id=actor.user_id or NOBODY)


def to_cover(actor: Actor, *, now: datetime) -> list[Slot]:
    """The appointments to come of whoever is away or gone, for the head of the service and for those who keep the file."""
    return [_slot(row) for row in _uncovered(actor, now=now).filter(policies.to_cover(actor, now=now))]


def during(actor: Actor, away: Absence, *, now: datetime) -> list[Slot]:
    """The appointments that an absence touches, of those seen: hours for all, who comes for whoever may know."""
    zone = timezone.get_current_timezone()
    until = whole_day(away.ends_on, zone=zone).starts_at
    found = _annotated(actor, now=now).filter(member_id=away.member_id, state=AppointmentState.PLANNED, starts_at__lt=until)
    return [_slot(row) for row in found.filter(starts_at__gte=max(whole_day(away.starts_on, zone=zone).starts_at, now))]


def number_to_cover(actor: Actor, *, now: datetime) -> int:
    """How many of them there are."""
    return rows_to_cover(actor, now=now).count()


def rows_to_cover(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[Appointment]:
    """They, as rows to count. ``held``: what the page has read of this actor."""
    # asked as a list of its own, and what is seen as a value of each row, so that the database begins by the few hours of these files and
    # not by the agenda of the service
    scope = Appointment.objects.within(actor).filter(policies.to_cover(actor, now=now, held=held)).values("pk")
    is_seen = Case(When(policies.seen(actor), then=Value(1)), default=Value(0))
    rows = Appointment.objects.within(actor).alias(is_seen=is_seen).filter(is_seen=1)
    return _away(actor, rows, now=now).filter(pk__in=scope)


def to_remind(actor: Actor, *, span: Span, now: datetime) -> list[Appointment]:
    """The appointments to come of which the actor reads who comes, not reminded yet, with the person's channels: own, or the counter's."""
    coming = _annotated(actor, now=now).filter(policies.changeable(actor, now=now), file__isnull=False, reminded_at=None)
    coming = coming.filter(state=AppointmentState.PLANNED, starts_at__gte=span.starts_at, starts_at__lt=span.ends_at)
    found = list(coming)
    channels: dict[UUID, list[Channel]] = {}
    persons = {row.file.person_id for row in found if row.file is not None}
    for channel in Channel.objects.filter(person_id__in=persons).order_by("pk"):
        channels.setdefault(channel.person_id, []).append(channel)
    for row in found:
        if row.file is not None:
            if row.file.person.address_protected and not people.reads_address(actor, row.file, now=now):
                _without_post(channels.get(row.file.person_id, []))
            row.ways = channels.get(row.file.person_id, [])  # type: ignore[attr-defined]  # read by the screen of reminders
    return found


def _without_post(ways: Iterable[Channel]) -> None:
    """Where a protected person gets her letters is where she lives: only that she does, or does not want any, is told."""
    for way in ways:
        if way.kind == ChannelKind.POST:
            way.value = way.remark = ""


def my_feed(actor: Actor) -> CalendarFeed | None:
    """The actor's own feed, when there is one."""
    return CalendarFeed.objects.filter(member_id=actor.user_id).first() if actor.user_id else None


def feed_events(digest: str, *, now: datetime, title: str) -> list[Event] | None:
    """The hours kept in the agenda whose secret address has this digest; None when there is none, or its account is closed."""
    feed = CalendarFeed.objects.filter(digest=digest, member__is_active=True, member__organisation__closed_at=None).first()
    if feed is None:
        return None
    kept = Appointment.objects.filter(member_id=feed.member_id, state__in=KEPT)  # the secret address stands for the actor
    kept = kept.filter(starts_at__gte=now - policies.FEED_SINCE, starts_at__lt=now + policies.FEED_UNTIL).order_by("starts_at", "pk")
    return [Event(f"{one.pk}@relais", one.starts_at, one.ends_at, title, one.booked_at) for one in kept]
