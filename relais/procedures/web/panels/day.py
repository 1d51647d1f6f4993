"""What the panels of this room share on the page of a day, read once a request."""

from datetime import date

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.people import hand
from relais.procedures.queries.day import Today, today

#: démarches shown in Ma journée, and one more to know that others follow.
SHOWN = 8


def of(request: ActorRequest, day: date) -> Today:
    """The démarches and the rights of this day."""
    told: dict[date, Today] = request.__dict__.setdefault("_followed_today", {})
    if day not in told:
        told[day] = today(request.actor, hand.of(request), on=day, now=timezone.now(), most=SHOWN + 1)
    return told[day]
