"""What a person may answer by the slip of a paper: the days one would meet, what she was to do, what a démarche waits for from her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relais.casework.models import Appointment, Step
from relais.casework.queries import agenda, interviews
from relais.casework.rules.sheet import PERSON, TOGETHER
from relais.foundation.access import Actor
from relais.people.models import File
from relais.procedures.models import Procedure
from relais.procedures.queries.procedures import in_file
from relais.procedures.rules.turns import Whose

#: appointments to come that one asks about.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Awaited:
    """What she may answer. ``talks``: days agreed on that are in no agenda; ``steps``: in the order of the numbers of her sheet."""

    appointments: Sequence[Appointment]
    talks: Sequence[Step]
    steps: Sequence[Step]
    procedures: Sequence[Procedure]


def awaited(actor: Actor, found: File, *, now: datetime) -> Awaited:
    """What waits for an answer of the person today, in this file; appointments that the actor may change only."""
    coming = [slot.appointment for slot in agenda.coming(actor, found, now=now, most=_MOST) if slot.appointment is not None]
    steps = list(interviews.steps_left(actor, found, now=now))
    left = [step for step in steps if step.who == PERSON]
    left.sort(key=lambda step: (step.due_on is None, step.due_on or date.min))
    # the sheet writes the same thing once
    numbered = {(step.what, step.due_on): step for step in reversed(left)}
    return Awaited(
        appointments=[row for row in coming if agenda.may_change(actor, row.pk, now=now)],
        talks=[step for step in steps if step.who == TOGETHER and step.due_on is not None],
        steps=[step for step in left if numbered[step.what, step.due_on] is step],
        procedures=list(in_file(actor, found, now=now).filter(whose=Whose.PERSON)),
    )
