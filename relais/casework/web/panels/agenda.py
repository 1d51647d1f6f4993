"""Panels of the agenda: on a person's file, her next appointment; in Ma journée, the hours of the day and of the next ones."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.queries import agenda as queries
from relais.casework.rules.agenda import Span, whole_day
from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, number
from relais.foundation.slots import Panel
from relais.people import hand
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: days after today that Ma journée shows.
NEXT_DAYS = 4
SHOWN = 3


def next_appointments(request: ActorRequest, file: "File") -> Panel | None:
    """Her appointments to come, for whoever reads whom to reach and how."""
    if Level.RECEPTION not in getattr(file, "levels_read", ()):
        return None
    now = timezone.now()
    coming = queries.coming(request.actor, file, now=now, most=SHOWN)
    context = {"file": file, "coming": coming, "may_book": queries.keeps_agenda(request.actor)}
    return Panel("casework/agenda/next_panel.html", context)


#: name of this number on the page of the day.
TO_COVER = "rendez-vous à couvrir"


def to_cover(request: ActorRequest, _day: date) -> Rows | None:
    """The appointments that an absence leaves to somebody, as a number."""
    if not queries.keeps_agenda(request.actor):
        return None
    return number(queries.rows_to_cover(request.actor, now=timezone.now(), held=hand.of(request)))


def today(request: ActorRequest, day: date) -> Panel | None:
    """One's own hours of the day, those of the next days, and what an absence leaves to cover."""
    if not queries.keeps_agenda(request.actor) or request.actor.user_id is None:
        return None
    now, zone = timezone.now(), timezone.get_current_timezone()
    span = Span(whole_day(day, zone=zone).starts_at, whole_day(day + timedelta(days=NEXT_DAYS), zone=zone).ends_at)
    slots = queries.own_hours(request.actor, span=span, now=now)
    context = {
        "slots": [slot for slot in slots if timezone.localdate(slot.starts_at) == day],
        "next": [slot for slot in slots if timezone.localdate(slot.starts_at) > day],
        "number_to_cover": day_lines.number_of(request, TO_COVER, day),
    }
    return Panel("casework/agenda/day_panel.html", context)
