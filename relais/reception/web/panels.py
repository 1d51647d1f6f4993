"""Panels of the counter: in Ma journée, who arrived; on a person's file, her last visits."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level
from relais.reception import queries

if TYPE_CHECKING:
    from relais.people.models import File


def arrivals(request: ActorRequest, _day: date) -> Panel | None:
    """Who waits for this member, and how many wait in the service."""
    if not queries.holds_a_counter(request.actor):
        return None
    queue = queries.queue(request.actor, now=timezone.now())
    mine = [one for one in queue if one.visit.asked_for_id == request.actor.user_id]
    return Panel("reception/day_panel.html", {"mine": mine, "waiting": len(queue)})


def last_visits(request: ActorRequest, file: "File") -> Panel | None:
    """Her last visits at the counter, when there are some."""
    if Level.RECEPTION not in getattr(file, "levels_read", ()):
        return None
    visits = queries.visits_of(request.actor, file, now=timezone.now())
    tells_reasons = Level.ADMINISTRATIVE in getattr(file, "levels_read", ())
    return Panel("reception/file_panel.html", {"visits": visits, "tells_reasons": tells_reasons}) if visits else None
