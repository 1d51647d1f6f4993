"""The rights engine behind one small face: columns of facts in, columns of results out.

Compiled plans answer (``plan_engine``); OpenFisca stands behind them, as recorder and fallback. Importing this package, its ``face`` or
anything above them loads no OpenFisca, and neither does answering when the plan of the month is on disk.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from relais.kernel.months import Month
from relais.law.engine.plan_engine import MONTHS_HELD, PlanEngine, any_month, no_clock
from relais.law.engine.plan_store import PLANS, PlanStore
from relais.law.engine.recording_apart import RecordedApart
from relais.law.plans.plan import Plan

if TYPE_CHECKING:
    from relais.law.engine.openfisca_engine import OpenFiscaEngine


def load_engine(
    cache_dir: Path | None,
    outputs: Iterable[str],
    *,
    records: Callable[[Month], bool] = any_month,
    held: int = MONTHS_HELD,
    clock: Callable[[], float] = no_clock,
    apart: bool = False,
    threads: int = 1,
) -> PlanEngine:
    """An engine that answers ``outputs`` from plans; other outputs are asked of OpenFisca.

    ``cache_dir``: where parameters and plans are kept (None: nothing on disk). A plan is recorded at the first use of its month when
    it is not on disk and ``records`` says so: about five seconds, once. ``held``, ``clock`` and ``threads``: those of
    ``PlanEngine``.
    ``apart``: a plan is recorded by a child process, so that OpenFisca is not loaded here (with a ``cache_dir`` only).
    """
    store = plans_on_disk(cache_dir, outputs)
    plans = RecordedApart(store, cache_dir) if apart and cache_dir is not None else store
    return PlanEngine(plans, partial(_openfisca, cache_dir), records=records, held=held, clock=clock, threads=threads)


def plans_on_disk(cache_dir: Path | None, outputs: Iterable[str]) -> PlanStore:
    """The plans of these outputs, recorded by OpenFisca when they are not on disk."""

    def record(month: Month, wanted: tuple[str, ...]) -> Plan:
        return _openfisca(cache_dir).record(month, wanted)

    return PlanStore(None if cache_dir is None else cache_dir / PLANS, outputs, record)


def _openfisca(cache_dir: Path | None) -> "OpenFiscaEngine":
    from relais.law.engine.openfisca_engine import load_engine as load  # it imports OpenFisca

    return load(cache_dir)


__all__ = ["load_engine", "plans_on_disk"]
