"""Panel of people in Ma journée: who is there and asks for one, who came into one's files, what the head has to review."""

from datetime import date

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries
from relais.people.queries import changes


def today(request: ActorRequest, _day: date) -> Panel | None:
    """Nothing for whoever follows no file and heads no service."""
    now = timezone.now()
    context = {
        "there": changes.files_open_for_now(request.actor, now=now),
        "changes": changes.changes_in_files_led(request.actor, now=now),
        "to_review": queries.exceptional_accesses_to_review(request.actor).count(),
    }
    return Panel("people/day_panel.html", context) if any(context.values()) else None
