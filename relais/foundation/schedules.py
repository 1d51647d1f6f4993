"""Recurring acts: declared once (in ``project/wiring.py``), started when due, by one process at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from relais.foundation.models import ScheduleState

_log = logging.getLogger("relais.schedules")
#: how the outcome of an act that raised begins.
FAILED = "échec"


@dataclass(frozen=True, slots=True)
class Schedule:
    """``act(now)`` every ``period``, counted from start to start; an act may be run twice without harm."""

    name: str
    period: timedelta
    act: Callable[[datetime], object]


_schedules: dict[str, Schedule] = {}


def every(name: str, period: timedelta, act: Callable[[datetime], object]) -> None:
    """Declare a recurring act; the same name declared again replaces it."""
    _schedules[name] = Schedule(name, period, act)


def declared() -> list[Schedule]:
    """All recurring acts, by name."""
    return [_schedules[name] for name in sorted(_schedules)]


def _claim(schedule: Schedule, *, now: datetime) -> bool:
    """True for exactly one of the processes that ask at the same time."""
    ScheduleState.objects.get_or_create(pk=schedule.name)
    due = Q(started_at=None) | Q(started_at__lte=now - schedule.period)
    return bool(ScheduleState.objects.filter(due, pk=schedule.name).update(started_at=now))


def run_due(*, now: datetime) -> list[str]:
    """Run what is due, one after the other; a failure is noted and does not stop the next. Names of what was run."""
    done: list[str] = []
    for schedule in declared():
        if not _claim(schedule, now=now):
            continue
        outcome = "fait"
        try:
            schedule.act(now)
        except Exception as problem:  # noqa: BLE001  # whatever one act raises, the next ones run
            outcome = f"{FAILED} : {type(problem).__name__}"[:60]
            _log.exception("schedule %s failed", schedule.name)
        ScheduleState.objects.filter(pk=schedule.name).update(ended_at=timezone.now(), outcome=outcome)
        done.append(schedule.name)
    return done
