"""The slips of the papers of this room: which boxes a sheet, or a letter about an appointment, asks the person to tick."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.rules.sheet import NextSteps
from relais.people.slips import address_lines, reply_slip
from relais.ui.paper import Choice, ReplySlip
from relais.ui.typography import long_date

if TYPE_CHECKING:
    from relais.casework.models.agenda import Appointment
    from relais.foundation.access import Actor
    from relais.people.models import File

_COMES = ("je viens", "je ne peux pas")
_STUCK = Choice("Je n’y arrive pas, aidez-moi")


def of_days(days: Iterable[date]) -> tuple[Choice, ...]:
    """A line for each day one would meet."""
    return tuple(Choice(f"{long_date(day)[:1].upper()}{long_date(day)[1:]} :", _COMES) for day in dict.fromkeys(days))


def of_sheet(actor: "Actor", found: "File", sheet: NextSteps) -> ReplySlip | None:
    """What is to be ticked below the sheet of next steps, its lines by their numbers alone; None when it waits for nothing from her."""
    if not sheet.awaits:
        return None
    met = of_days(line.due_on for line in sheet.talks if line.due_on is not None)
    numbers = tuple(str(rank) for rank, _line in enumerate(sheet.hers, start=1))
    done = (Choice("C’est fait :", numbers), _STUCK) if numbers else ()
    return reply_slip(found, to=(sheet.agent, *address_lines(actor)), choices=(*met, *done))


def of_appointment(row: "Appointment", *, to: tuple[str, ...]) -> ReplySlip | None:
    """Below the letter of one appointment; it goes back to whoever receives."""
    if row.file is None:
        return None
    return reply_slip(row.file, to=(row.member.display_name, *to), choices=of_days([timezone.localdate(row.starts_at)]))
