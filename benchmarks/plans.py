"""Compiled plans beside the engine that they were recorded from and beside stock OpenFisca, in one run: ratios first.

Run: ``python -m benchmarks.plans [HOUSEHOLDS]``. Each kind computes in a process of its own (accelerations change classes of core
for the process that installs them; plans load no OpenFisca). ``one`` and ``rows``: all that the catalogue asks, as a page does;
``curve``: 141 wages of one household; ``batch``: the 23 benefits, through the adapter, rows to columns, then on two processes for more
and more households. On a busy machine read the ratios. The web API: ``benchmarks.api``.
"""

import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil

from benchmarks._marks import mark
from benchmarks._timing import taken
from relais.kernel.months import Month
from relais.law.engine import load_engine, plans_on_disk
from relais.law.engine.face import Engine
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import engine_outputs
from relais.law.situation.block import Block
from tests.factories.blocks import OUTPUTS, rows_of, synthetic_block

MONTH = Month(2026, 10)
ROOT = Path(__file__).parents[1]
BLOCK, BLOCKS = 4_000, 4
#: blocks computed at least, for the best time of a small run: one is over before two processes are awake
AGAIN = 20
TOTALS = (10_000, 100_000, 1_000_000)
POINTS = 141
KINDS = ("stock", "engine", "plan")


def wide() -> tuple[str, ...]:
    """All that the catalogue asks."""
    return engine_outputs(catalogue().values())


def engine_of(kind: str, folder: Path, outputs: tuple[str, ...]) -> Engine:
    """The engine of a kind; OpenFisca is imported for those that need it alone."""
    if kind == "plan":
        return load_engine(folder, outputs)
    from relais.law.engine.loading import load_system, stock_system
    from relais.law.engine.openfisca_engine import OpenFiscaEngine

    return OpenFiscaEngine(stock_system() if kind == "stock" else load_system(folder))


def curve(block: Block, points: int) -> Block:
    """The first household of a block ``points`` times, its demandeur's wage going from 0 to 3,500 € a month."""
    one = rows_of(block, 0, 1)
    size = len(one.household)
    persons = {code: np.tile(column, (points, *[1] * (column.ndim - 1))) for code, column in one.persons.items()}
    persons["salaire"] = persons["salaire"].copy()
    persons["salaire"][::size] = np.linspace(0, 3500, points, dtype=np.float32)[:, None]
    return Block(
        month=one.month,
        origin=np.zeros(points, np.int32),
        household=np.repeat(np.arange(points, dtype=np.int32), size),
        role=np.tile(one.role, points),
        persons=persons,
        households={code: np.repeat(column, points, axis=0) for code, column in one.households.items()},
    )


