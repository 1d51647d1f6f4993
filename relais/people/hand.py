"""The files in hand of whoever asks for a page, read once a request: what the panels of a day begin by, in this room and above."""

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.people import queries
from relais.people.queries import Hand


def of(request: ActorRequest) -> Hand:
    """The hand of this reader; no query once asked."""
    told: Hand | None = request.__dict__.get("_hand")
    if told is None or told.actor != request.actor:
        told = queries.hand(request.actor, now=timezone.now())
        request.__dict__["_hand"] = told
    return told
