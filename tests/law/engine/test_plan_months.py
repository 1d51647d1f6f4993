"""Which months the plan engine holds, records, and looks for again: no visitor may fill its memory or make the others wait."""

import threading
from collections.abc import Callable

import pytest

from relais.kernel.months import Month
from relais.law.engine.face import Results
from relais.law.engine.plan_engine import MONTHS_HELD, RETRY, PlanEngine
from relais.law.plans.plan import Plan
from relais.law.plans.printer import Printed
from tests.factories.blocks import synthetic_block

OCTOBER = Month(2026, 10)


def empty_plan() -> Plan:
    printed = Printed("def plan(I,S):\n return ()\n", (), 0)
    return Plan(printed, printed, (), about={"variables": {}, "zones": ((), ()), "known_dates": {}})


class Shelf:
    """Plans in memory: what is recorded, what is on disk, and what was asked."""

    outputs = frozenset({"rsa"})

    def __init__(self) -> None:
        self.recorded: list[Month] = []
        self.looked: list[Month] = []
        self.on_disk: set[Month] = set()
        self.broken = False
        self.before: Callable[[Month], object] = str

    def plan(self, month: Month) -> Plan | None:
        self.before(month)
        self.recorded.append(month)
        return None if self.broken else empty_plan()

    def kept(self, month: Month) -> Plan | None:
        self.looked.append(month)
        return empty_plan() if month in self.on_disk else None


class Behind:
    version = "none"

    def compute(self, block: object, variables: object) -> Results:
        return Results({})

    def known_dates(self, month: Month) -> dict[str, object]:
        return {"asked": "behind"}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def engine_on(shelf: Shelf, **options: object) -> PlanEngine:
    return PlanEngine(shelf, Behind, **options)


def test_a_visitor_who_names_every_month_leaves_four_in_memory(shelf: Shelf) -> None:
    plans = engine_on(shelf)
    for step in range(132):
        plans.prepare(Month(2025, 1).plus(step))
    assert len(plans._ready) == MONTHS_HELD == 4
    plans.prepare(Month(2035, 12))
    assert len(shelf.recorded) == 132, "the last months are still ready"
    plans.prepare(Month(2025, 1))
    assert len(shelf.recorded) == 133, "the first one left"


def test_the_month_least_recently_used_leaves(shelf: Shelf) -> None:
    plans = engine_on(shelf, held=2)
    for step in (0, 1, 0, 2, 0):
        plans.prepare(OCTOBER.plus(step))
    assert shelf.recorded == [OCTOBER, OCTOBER.plus(1), OCTOBER.plus(2)]


def test_a_month_that_may_not_be_recorded_is_answered_behind_and_counted(shelf: Shelf) -> None:
    plans = engine_on(shelf, records=lambda month: month == OCTOBER.plus(1))
    block = synthetic_block(3, 3)
    assert block.month == OCTOBER
    plans.compute(block, ("rsa",))
    plans.compute(block, ("rsa",))
    assert shelf.recorded == []
    assert shelf.looked == [OCTOBER], "the disk is not looked at for each question"
    assert plans.fallen_back == {"month without plan": 2}
    plans.prepare(OCTOBER.plus(1))
    assert shelf.recorded == [OCTOBER.plus(1)]


def test_a_plan_on_disk_serves_whatever_its_month(shelf: Shelf) -> None:
    shelf.on_disk.add(OCTOBER)
    assert engine_on(shelf, records=lambda month: False).known_dates(OCTOBER) == {}
    assert shelf.recorded == []


def test_a_failure_is_tried_again_after_some_minutes_and_not_before(shelf: Shelf) -> None:
    seconds = [1000.0]
    plans = engine_on(shelf, clock=lambda: seconds[0])
    shelf.broken = True
    assert plans.known_dates(OCTOBER) == {"asked": "behind"}
    shelf.broken = False
    seconds[0] += RETRY - 1
    assert plans.known_dates(OCTOBER) == {"asked": "behind"}
    assert len(shelf.recorded) == 1
    seconds[0] += 1
    assert plans.known_dates(OCTOBER) == {}
    assert len(shelf.recorded) == 2


def test_a_month_that_is_ready_never_waits_for_the_recording_of_another(shelf: Shelf) -> None:
    plans = engine_on(shelf)
    plans.prepare(OCTOBER)
    began, done = threading.Event(), threading.Event()

    def slow(month: Month) -> None:
        began.set()
        assert done.wait(20)

    shelf.before = slow
    other = threading.Thread(target=plans.prepare, args=(OCTOBER.plus(1),))
    other.start()
    assert began.wait(20)
    answered = threading.Thread(target=plans.known_dates, args=(OCTOBER,))
    answered.start()
    answered.join(5)
    waited = answered.is_alive()
    done.set()
    other.join(20)
    assert not waited