def measure(kind: str, folder: Path) -> dict[str, float]:
    """All figures of one kind, in this process."""
    began = time.perf_counter()
    engine, block = engine_of(kind, folder, wide()), synthetic_block(BLOCK, 1, MONTH)
    acts = {"one": rows_of(block, 7, 8), "rows": rows_of(block, 0, 200), "curve": curve(block, POINTS)}
    engine.compute(acts["one"], wide())
    figures = {"first": time.perf_counter() - began, "rss": psutil.Process().memory_info().rss / 1e6}
    repeats = 5 if kind == "stock" else 31
    for name, rows in acts.items():
        figures[name] = taken(partial(engine.compute, rows, wide()), repeats if name == "one" else max(3, repeats // 3)).p50
    batch = engine_of(kind, folder, OUTPUTS) if kind == "plan" else engine
    figures["batch"] = BLOCK * 1000 / taken(partial(batch.compute, block, OUTPUTS), 2 if kind == "stock" else 7).p50
    return figures


def by_processes(folder: Path, count: int, blocks: int) -> tuple[float, float, float]:
    """Households a second, the same if each process had a processor for itself, and memory of a worker; blocks made beforehand in each."""
    with get_context("spawn").Pool(count, ready, (str(folder),)) as pool:
        pool.map(computed, [1] * count, chunksize=1)
        times, found = [], []
        for _ in range(max(1, AGAIN // blocks)):
            began = time.perf_counter()
            found = pool.map(computed, [blocks] * count, chunksize=1)
            times.append(time.perf_counter() - began)
    households, processor = count * blocks * BLOCK, sum(seconds for _, seconds in found)
    return households / min(times), count * households / processor, max(memory for memory, _ in found)


def ready(folder: str) -> None:
    """Load the plan and a block in a worker."""
    _worker["engine"], _worker["block"] = load_engine(Path(folder), OUTPUTS), synthetic_block(BLOCK, 1, MONTH)


def computed(blocks: int) -> tuple[float, float]:
    """Compute the block of the worker so many times; its memory in MB, and the seconds of processor."""
    began = time.process_time()
    for _ in range(blocks):
        _worker["engine"].compute(_worker["block"], OUTPUTS)  # type: ignore[attr-defined]
    return psutil.Process().memory_info().rss / 1e6, time.process_time() - began


_worker: dict[str, object] = {}


#: what issue 3 asks of a batch: processes, households a second on them, megabytes of each.
PROCESSES, ASKED_RATE, ASKED_MEMORY = 2, 150_000, 120


def main(households: int) -> None:
    read = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recorded = {}
        for label, outputs in (("wide", wide()), ("benefits", OUTPUTS)):
            began = time.perf_counter()
            plan = plans_on_disk(folder, outputs).plan(MONTH)
            assert plan is not None
            recorded[label] = (plan.small.operations, len(plan.small.slots), time.perf_counter() - began)
        for kind in KINDS:
            command = [sys.executable, "-W", "ignore", "-m", "benchmarks.plans", kind, str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            read[kind] = json.loads(done.stdout.splitlines()[-1])
        rates = {(1, BLOCKS * BLOCK): by_processes(folder, 1, BLOCKS)}
        for total in (total for total in TOTALS if total <= households):
            rates[2, total] = by_processes(folder, 2, max(1, round(total / BLOCK / 2)))
    ratios = {name: {kind: read[kind][name] / read["plan"][name] for kind in ("engine", "stock")} for name in ("one", "rows", "curve")}
    ratios["batch"] = {kind: read["plan"]["batch"] / read[kind]["batch"] for kind in ("engine", "stock")}
    print(f"compiled plans, {MONTH}; ratios to the accelerated engine and to stock OpenFisca:")
    print("; ".join(f"{name} x{ratio['engine']:.1f}, x{ratio['stock']:.0f}" for name, ratio in ratios.items()))
    for kind, figures in read.items():
        print(
            f"{kind:6}  first answer {figures['first']:.2f} s, one household p50 {figures['one']:.1f} ms, 200 rows "
            f"{figures['rows']:.1f} ms, {POINTS} wages {figures['curve']:.1f} ms, batch {figures['batch']:.0f} rows/s, "
            f"{figures['rss']:.0f} MB"
        )
    for label, (operations, slots, spent) in recorded.items():
        print(f"plan of {label}: {operations} operations, {slots} input columns, recorded twice and printed in {spent:.1f} s")
    for (count, total), (rate, alone, memory) in rates.items():
        print(
            f"{count} process(es), {total} households: {rate:.0f} households/s, {alone:.0f} by the processor's own clock (what an idle "
            f"machine would give), {memory:.0f} MB each"
        )
        if count == PROCESSES:
            print(f"  {mark(f'{total} households', rate, ASKED_RATE, 'households/s', at_least=True)};", end=" ")
            print(mark(f"a worker on {total} households", memory, ASKED_MEMORY, "MB"))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("stock" | "engine" | "plan") as kind, folder]:
            print(json.dumps(measure(kind, Path(folder))))
        case [count]:
            main(int(count))
        case _:
            main(TOTALS[-1])
