"""The plan of support: what the person wants, in her words, and under each the démarches and the steps that serve it (S3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relais.casework.models import Goal, Step
from relais.casework.queries import interviews as casework
from relais.foundation.access import Actor
from relais.people.models import File
from relais.procedures.queries.procedures import Line, in_file, lines
from relais.procedures.rules.turns import Whose


@dataclass(frozen=True, slots=True)
class Part:
    """One wish of the person, None for what is not under any yet; its démarches and what is left to do."""

    goal: Goal | None
    procedures: tuple[Line, ...]
    steps: tuple[Step, ...]


def plan(actor: Actor, found: File, *, on: date, now: datetime) -> list[Part]:
    """Her current wishes first, each with what serves it, then the rest when there is some. Three queries; empty out of scope (N1)."""
    goals = [goal for goal in casework.goals(actor, found, now=now) if goal.ended_at is None]
    followed = [one for one in lines(in_file(actor, found, now=now), on=on) if one.whose is not Whose.NOBODY]
    left = list(casework.steps_left(actor, found, now=now))
    told = {goal.pk for goal in goals}
    parts = [_part(goal, followed, left) for goal in goals]
    rest = Part(
        None,
        tuple(one for one in followed if one.procedure.goal_id not in told),
        tuple(step for step in left if step.goal_id not in told),
    )
    return [*parts, *([rest] if rest.procedures or rest.steps else [])]


def _part(goal: Goal, followed: Sequence[Line], left: Sequence[Step]) -> Part:
    procedures = tuple(one for one in followed if one.procedure.goal_id == goal.pk)
    return Part(goal, procedures, tuple(step for step in left if step.goal_id == goal.pk))
