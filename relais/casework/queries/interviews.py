"""Reads of interviews, of what the person says of her rights, and what the team sees of its own writing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role
from relais.casework.models import Appointment, Goal, Interview, RightDecision, Step
from relais.casework.queries import agenda
from relais.casework.rules.sheet import PERSON, TOGETHER, US, Line, NextSteps, lines
from relais.casework.terms.agenda import AppointmentState
from relais.foundation.access import Actor
from relais.law.rights.card import Card
from relais.law.rights.offer import offer
from relais.people.models import File
from relais.people.policies import held_in, identity, in_file
from relais.people.reading import Hand
from relais.people.rules import Level
from relais.ui import typography


def interviews(actor: Actor, *, now: datetime, found: File | None = None) -> QuerySet[Interview]:
    """The interviews of the files whose administrative part the actor reads, newest first; ``found``: of this one alone."""
    followed = in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return Interview.objects.within(actor).filter(followed).select_related("member").order_by("-at", "pk")


def interview(actor: Actor, found: File, interview_id: UUID, *, now: datetime) -> Interview | None:
    """One interview of this file; None out of scope."""
    return interviews(actor, now=now, found=found).filter(pk=interview_id).first()


def decisions_in(actor: Actor, found: File, *, now: datetime) -> QuerySet[RightDecision]:
    """All that the person said of rights in this file, the newest first."""
    followed = in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return RightDecision.objects.within(actor).filter(followed).order_by("-decided_at", "-pk")


def said_of(actor: Actor, found: File, right: str, *, now: datetime) -> list[RightDecision]:
    """All that the person said of one right, the newest first, with who noted it."""
    return list(decisions_in(actor, found, now=now).filter(right=right).select_related("member"))


def decisions_of(actor: Actor, found: File, *, now: datetime) -> list[RightDecision]:
    """The last word of the person on each right of the catalogue, the newest first."""
    return list(_first_of_each(decisions_in(actor, found, now=now).exclude(right="")))


def _first_of_each(rows: Iterable[RightDecision]) -> Iterable[RightDecision]:
    seen: set[str] = set()
    for row in rows:
        if row.right not in seen:
            seen.add(row.right)
            yield row


def rights_offered() -> Mapping[str, Card]:
    """The rights of which one may speak, by code: those of the law and those of the structures of this instance."""
    return offer(settings.LOCAL_RIGHTS)


def goals(actor: Actor, found: File, *, now: datetime) -> QuerySet[Goal]:
    """What the person wants, current goals first, then the last ended."""
    followed = in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return Goal.objects.within(actor).filter(followed).order_by("ended_at", "set_at", "pk")


def steps(actor: Actor, *, now: datetime, found: File | None = None, held: Hand | None = None) -> QuerySet[Step]:
    """The steps of the files whose administrative part the actor reads, by day; ``found``, ``held``: as in ``people.policies.in_file``."""
    followed = in_file(actor, Level.ADMINISTRATIVE, now=now, found=found, held=held)
    return Step.objects.within(actor).filter(followed).select_related("member").order_by("due_on", "recorded_at", "pk")


def steps_left(actor: Actor, found: File, *, now: datetime) -> QuerySet[Step]:
    """What is left to do in this file."""
    return steps(actor, now=now, found=found).filter(done_at=None)


def my_steps_due(actor: Actor, *, now: datetime, until: date, held: Hand | None = None) -> QuerySet[Step]:
    """What is for the actor to do by a day, late ones first, with the file."""
    mine = steps(actor, now=now, held=held).filter(member_id=identity(actor), done_at=None, due_on__lte=until)
    return mine.select_related("file__person")


def follows_files(actor: Actor) -> bool:
    """Whether steps may be this actor's: those of whoever follows files."""
    return actor.has_role(Role.SOCIAL_WORKER)


def talks(actor: Actor, found: File, *, now: datetime) -> tuple[Line, ...]:
    """When one talks again: appointments to come, in the neutral words of the sheet, and talks agreed on; the nearest first."""
    given = [
        Line(_when_and_where(slot.appointment), timezone.localdate(slot.starts_at))
        for slot in agenda.of_file(actor, found, now=now)
        if slot.appointment is not None and slot.appointment.state == AppointmentState.PLANNED and slot.starts_at >= now
    ]
    left = [(step.who, step.what, step.due_on) for step in steps_left(actor, found, now=now)]
    return tuple(sorted((*given, *lines(left, who=TOGETHER)), key=lambda line: (line.due_on is None, line.due_on or date.min)))


def _when_and_where(appointment: Appointment) -> str:
    """«à 14 h 30, au bureau»: of a sheet that anybody may find."""
    hour = typography.hour(timezone.localtime(appointment.starts_at).time())
    place = str(appointment.get_place_display())
    return f"à {hour}, {place[:1].lower()}{place[1:]}"


def next_dates(actor: Actor, found: File, *, now: datetime) -> list[Line]:
    """The next dates of this file alone: what is shown during the interview (S69)."""
    dated = [Line(step.what, step.due_on) for step in steps_left(actor, found, now=now) if step.due_on and step.who != TOGETHER]
    coming = [*talks(actor, found, now=now), *dated]
    return sorted((line for line in coming if line.due_on), key=lambda line: line.due_on or date.max)


def next_steps(actor: Actor, found: File, *, now: datetime) -> NextSteps:
    """The sheet that the person takes away: what she wants, who does what, when one talks again."""
    agent = Member.objects.within(actor).filter(pk=identity(actor)).values_list("display_name", flat=True)
    left = [(step.who, step.what, step.due_on) for step in steps_left(actor, found, now=now)]
    return NextSteps(
        called=found.person.called,
        agent=next(iter(agent.order_by("pk")), ""),
        service=found.service.name,
        on=timezone.localdate(now),
        wants=tuple(goal.words for goal in goals(actor, found, now=now) if goal.ended_at is None),
        ours=lines(left, who=US),
        hers=lines(left, who=PERSON),
        talks=talks(actor, found, now=now),
    )


def may_see_debrief(actor: Actor) -> bool:
    """Those who receive people, and those who head them, look together at their own practice."""
    return actor.organisation_id is not None and actor.has_role(Role.SOCIAL_WORKER, Role.HEAD)


def writing_of_the_team(actor: Actor, *, since: datetime) -> dict[str, int]:
    """How many interviews by moment of their note, in the services where the actor works: no file, no agent."""
    here = File.objects.within(actor).filter(held_in(actor, Role.SOCIAL_WORKER, Role.HEAD)).values("pk")
    rows = Interview.objects.within(actor).filter(file__in=here, at__gte=since).values("writing").order_by("writing")
    return {row["writing"]: row["count"] for row in rows.annotate(count=Count("pk"))}
