"""A caseload through ``relais screen``, file to file, beside the stock engine on the same households.

Run: ``python -m benchmarks.screen [HOUSEHOLDS] [WORKERS]`` (10,000 and 2). Households are synthetic, seeded, nearly every fact known.
The stock engine (the packages' own loader, no acceleration, the same adapter) computes 23 amounts and nothing else: no range, no
condition, no question. Relais answers every right of the catalogue with its conditions, through the variants of what is unknown.
Stock is measured on a sample, one household at a time (as a page or a web API calls it) and in one batch. Ratios first.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from relais.kernel.months import Month
from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.situation.columns import to_block
from relais.law.situation.files import read_cases
from tests.factories.blocks import OUTPUTS, rows_of
from tests.factories.caseloads import write_caseload

ROOT = Path(__file__).parents[1]
MONTH = Month(2026, 11)
HOUSEHOLDS, WORKERS = 10_000, 2
SAMPLE, ALONE = 500, 10


@dataclass
class Memory:
    """Highest resident memory seen, in MB: of the command, and of its largest worker; ``shared``: of all, shared pages once."""

    command: float = 0.0
    worker: float = 0.0
    shared: float = 0.0

    def look(self, process: psutil.Process) -> None:
        """One look; a process that ends meanwhile is left aside."""
        try:
            workers = process.children()
            self.command = max(self.command, process.memory_info().rss / 1e6)
            self.worker = max([self.worker, *(worker.memory_info().rss / 1e6 for worker in workers)])
            self.shared = max(self.shared, sum(each.memory_full_info().pss for each in (process, *workers)) / 1e6)
        except psutil.NoSuchProcess:
            return


def screened(source: Path, folder: Path, workers: int) -> tuple[float, Memory]:
    """Seconds that the command takes, all included (start, reading twice, output), and its memory."""
    words = ["screen", str(source), "--out", str(folder / "reponses.json"), "--month", str(MONTH), "--workers", str(workers), "--quiet"]
    memory, began = Memory(), time.perf_counter()
    command = psutil.Popen([sys.executable, "-m", "relais", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while command.poll() is None:
        memory.look(command)
        time.sleep(0.5)
    if command.returncode:
        raise SystemExit(f"relais screen ended with {command.returncode}")
    return time.perf_counter() - began, memory


def stock(source: Path) -> dict[str, float]:
    """Households a second of the stock engine, in this process: alone and in a batch."""
    found = []
    for case in read_cases(source, month=MONTH):
        if case.household is not None:
            found.append(case.household)
        if len(found) == SAMPLE:
            break
    engine = OpenFiscaEngine(stock_system())
    engine.warm(MONTH)
    block = to_block(found)
    began = time.perf_counter()
    for rank in range(min(ALONE, len(found))):
        engine.compute(rows_of(block, rank, rank + 1), OUTPUTS)
    alone = min(ALONE, len(found)) / (time.perf_counter() - began)
    began = time.perf_counter()
    engine.compute(block, OUTPUTS)
    return {"alone": alone, "batch": len(found) / (time.perf_counter() - began)}


def main(households: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write_caseload(folder / "foyers.csv", households)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.screen", "stock", str(source)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        reference = json.loads(done.stdout.splitlines()[-1])
        seconds, memory = screened(source, folder, workers)
        size = (folder / "reponses.json").stat().st_size / 1e6
    rate = households / seconds
    print(f"ratios: x{rate / reference['alone']:.1f} the stock engine one household at a time, x{rate / reference['batch']:.2f} its batch")
    print(
        f"relais screen: {households} households in {seconds:.0f} s, {rate:.0f} households/s, {workers} workers, {size:.0f} MB of answers"
    )
    print(
        f"memory: command {memory.command:.0f} MB, worker {memory.worker:.0f} MB, all together {memory.shared:.0f} MB (shared pages once)"
    )
    print(f"stock, 23 amounts: {reference['alone']:.1f} households/s alone, {reference['batch']:.0f} households/s in a batch of {SAMPLE}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stock", path]:
            print(json.dumps(stock(Path(path))))
        case counts:
            main(*map(int, counts or (HOUSEHOLDS,)), *(() if len(counts) == 2 else (WORKERS,)))
