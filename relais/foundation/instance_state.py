"""How this instance is: what answers, what runs again and again, what waits to be done. No content, nobody's name.

What the machine lacks is looked at by ``relais doctor``; the same looks are declared here (``look_with``) for the page of whoever runs the
instance.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from relais.foundation import schedules
from relais.foundation.jobs import SILENCE
from relais.foundation.models import ScheduleState, WorkerBeat
from relais.kernel.findings import Finding

#: days over which failed tasks are told.
FAILED_SINCE: Final = timedelta(days=7)
#: how late a recurring act may start before it is told: the planner asks every few seconds, and an act may wait for a long one.
LATE_BY: Final = timedelta(minutes=30)


Looks = Callable[[], Iterable[Finding]]
_looks: list[Looks] = []


@dataclass(frozen=True, slots=True)
class Recurring:
    """One recurring act. ``started_at``: None before the first time; ``is_late``: it should have begun again."""

    name: str
    started_at: datetime | None
    outcome: str
    is_late: bool

    @property
    def has_failed(self) -> bool:
        """Whether its last run did not end well."""
        return self.outcome.startswith(schedules.FAILED)


@dataclass(frozen=True, slots=True)
class Queue:
    """The tasks that wait. ``since``: the oldest, None when none waits; ``failed``: of the last seven days; ``workers``: those alive."""

    waiting: int
    since: datetime | None
    failed: int
    workers: int


def look_with(source: Looks) -> None:
    """Declare what looks at the machine; another takes its place."""
    _looks[:] = [source]


def looks() -> list[Finding]:
    """What is found now, what is lacking first."""
    return sorted((look for source in _looks for look in source()), key=lambda look: (look.good, not look.needed))


def recurring(*, now: datetime) -> list[Recurring]:
    """Every recurring act: what failed, then what is late, then by name."""
    states = ScheduleState.objects.in_bulk()
    found = []
    for one in schedules.declared():
        state = states.get(one.name)
        started = state.started_at if state is not None else None
        is_late = started is None or started + one.period + LATE_BY < now
        found.append(Recurring(one.name, started, state.outcome if state is not None else "", is_late))
    return sorted(found, key=lambda one: (not one.has_failed, not one.is_late))


def queue(*, now: datetime) -> Queue:
    """What waits, what failed, who works."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    first = waiting.order_by("enqueued_at", "pk").values_list("enqueued_at", flat=True).first()
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=now - FAILED_SINCE)
    return Queue(waiting.count(), first, failed.count(), WorkerBeat.objects.filter(beat_at__gt=now - SILENCE).count())
