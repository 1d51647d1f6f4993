"""Panel of people in Ma journée: who is there and asks for one, who came into one's files, what the head has to review."""

from datetime import date

from django.utils import timezone

from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Line, Rows, number, row
from relais.foundation.slots import Panel
from relais.people import hand, policies, queries
from relais.people.examining import TO_REVIEW
from relais.people.queries import changes, due
from relais.people.terms import Motive

#: names of what this room asks on the page of the day.
THERE, CAME, OPENED, LEFT, NO_LEAD = "là pour moi", "reçus", "ouverts", "sans titulaire", "sans référent"


def today(request: ActorRequest, day: date) -> Panel | None:
    """Nothing for whoever follows no file and heads no service."""
    opened: list[tuple[Line, str | None]] = [
        (line, str(Motive(line.code).label) if line.code in Motive else "") for line in hand.lines(request, OPENED, day)
    ]
    came: list[tuple[Line, str | None]] = [(line, None) for line in hand.lines(request, CAME, day)]
    context = {
        "there": sorted(day_lines.of(request, THERE, day), key=lambda line: str(line.at)),
        "changes": sorted(opened + came, key=lambda told: str(told[0].at), reverse=True),
        "left": day_lines.number_of(request, LEFT, day),
        "without_lead": day_lines.number_of(request, NO_LEAD, day),
        "to_review": day_lines.number_of(request, TO_REVIEW, day),
    }
    return Panel("people/day_panel.html", context) if any(context.values()) else None


def there(request: ActorRequest, _day: date) -> Rows | None:
    """Who asks for this member at the duty desk, for whoever may receive there."""
    if not request.actor.roles:
        return None
    found = changes.asked_for_me(request.actor, now=timezone.now(), held=hand.of(request))
    return row(found, file_id="file_id", called="file__person__called", at="starts_at", words="recorded_by__display_name")


def came(request: ActorRequest, _day: date) -> Rows | None:
    """Who received the person of a file led."""
    held = hand.of(request)
    if not held.led:
        return None
    found = changes.presences_in_files_led(request.actor, now=timezone.now(), held=held)
    return row(found, file_id="file_id", at="starts_at", words="member__display_name")


def opened(request: ActorRequest, _day: date) -> Rows | None:
    """Who opened exceptionally a file led."""
    held = hand.of(request)
    if not held.led:
        return None
    found = changes.exceptional_accesses_in_files_led(request.actor, now=timezone.now(), held=held)
    return row(found, file_id="file_id", at="starts_at", words="member__display_name", code="motive")


def left(request: ActorRequest, _day: date) -> list[Rows]:
    """What is in nobody's hands in the services that one heads, kind by kind."""
    return [number(rows) for _code, rows in due.rows_left(request.actor, now=timezone.now())]


def no_lead(request: ActorRequest, _day: date) -> Rows | None:
    """The files that nobody leads in the services that one heads."""
    return number(due.without_lead(request.actor, now=timezone.now())) if policies.heads_somewhere(request.actor) else None


def to_review(request: ActorRequest, _day: date) -> Rows | None:
    """The exceptional accesses to review."""
    return number(queries.exceptional_accesses_to_review(request.actor, now=timezone.now())) if queries.examines(request.actor) else None


#: files shown in Ma journée; the list has them all.
SHOWN = 6


def mine(request: ActorRequest, _day: date) -> Panel | None:
    """The last opened of the files that one leads (the tile below counts them all); no query of its own."""
    last = list(hand.of(request).led.items())[:SHOWN]
    return Panel("people/day_mine.html", {"files": last}) if last else None
