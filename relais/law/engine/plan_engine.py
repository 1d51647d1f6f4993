"""The engine that answers from compiled plans, behind ``face.Engine``; OpenFisca stands behind it and is loaded only when needed.

A plan is found on disk, or recorded at the first use of its month, if the caller records that month (recording takes seconds, and
everybody waits). What no plan can give is asked of the engine behind, for the whole block: an output that was refused or is not
planned, a month without plan, a guard that does not hold. Each time is counted by reason, and a guard that fails is logged (no figure
of anybody is).
"""

import logging
import threading
import traceback
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from relais.kernel.months import Month
from relais.law.engine.adapter import put_told
from relais.law.engine.columns import people_of
from relais.law.engine.face import Engine, Results
from relais.law.engine.filling import Described, Zones
from relais.law.engine.frame import frame_of
from relais.law.engine.outputs import Outputs
from relais.law.engine.reduction import choosers, split
from relais.law.engine.slots import Slots, shape_of_frame
from relais.law.engine.versions import rules_version
from relais.law.plans.object_code import NotLinked
from relais.law.plans.plan import GuardFailed, Plan, Program
from relais.law.situation.block import Block, Column

_log = logging.getLogger(__name__)
#: from how many persons the variant of numpy that writes in place is the faster
LARGE = 1_500
#: how many months are held ready at once, unless told: this month, the next, and two that visitors look back at
MONTHS_HELD = 4
#: seconds before a plan that could not be had is looked for again: what failed may have been a full disk, or a lack of memory
RETRY = 300.0


class Plans(Protocol):
    """Where plans come from."""

    @property
    def outputs(self) -> frozenset[str]:
        """The outputs that a plan is recorded for; others are asked of the engine behind."""
        ...

    def plan(self, month: Month) -> Plan | None:
        """The plan of a month, recorded if it must be; None when it cannot be had."""
        ...

    def kept(self, month: Month) -> Plan | None:
        """The plan of a month that need not be recorded; None when there is none."""
        ...


def any_month(month: Month) -> bool:  # noqa: ARG001 the answer is the same for all
    """Every month is recorded: for commands, where nobody else waits."""
    return True


def no_clock() -> float:
    """A time that does not pass, for an engine that looks for each plan once."""
    return 0.0


@dataclass(frozen=True)
class _Ready:
    """A plan with its programs, and what the adapter must know; ``native`` is None where it cannot run: the others give the same.

    Those of numpy are made when one is asked for: beside a native one, eight thousand lines need not be read by Python.
    """

    plan: Plan
    native: Program | None
    variables: Mapping[str, Described]
    zones: Zones

    @staticmethod
    def of(plan: Plan, native: Program | None) -> "_Ready":
        variables = {name: Described(**known) for name, known in plan.about["variables"].items()}
        ready = _Ready(plan, native, variables, Zones(*plan.about["zones"]))
        for persons in (0, LARGE) if native is None else ():
            ready.program(persons)  # now: before processes are forked, and before the first question
        return ready

    @cached_property
    def _small(self) -> Program:
        return Program(self.plan, self.plan.small)

    @cached_property
    def _large(self) -> Program:
        return Program(self.plan, self.plan.large)

    def program(self, persons: int) -> Program:
        """The one that computes so many persons soonest here."""
        return self.native or (self._large if persons >= LARGE else self._small)

    def gives(self, asked: str) -> bool:
        """Whether an output is in the plan, with the variables that choose its person."""
        name, who = split(asked)
        return all(needed in self.plan.outputs for needed in (name, *choosers(who)))


