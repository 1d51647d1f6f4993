"""Panel of people in Ma journée: who is there and asks for one, who came into one's files, what the head has to review."""

from datetime import date

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries
from relais.people.queries import changes, due


def today(request: ActorRequest, _day: date) -> Panel | None:
    """Nothing for whoever follows no file and heads no service."""
    now = timezone.now()
    context = {
        "there": changes.files_open_for_now(request.actor, now=now),
        "changes": changes.changes_in_files_led(request.actor, now=now),
        "left": due.number_left(request.actor, now=now),
        "without_lead": due.without_lead(request.actor, now=now).count() if queries.headed(request.actor).exists() else 0,
        "to_review": queries.exceptional_accesses_to_review(request.actor).count(),
    }
    return Panel("people/day_panel.html", context) if any(context.values()) else None


#: files shown in Ma journée; the list has them all.
SHOWN = 6


def mine(request: ActorRequest, _day: date) -> Panel | None:
    """The last opened of the files that one leads (the tile below counts them all); one query."""
    led = queries.files_led(request.actor, now=timezone.now()).select_related("person")
    last = list(led.order_by("-opened_at", "name_key", "pk")[:SHOWN])
    return Panel("people/day_mine.html", {"files": last}) if last else None
