"""Compiled plans beside the engine that they were recorded from and beside stock OpenFisca, in one run: ratios first.

Run: ``python -m benchmarks.plans [HOUSEHOLDS]``. Each kind computes in a process of its own (accelerations change classes of core
for the process that installs them; plans load no OpenFisca). ``one`` and ``rows``: all that the catalogue asks, as a page does;
``batch``: the 23 benefits, through the adapter, rows to columns. On a busy machine read the ratios. The web API: ``benchmarks.api``.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import psutil

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


def seconds(engine: Engine, block: Block, outputs: tuple[str, ...], repeats: int) -> float:
    """Median time of one computation."""
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        engine.compute(block, outputs)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def measure(kind: str, folder: Path) -> dict[str, float]:
    """All figures of one kind, in this process."""
    began = time.perf_counter()
    engine, block = engine_of(kind, folder, wide()), synthetic_block(BLOCK, 1, MONTH)
    one, rows = rows_of(block, 7, 8), rows_of(block, 0, 200)
    engine.compute(one, wide())
    figures = {"first": time.perf_counter() - began, "rss": psutil.Process().memory_info().rss / 1e6}
    repeats = 5 if kind == "stock" else 31
    figures["one"] = seconds(engine, one, wide(), repeats)
    figures["rows"] = seconds(engine, rows, wide(), max(3, repeats // 3))
    batch = engine_of(kind, folder, OUTPUTS) if kind == "plan" else engine
    batch.compute(one, OUTPUTS)
    figures["batch"] = BLOCK / seconds(batch, block, OUTPUTS, 3)
    return figures


def by_processes(folder: Path, count: int, blocks: int) -> tuple[float, float]:
    """Households a second and memory of a worker, blocks made beforehand in each."""
    with get_context("spawn").Pool(count, ready, (str(folder),)) as pool:
        pool.map(computed, [1] * count, chunksize=1)
        began = time.perf_counter()
        memory = pool.map(computed, [blocks] * count, chunksize=1)
        taken = time.perf_counter() - began
    return count * blocks * BLOCK / taken, max(memory)


def ready(folder: str) -> None:
    """Load the plan and a block in a worker."""
    _worker["engine"], _worker["block"] = load_engine(Path(folder), OUTPUTS), synthetic_block(BLOCK, 1, MONTH)


def computed(blocks: int) -> float:
    """Compute the block of the worker so many times; its memory in MB."""
    for _ in range(blocks):
        _worker["engine"].compute(_worker["block"], OUTPUTS)  # type: ignore[attr-defined]
    return psutil.Process().memory_info().rss / 1e6


_worker: dict[str, object] = {}


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
        blocks = max(BLOCKS, households // BLOCK // 2)
        rates = {count: by_processes(folder, count, blocks) for count in (1, 2)}
    ratios = {name: {kind: read[kind][name] / read["plan"][name] for kind in ("engine", "stock")} for name in ("one", "rows")}
    ratios["batch"] = {kind: read["plan"]["batch"] / read[kind]["batch"] for kind in ("engine", "stock")}
    print(f"compiled plans, {MONTH}; ratios to the accelerated engine and to stock OpenFisca:")
    print("; ".join(f"{name} x{ratio['engine']:.1f}, x{ratio['stock']:.0f}" for name, ratio in ratios.items()))
    for kind, figures in read.items():
        print(
            f"{kind:6}  first answer {figures['first']:.2f} s, one household p50 {figures['one'] * 1000:.1f} ms, "
            f"200 rows {figures['rows'] * 1000:.1f} ms, batch {figures['batch']:.0f} rows/s, {figures['rss']:.0f} MB"
        )
    for label, (operations, slots, taken) in recorded.items():
        print(f"plan of {label}: {operations} operations, {slots} input columns, recorded twice and printed in {taken:.1f} s")
    for count, (rate, memory) in rates.items():
        print(f"{count} process(es): {rate:.0f} households/s, {memory:.0f} MB each")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("stock" | "engine" | "plan") as kind, folder]:
            print(json.dumps(measure(kind, Path(folder))))
        case [count]:
            main(int(count))
        case _:
            main(BLOCK * BLOCKS * 2)
