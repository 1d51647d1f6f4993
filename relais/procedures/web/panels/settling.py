"""«À régulariser» in Ma journée: what was done for a person without a written mandate."""

from datetime import date

from django.db.models import Value
from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.people import hand
from relais.procedures.queries.settling import letters_to_settle, to_settle

#: lines shown; the files have the others.
SHOWN = 8
#: name of these lines on the page of the day.
TO_SETTLE = "actes à régulariser"
#: code of the line of a letter; that of an act has none.
LETTER = "lettre"


def of_the_day(request: ActorRequest, _day: date) -> list[Rows] | None:
    """What they are drawn from."""
    held = hand.of(request)
    if not held.led:
        return None
    now = timezone.now()
    acts = to_settle(request.actor, now=now, held=held)[: SHOWN + 1]
    letters = letters_to_settle(request.actor, now=now, held=held)[: SHOWN + 1]
    who = {"id": "pk", "file_id": "procedure__file_id", "other_id": "procedure_id"}
    return [row(acts, **who, on="on", words="procedure__title"), row(letters, **who, on="sent_on", words="title", code=Value(LETTER))]


def today(request: ActorRequest, day: date) -> Panel | None:
    """The oldest first; nothing when all is put right."""
    found = sorted(hand.lines(request, TO_SETTLE, day), key=lambda line: (str(line.on), str(line.id)))
    return Panel("procedures/followed/settle_panel.html", {"acts": found[:SHOWN], "more": len(found) > SHOWN}) if found else None
