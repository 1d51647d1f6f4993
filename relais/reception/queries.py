"""Reads of the counter: the actor first; numbers for whoever holds it, names for whoever may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from relais.accounts.models import Member, RoleGrant, Service
from relais.casework.models.agenda import Appointment
from relais.casework.policies.agenda import RECEIVES
from relais.casework.queries.agenda import KEPT
from relais.casework.rules.agenda import whole_day
from relais.foundation.access import Actor
from relais.people import queries as people
from relais.people import seldom
from relais.people.models import File
from relais.people.rules import Level
from relais.reception import policies
from relais.reception.models import Visit
from relais.reception.rules import IN_QUEUE, minutes_waited
from relais.reception.terms import VisitState

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"visits": seldom.Rows(Visit)}
#: name of the number of who waits, among the lines of the day.
WAITING = "attendent"
#: results of a search at the counter: past that, a closer spelling is asked.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One visit of the queue. ``minutes``: since she came; ``named``: by what name to call her, "" when the number is all one reads."""

    visit: Visit
    minutes: int
    named: str


def counters(actor: Actor) -> QuerySet[Service]:
    """The services whose counter the actor holds, by name."""
    held = policies.counters(actor)
    every = Service.objects.within(actor).order_by("name", "pk")
    return every if None in held else every.filter(pk__in=[service for service in held if service is not None])


def holds_a_counter(actor: Actor) -> bool:
    """Whether the counter is for this actor."""
    return bool(policies.counters(actor))


def _visits(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[Visit]:
    found = Visit.objects.within(actor).filter(policies.visits(actor)).select_related("file__person", "asked_for", "received_by", "service")
    told = Case(When(policies.told(actor, now=now, held=held), then=Value(True)), default=Value(False), output_field=BooleanField())
    return found.annotate(is_told=told).order_by("-urgent", "arrived_at", "pk")


def _waiting(row: Visit, *, now: datetime) -> Waiting:
    is_told = bool(getattr(row, "is_told")) and row.file is not None  # noqa: B009  # an annotation
    named = row.file.person.called if is_told and row.file is not None else ""
    return Waiting(row, minutes_waited(since=row.arrived_at, now=now), named)


def queue(actor: Actor, *, now: datetime, service_id: int | None = None) -> list[Waiting]:
    """Who waits today, the urgent first, then by arrival; one query."""
    found = _visits(actor, now=now).filter(on=timezone.localdate(now), state__in=IN_QUEUE)
    rows = found if service_id is None else found.filter(service_id=service_id)
    return [_waiting(row, now=now) for row in rows]


def number_waiting(actor: Actor, *, now: datetime) -> int:
    """How many wait today at the counters that the actor holds."""
    return rows_waiting(actor, now=now).count()


def come_for(actor: Actor, *, now: datetime) -> list[Waiting]:
    """Who waits today for this actor in particular."""
    return [_waiting(row, now=now) for row in rows_for_me(actor, now=now)]


def rows_for_me(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[Visit]:
    """The same, as rows: each with ``is_told``, whether the actor may name the person. ``held``: what the page has read of this actor."""
    return _visits(actor, now=now, held=held).filter(on=timezone.localdate(now), state__in=IN_QUEUE, asked_for_id=actor.user_id)


def rows_waiting(actor: Actor, *, now: datetime) -> QuerySet[Visit]:
    """Who waits today at the counters that the actor holds, as rows to count."""
    return Visit.objects.within(actor).filter(policies.visits(actor), on=timezone.localdate(now), state__in=IN_QUEUE)


def visit(actor: Actor, visit_id: UUID, *, now: datetime) -> Waiting | None:
    """One visit of a counter that the actor holds; None out of scope."""
    row = _visits(actor, now=now).filter(pk=visit_id).first()
    return None if row is None else _waiting(row, now=now)


def visits_of(actor: Actor, file: File, *, now: datetime) -> list[Visit]:
    """The last visits of a person to the service of her file: when, how, what became of them."""
    if not seldom.may_have(file, "visits") or not people.reads(actor, file, Level.RECEPTION, now=now):
        return []
    found = Visit.objects.within(actor).filter(file=file).select_related("received_by")
    return list(found.order_by("-arrived_at", "pk")[:5])


def known(actor: Actor, *, words: str, birth_year: int | None, service_id: int, now: datetime) -> list[File]:
    """Whom these words may name, with a second element that agrees: the year of birth, or an appointment today in the service.

    Spelling is forgiven, the second element is not; at most ``SHOWN`` and one more.
    """
    span = whole_day(timezone.localdate(now), zone=timezone.get_current_timezone())
    today = Appointment.objects.within(actor).filter(file_id=OuterRef("pk"), hidden=False, state__in=KEPT)
    today = today.filter(starts_at__gte=span.starts_at, starts_at__lt=span.ends_at)
    second = Q(Exists(today)) if birth_year is None else Q(person__birth_year=birth_year)
    return people.at_reception(actor, words, among=second & Q(service_id=service_id, closed_at=None), now=now, limit=SHOWN + 1)


def on_duty(actor: Actor, *, service_id: int, now: datetime) -> list[Member]:
    """Who receives today in the service, by the roster."""
    return [day.member for day in people.on_duty(actor, service_id, now=now)]


def who_receives(actor: Actor, *, service_id: int, now: datetime) -> list[Member]:
    """Those who receive in this service, by name."""
    on = timezone.localdate(now)
    grants = RoleGrant.objects.in_force(on).filter(role__in=RECEIVES).filter(Q(service_id=service_id) | Q(service=None))
    here = Member.objects.within(actor).filter(pk__in=grants.values("member_id"), is_active=True)
    return list(here.order_by("display_name", "pk"))


def given(actor: Actor, visit: Visit) -> Appointment | None:
    """The appointment that the visit ended with, for its paper: an hour and with whom."""
    if visit.state != VisitState.BOOKED or visit.appointment_id is None:
        return None
    return Appointment.objects.within(actor).select_related("member").filter(pk=visit.appointment_id).first()
