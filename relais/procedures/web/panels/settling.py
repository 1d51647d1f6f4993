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
LETTERS = "lettres à régulariser"
#: code of the line of a letter; that of an act has none.
LETTER = "lettre"
_WHO = {"id": "pk", "file_id": "procedure__file_id", "other_id": "procedure_id"}


def of_the_day(request: ActorRequest, _day: date) -> Rows | None:
    """What the acts are drawn from."""
    held = hand.of(request)
    if not held.led:
        return None
    acts = to_settle(request.actor, now=timezone.now(), held=held)[: SHOWN + 1]
    return row(acts, **_WHO, on="on", words="procedure__title")


def letters_of_the_day(request: ActorRequest, _day: date) -> Rows | None:
    """The same for letters."""
    held = hand.of(request)
    if not held.led:
        return None
    letters = letters_to_settle(request.actor, now=timezone.now(), held=held)[: SHOWN + 1]
    return row(letters, **_WHO, on="sent_on", words="title", code=Value(LETTER))


def today(request: ActorRequest, day: date) -> Panel | None:
    """The oldest first; nothing when all is put right."""
    told = [*hand.lines(request, TO_SETTLE, day), *hand.lines(request, LETTERS, day)]
    found = sorted(told, key=lambda line: (str(line.on), str(line.id)))
    return Panel("procedures/followed/settle_panel.html", {"acts": found[:SHOWN], "more": len(found) > SHOWN}) if found else None
