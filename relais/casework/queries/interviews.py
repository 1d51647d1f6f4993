"""Reads of interviews, of what the person says of her rights, and what the team sees of its own writing."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role
from relais.casework.models import Goal, Interview, RightDecision, Step
from relais.casework.rules.sheet import PERSON, TOGETHER, US, NextSteps, lines
from relais.foundation.access import Actor
from relais.people.models import File
from relais.people.policies import held_in, identity, reaches
from relais.people.rules import Level


def interviews(actor: Actor, *, now: datetime) -> QuerySet[Interview]:
    """The interviews of the files whose administrative part the actor reads, newest first."""
    followed = File.objects.within(actor).filter(reaches(actor, Level.ADMINISTRATIVE, now=now)).values("pk")
    return Interview.objects.within(actor).filter(file__in=followed).select_related("member").order_by("-at", "pk")


def interview(actor: Actor, found: File, interview_id: UUID, *, now: datetime) -> Interview | None:
    """One interview of this file; None out of scope."""
    return interviews(actor, now=now).filter(file=found, pk=interview_id).first()


def decisions_in(actor: Actor, found: File, *, now: datetime) -> QuerySet[RightDecision]:
    """All that the person said of rights in this file, the newest first."""
    followed = File.objects.within(actor).filter(reaches(actor, Level.ADMINISTRATIVE, now=now)).values("pk")
    return RightDecision.objects.within(actor).filter(file=found, file__in=followed).order_by("-decided_at", "-pk")


def decisions_of(actor: Actor, found: File, *, now: datetime) -> list[RightDecision]:
    """The last word of the person on each right, the newest first."""
    return list(_first_of_each(decisions_in(actor, found, now=now)))


def _first_of_each(rows: Iterable[RightDecision]) -> Iterable[RightDecision]:
    seen: set[str] = set()
    for row in rows:
        if row.right not in seen:
            seen.add(row.right)
            yield row


def goals(actor: Actor, found: File, *, now: datetime) -> QuerySet[Goal]:
    """What the person wants, current goals first, then the last ended."""
    followed = File.objects.within(actor).filter(reaches(actor, Level.ADMINISTRATIVE, now=now)).values("pk")
    return Goal.objects.within(actor).filter(file=found, file__in=followed).order_by("ended_at", "set_at", "pk")


def steps(actor: Actor, *, now: datetime) -> QuerySet[Step]:
    """The steps of the files whose administrative part the actor reads, by day."""
    followed = File.objects.within(actor).filter(reaches(actor, Level.ADMINISTRATIVE, now=now)).values("pk")
    return Step.objects.within(actor).filter(file__in=followed).select_related("member").order_by("due_on", "recorded_at", "pk")


def steps_left(actor: Actor, found: File, *, now: datetime) -> QuerySet[Step]:
    """What is left to do in this file."""
    return steps(actor, now=now).filter(file=found, done_at=None)


def my_steps_due(actor: Actor, *, now: datetime, until: date) -> QuerySet[Step]:
    """What is for the actor to do by a day, late ones first, with the file."""
    mine = steps(actor, now=now).filter(member_id=identity(actor), done_at=None, due_on__lte=until)
    return mine.select_related("file__person")


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
        talks=lines(left, who=TOGETHER),
    )


def may_see_debrief(actor: Actor) -> bool:
    """Those who receive people, and those who head them, look together at their own practice."""
    return actor.organisation_id is not None and actor.has_role(Role.SOCIAL_WORKER, Role.HEAD)


def writing_of_the_team(actor: Actor, *, since: datetime) -> dict[str, int]:
    """How many interviews by moment of their note, in the services where the actor works: no file, no agent."""
    here = File.objects.within(actor).filter(held_in(actor, Role.SOCIAL_WORKER, Role.HEAD)).values("pk")
    rows = Interview.objects.within(actor).filter(file__in=here, at__gte=since).values("writing").order_by("writing")
    return {row["writing"]: row["count"] for row in rows.annotate(count=Count("pk"))}
