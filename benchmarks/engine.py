"""The engine beside the stock one, in the same run: one household, a 141-point curve, a batch of 10,000 rows.

Run: ``python benchmarks/engine.py``. Prints ratios first. The stock engine (the packages' own loader, no acceleration, the
same adapter) runs in a process of its own, because accelerations change classes of core for the process that installs them.
The two run one after the other: on a busy machine read the ratios, not the milliseconds.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from relais.kernel.months import Month  # noqa: E402 the root must be on the path first: this file is run by its name
from relais.law.engine.loading import stock_system  # noqa: E402 idem
from relais.law.engine.openfisca_engine import OpenFiscaEngine, load_engine  # noqa: E402 idem
from relais.law.situation.block import Block  # noqa: E402 idem
from tests.factories.blocks import OUTPUTS, rows_of, synthetic_block  # noqa: E402 idem

MONTH = Month(2026, 10)
POINTS, BATCH, REPEATS = 141, 10_000, 9


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


def seconds(engine: OpenFiscaEngine, block: Block, repeats: int) -> float:
    """Median time of one computation of the 23 outputs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        engine.compute(block, OUTPUTS)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure(kind: str) -> dict[str, float]:
    """All figures of one engine, in this process."""
    start = time.perf_counter()
    if kind == "stock":
        engine = OpenFiscaEngine(stock_system())
    else:
        with tempfile.TemporaryDirectory() as folder:  # a first load fills the cache, as the deployment does
            subprocess.run([sys.executable, __file__, "fill", folder], check=True, capture_output=True)
            start = time.perf_counter()
            engine = load_engine(Path(folder))
    figures = {"load": time.perf_counter() - start}
    start = time.perf_counter()
    engine.warm(MONTH)
    figures["warm"] = time.perf_counter() - start
    block = synthetic_block(BATCH, 1, MONTH)
    figures["one"] = seconds(engine, rows_of(block, 0, 1), REPEATS)
    figures["curve"] = seconds(engine, curve(block, POINTS), 3)
    figures["batch"] = seconds(engine, block, 2)
    figures["rss"] = psutil.Process().memory_info().rss / 1e6
    return figures


def main() -> None:
    read = {}
    for kind in ("stock", "ours"):
        done = subprocess.run([sys.executable, "-W", "ignore", __file__, kind], check=True, capture_output=True, text=True, cwd=ROOT)
        read[kind] = json.loads(done.stdout.splitlines()[-1])
    ours, stock = read["ours"], read["stock"]
    print("engine beside stock OpenFisca, 23 outputs, " + str(MONTH))
    print("ratios: " + ", ".join(f"{name} ×{stock[name] / ours[name]:.1f}" for name in ("load", "one", "curve", "batch")))
    for kind, figures in read.items():
        print(
            f"{kind:5}  load {figures['load']:.2f} s, warm {figures['warm']:.2f} s, one household p50 {figures['one'] * 1000:.0f} ms, "
            f"curve of {POINTS} {figures['curve'] * 1000:.0f} ms, batch {BATCH / figures['batch']:.0f} rows/s, {figures['rss']:.0f} MB"
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", folder]:
            load_engine(Path(folder))
        case [("stock" | "ours") as kind]:
            print(json.dumps(measure(kind)))
        case _:
            main()
