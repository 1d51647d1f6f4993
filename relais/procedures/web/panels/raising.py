"""«À aborder» in Ma journée: before the appointments of these days, with whom some rights wait for a word."""

from datetime import date, timedelta

from django.utils import timezone

from relais.casework.rules.agenda import whole_day
from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.people import hand
from relais.procedures.queries import to_raise as queries

#: days after today whose appointments are prepared.
NEXT_DAYS = 4
#: persons shown; the board has the others.
SHOWN = 6
#: name of these lines on the page of the day.
COMING = "rendez-vous à préparer"


def coming(request: ActorRequest, on: date) -> Rows | None:
    """The files in hand whose person has an hour with this member in these days."""
    held = hand.of(request)
    if not held.files:
        return None
    until = whole_day(on + timedelta(days=NEXT_DAYS), zone=timezone.get_current_timezone()).ends_at
    return row(queries.hours(request.actor, held.files, now=timezone.now()).filter(starts_at__lt=until), file_id="file_id")


def today(request: ActorRequest, on: date) -> Panel | None:
    """Whom to speak with of which number of rights, the first appointment first; two queries, none without an appointment."""
    files = {line.file_id for line in day_lines.of(request, COMING, on) if line.file_id is not None}
    found = queries.in_hand(request.actor, hand.of(request), now=timezone.now(), files=files).files
    return Panel("procedures/raise/day_panel.html", {"files": found[:SHOWN], "more": len(found) > SHOWN}) if found else None
