"""Goals in the person's words, and steps: agreed, done, taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework.events.notes import StepAgreed
from relais.casework.models import Goal, Interview, Step
from relais.casework.queries.interviews import next_steps
from relais.casework.rules.sheet import NextSteps
from relais.casework.services.beginnings import UnableToKeepCasework, on_one_line, without_secret
from relais.casework.terms.interviews import GoalState, Who
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts, whole_record


@dataclass(frozen=True, slots=True)
class NewStep:
    """One thing to do. ``who``: whose turn; ``due_on``: by when, when it was said; ``goal_id``: what it leads to."""

    who: Who
    what: str
    due_on: date | None = None
    goal_id: UUID | None = None


@transaction.atomic
def set_goal(*, actor: Actor, file_id: UUID, words: str, now: datetime) -> Goal:
    """Keep what the person wants, as she says it."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    return keep_goal(actor, found, words=words, now=now)


def keep_goal(actor: Actor, found: File, *, words: str, now: datetime) -> Goal:
    """The same for an act that already holds the file, in its transaction."""
    told = without_secret({"words": on_one_line(words)})
    if not told["words"]:
        raise UnableToKeepCasework(words=gettext_noop("Écrivez ce que la personne veut, avec ses mots."))
    goal = Goal(organisation_id=found.organisation_id, file=found, words=told["words"], set_by_id=who_acts(actor), set_at=now)
    whole_record(goal).save(force_insert=True)
    journal.record(actor=actor, action="goal.set", at=now, subject=goal)
    return goal


@transaction.atomic
def end_goal(*, actor: Actor, goal_id: UUID, state: GoalState, now: datetime) -> Goal:
    """Say that a goal is reached or left aside; or take that back, which makes it current again."""
    goal = Goal.objects.within(actor).select_for_update(of=("self",)).filter(pk=goal_id).first()
    if goal is None:
        raise OutOfScope
    file_in_scope(actor, goal.file_id, Level.ADMINISTRATIVE, now=now)
    goal.state, goal.ended_at = state, None if state == GoalState.CURRENT else now
    goal.save(update_fields=["state", "ended_at"])
    journal.record(actor=actor, action=f"goal.{state}", at=now, subject=goal)
    return goal


@transaction.atomic
def add_step(*, actor: Actor, file_id: UUID, step: NewStep, now: datetime) -> Step:
    """Agree on one thing to do; ours is the actor's."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    return keep_step(actor, found, step=step, now=now)


def keep_step(actor: Actor, found: File, *, step: NewStep, now: datetime, interview: Interview | None = None) -> Step:
    """The same for an act that already holds the file, in its transaction."""
    what = without_secret({"what": on_one_line(step.what)})["what"]
    if not what:
        raise UnableToKeepCasework(what=gettext_noop("Écrivez ce qui est à faire."))
    if step.goal_id is not None and not Goal.objects.filter(pk=step.goal_id, file=found).exists():
        raise OutOfScope
    kept = Step(
        organisation_id=found.organisation_id,
        file=found,
        goal_id=step.goal_id,
        interview=interview,
        who=step.who,
        member_id=who_acts(actor),
        what=what,
        due_on=step.due_on,
        recorded_at=now,
    )
    whole_record(kept).save(force_insert=True)
    journal.record(actor=actor, action="step.agreed", at=now, subject=kept)
    bus.publish(StepAgreed(found.organisation_id, found.pk, kept.pk, kept.due_on, now))
    return kept


def _step(actor: Actor, step_id: UUID, *, now: datetime) -> Step:
    step = Step.objects.within(actor).select_for_update(of=("self",)).filter(pk=step_id).first()
    if step is None:
        raise OutOfScope
    file_in_scope(actor, step.file_id, Level.ADMINISTRATIVE, now=now)
    return step


def printed_sheet(*, actor: Actor, found: File, now: datetime) -> NextSteps:
    """The sheet that leaves the file on paper: written in the journal before it is made; the caller has the file in scope."""
    journal.read(actor, found, purpose=Purpose.SUPPORT, at=now, part="sheet")
    return next_steps(actor, found, now=now)


@transaction.atomic
def mark_step(*, actor: Actor, step_id: UUID, done: bool, now: datetime) -> Step:
    """Say that a step is done, or take that back; twice is once."""
    step = _step(actor, step_id, now=now)
    if (step.done_at is not None) == done:
        return step
    step.done_at = now if done else None
    step.save(update_fields=["done_at"])
    journal.record(actor=actor, action="step.done" if done else "step.taken_back", at=now, subject=step)
    return step


@transaction.atomic
def remove_step(*, actor: Actor, step_id: UUID, now: datetime) -> File:
    """Forget a step that was agreed by mistake and is not done."""
    step = _step(actor, step_id, now=now)
    if step.done_at is not None:
        raise UnableToKeepCasework(whole=gettext_noop("Cette étape est faite : elle reste dans le dossier."))
    journal.record(actor=actor, action="step.removed", at=now, subject=step)
    found = step.file
    step.delete()
    return found