class PlanEngine:
    """Computes variables of the legislation for every row of a block, by plans where it can.

    Safe under threads; who asks for a month that is ready never waits for another month's recording. ``fallen_back``: reason → how
    many times the engine behind was asked. ``not_native``: reason → how many plans numpy computes alone. ``records``: the months that may
    be recorded here; of the others, only a plan on disk
    serves. ``held``: how many months are ready at once, the least recently used one leaves. ``clock``: seconds that only grow, for
    looking again after ``RETRY`` (law reads no clock itself; without one, a plan that cannot be had is not looked for again).
    ``threads``: how many compute one call, where a plan is compiled and rows are many; for who answers one question at a time.
    """

    def __init__(
        self,
        plans: Plans,
        behind: Callable[[], Engine],
        *,
        records: Callable[[Month], bool] = any_month,
        held: int = MONTHS_HELD,
        clock: Callable[[], float] = no_clock,
        threads: int = 1,
    ) -> None:
        self.fallen_back: Counter[str] = Counter()
        self.not_native: Counter[str] = Counter()
        self._plans = plans
        self._behind = behind
        self._records = records
        self._held = held
        self._clock = clock
        self._threads = threads
        self._ready: OrderedDict[Month, _Ready] = OrderedDict()
        self._absent: dict[Month, float] = {}
        self._preparing = threading.Lock()
        self._looking = threading.Lock()

    @property
    def version(self) -> str:
        """Versions of the packages and digest of the overrides."""
        return rules_version()

    def compute(self, block: Block, variables: Sequence[str]) -> Results:
        """All ``variables`` for the block's month; ValueError on an unknown variable or a block that cannot be read."""
        names = tuple(dict.fromkeys(variables))
        wanted = [name for name in names if name in self._plans.outputs]
        if not (block.rows and wanted):
            return self._fall_back("not planned", block, names)
        ready = self._of_month(block.month)
        if ready is None:
            return self._fall_back("month without plan", block, names)
        slots = Slots(frame_of(people_of(block)), ready.variables, ready.zones)
        put_told(slots)
        try:
            values = _run(ready, slots, [name for name in wanted if ready.gives(name)])
        except GuardFailed as failed:
            _log.warning("a plan gave way to the engine: %s", failed)
            return self._fall_back(f"guard: {failed.formula}", block, names)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # the facts could be read, so that people are owed an answer: for this block the engine gives it
            _log.error("a plan gave way to the engine: %s", _place_of(error))
            return self._fall_back(f"error: {type(error).__name__}", block, names)
        left = [name for name in names if name not in values]
        if left:
            reason = "refused" if self._plans.outputs.issuperset(left) else "not planned"
            values |= self._fall_back(reason, block, left).values
        return Results({name: values[name] for name in names})

    def known_dates(self, month: Month) -> Mapping[str, date]:
        """Path of each yearly parameter of ``freshness.yaml`` → the day up to which the legislation knows it."""
        ready = self._of_month(month)
        if ready is None:
            return self._behind().known_dates(month)
        dates: Mapping[str, date] = ready.plan.about["known_dates"]
        return dates

    def prepare(self, month: Month) -> None:
        """Load or record the plan of a month now rather than at the first question; processes forked afterwards share it."""
        self._of_month(month)

    def _fall_back(self, reason: str, block: Block, names: Sequence[str]) -> Results:
        self.fallen_back[reason] += 1
        return self._behind().compute(block, names)

    def _of_month(self, month: Month) -> _Ready | None:
        ready, known = self._look(month)
        if known:
            return ready
        with self._preparing:
            ready, known = self._look(month)  # another thread may have prepared it while this one waited
            if known:
                return ready
            plan = self._plans.plan(month) if self._records(month) else self._plans.kept(month)
            ready = None if plan is None else _Ready.of(plan, self._native(plan))
            self._hold(month, ready)
            return ready

    def _native(self, plan: Plan) -> Program | None:
        """The compiled program of a plan, None when it has none or when it cannot run here."""
        if plan.native is None:
            self.not_native["not compiled"] += 1
            return None
        try:
            return Program(plan, plan.native, self._threads)
        except (NotLinked, OSError, LookupError, ValueError) as error:
            _log.warning("a plan is computed by numpy alone: %s: %s", type(error).__name__, error)
            self.not_native[type(error).__name__] += 1
            return None

    def _look(self, month: Month) -> tuple[_Ready | None, bool]:
        """What is ready for a month, and whether that settles it: an absence settles it for ``RETRY`` seconds."""
        with self._looking:
            ready = self._ready.get(month)
            if ready is not None:
                self._ready.move_to_end(month)
                return ready, True
            since = self._absent.get(month)
            return None, since is not None and self._clock() - since < RETRY

    def _hold(self, month: Month, ready: _Ready | None) -> None:
        now = self._clock()
        with self._looking:
            self._absent = {other: since for other, since in self._absent.items() if other != month and now - since < RETRY}
            if ready is None:
                self._absent[month] = now
                return
            self._ready[month] = ready
            while len(self._ready) > self._held:
                self._ready.popitem(last=False)


def _place_of(error: Exception) -> str:
    """What went wrong and where, without the message, which may hold a fact of somebody."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.filename.rpartition('/')[2]}, line {last.lineno}"


def _run(ready: _Ready, slots: Slots, names: Sequence[str]) -> dict[str, Column]:
    found = ready.program(slots.frame.people.count).run(slots.columns, shape_of_frame(slots.frame))
    outputs = Outputs(slots.frame.people, ready.variables.__getitem__, found.__getitem__)
    return {name: outputs.by_row(name) for name in names}
