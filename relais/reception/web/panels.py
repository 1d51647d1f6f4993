"""Panels of the counter: in Ma journée, who arrived; on a person's file, her last visits."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, F, Value, When
from django.utils import timezone

from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, number, row
from relais.foundation.slots import Panel
from relais.people import hand
from relais.people.rules import Level
from relais.reception import queries
from relais.reception.rules import minutes_waited

if TYPE_CHECKING:
    from relais.people.models import File


#: names of what this room asks on the page of the day.
FOR_ME, WAITING = "attendent pour moi", queries.WAITING
_URGENT = "urgent"


def for_me(request: ActorRequest, _day: date) -> Rows | None:
    """Who waits for this member; a name only where it may be read."""
    if not queries.holds_a_counter(request.actor):
        return None
    found = queries.rows_for_me(request.actor, now=timezone.now(), held=hand.of(request))
    called = Case(When(is_told=True, then=F("file__person__called")), default=Value(""))
    urgent = Case(When(urgent=True, then=Value(_URGENT)), default=Value(""))
    return row(found, id="pk", file_id="file_id", called=called, at="arrived_at", code=urgent, number="number")


def waiting(request: ActorRequest, _day: date) -> Rows | None:
    """How many wait in the service."""
    return number(queries.rows_waiting(request.actor, now=timezone.now())) if queries.holds_a_counter(request.actor) else None


def arrivals(request: ActorRequest, day: date) -> Panel | None:
    """Who waits for this member, the urgent first, and how many wait in the service."""
    if not queries.holds_a_counter(request.actor):
        return None
    now = timezone.now()
    lines = sorted(day_lines.of(request, FOR_ME, day), key=lambda line: (line.code != _URGENT, str(line.at), str(line.id)))
    mine = [(line, minutes_waited(since=line.at, now=now), line.code == _URGENT) for line in lines if line.at is not None]
    return Panel("reception/day_panel.html", {"mine": mine, "waiting": day_lines.number_of(request, WAITING, day)})


def last_visits(request: ActorRequest, file: "File") -> Panel | None:
    """Her last visits at the counter, when there are some."""
    if Level.RECEPTION not in getattr(file, "levels_read", ()):
        return None
    visits = queries.visits_of(request.actor, file, now=timezone.now())
    tells_reasons = Level.ADMINISTRATIVE in getattr(file, "levels_read", ())
    return Panel("reception/file_panel.html", {"visits": visits, "tells_reasons": tells_reasons}) if visits else None
