"""The files in hand of whoever asks for a page, read once a request: what the panels of a day begin by, in this room and above."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Line
from relais.people import queries
from relais.people.queries import Hand


def of(request: ActorRequest) -> Hand:
    """The hand of this reader; no query once asked."""
    told: Hand | None = request.__dict__.get("_hand")
    if told is None or told.actor != request.actor:
        told = queries.hand(request.actor, now=timezone.now())
        request.__dict__["_hand"] = told
    return told


def lines(request: ActorRequest, name: str, day: date) -> list[Line]:
    """The lines of the day of this name, each with the name of its person, who is in hand: no list then looks for it again."""
    called = of(request).called
    return [replace(line, called=called.get(line.file_id, "")) if line.file_id else line for line in day_lines.of(request, name, day)]
