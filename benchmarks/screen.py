"""A caseload through ``relais screen``, file to file, beside the stock engine on the same households.

Run: ``python -m benchmarks.screen [HOUSEHOLDS] [WORKERS]`` (100,000 and 2; JSON, forty times as large, on a tenth of them). Households are
synthetic, seeded, nearly every fact known; the plan is on disk before.
The stock engine (the packages' own loader, no acceleration, the same adapter) computes 23 amounts and nothing else: no range, no
condition, no question. Relais answers every right of the catalogue with its conditions, through the variants of what is unknown.
Stock is measured on a sample, one household at a time (as a page or a web API calls it) and in one batch. Ratios first, on processor time:
a machine that is shared slows the clock of the wall and hardly that of the processor. Then, in one process, the share of computing.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil

from benchmarks._marks import mark
from relais.kernel.months import Month
from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.plan_engine import PlanEngine
from relais.law.situation import parquet
from relais.law.situation.block import Block
from relais.law.situation.columns import to_block
from relais.law.situation.files import read_cases
from relais.project import env
from relais.screening.caseload.answering import loaded, screen_chunk
from relais.screening.caseload.computing import Work, compute_chunk
from relais.screening.caseload.plan import CHUNK
from relais.screening.caseload.reading import read_chunks
from tests.factories.blocks import OUTPUTS, rows_of
from tests.factories.caseloads import write_caseload

ROOT = Path(__file__).parents[1]
MONTH = Month(2026, 11)
HOUSEHOLDS, WORKERS = 100_000, 2
SAMPLE, ALONE = 500, 10
#: chunks of the profile: the first half lets the process learn, the other is measured.
CHUNKS = 6


@dataclass
class Memory:
    """Highest memory seen, in MB: resident of the command, of its largest worker, the same without what it shares; ``shared``: of all,
    shared pages once."""

    command: float = 0.0
    worker: float = 0.0
    alone: float = 0.0
    shared: float = 0.0

    def look(self, process: psutil.Process) -> None:
        """One look; a process that ends meanwhile is left aside."""
        try:
            workers = process.children()
            each = [worker.memory_full_info() for worker in workers]
            self.command = max(self.command, process.memory_info().rss / 1e6)
            self.worker = max([self.worker, *(one.rss / 1e6 for one in each)])
            self.alone = max([self.alone, *(one.pss / 1e6 for one in each)])
            self.shared = max(self.shared, (process.memory_full_info().pss + sum(one.pss for one in each)) / 1e6)
        except psutil.NoSuchProcess:
            return


@dataclass(frozen=True)
class Ran:
    """One run of the command, all included (start, reading twice, output): seconds of the wall, of the processor, and memory."""

    wall: float
    processor: float
    memory: Memory = field(compare=False)


#: households a second, file to file on two workers, that issue 3 asks.
ASKED_RATE = 10_000


def _processor() -> float:
    """Seconds of the processor that the children of this process, and theirs, have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def screened(source: Path, out: Path, workers: int) -> Ran:
    """Run the command."""
    words = ["screen", str(source), "--out", str(out), "--month", str(MONTH), "--workers", str(workers), "--quiet"]
    memory, before, began = Memory(), _processor(), time.perf_counter()
    command = psutil.Popen([sys.executable, "-m", "relais", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while command.poll() is None:
        memory.look(command)
        time.sleep(0.5)
    if command.returncode:
        raise SystemExit(f"relais screen ended with {command.returncode}")
    return Ran(time.perf_counter() - began, _processor() - before, memory)


def as_parquet(source: Path) -> Path:
    """The same caseload, typed."""
    from pyarrow import csv
    from pyarrow.parquet import write_table

    numbers = csv.ConvertOptions(decimal_point=",", strings_can_be_null=True)
    write_table(
        csv.read_csv(source, parse_options=csv.ParseOptions(delimiter=";"), convert_options=numbers), source.with_suffix(".parquet")
    )
    return source.with_suffix(".parquet")


def computing(source: Path, kind: str) -> dict[str, float]:
    """In this process: milliseconds of the processor a household of a chunk takes, and the share of them spent in the engine."""
    cache = env.data_dir() / "engine"
    engine = loaded(cache)
    engine.prepare(MONTH)
    work = Work(partial(screen_chunk, cache=cache, local_rights=source.parent / "none"), (MONTH,), kind)
    spent, stock_compute = 0.0, PlanEngine.compute

    def timed(self: PlanEngine, block: Block, variables: Sequence[str]) -> object:
        nonlocal spent
        began = time.process_time()
        found = stock_compute(self, block, variables)
        spent += time.process_time() - began
        return found

    PlanEngine.compute = timed  # type: ignore[method-assign, assignment]  # measured where it is called
    chunks = [chunk for _, chunk in zip(range(CHUNKS), read_chunks([source], size=CHUNK), strict=False)]
    for chunk in chunks[: len(chunks) // 2]:
        compute_chunk(chunk, work)
    spent, began, measured = 0.0, time.process_time(), chunks[len(chunks) // 2 :]
    for chunk in measured:
        compute_chunk(chunk, work)
    whole = time.process_time() - began
    return {"milliseconds": 1000 * whole / sum(len(chunk.cases) for chunk in measured), "share": spent / whole}


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
    began = time.process_time()
    for rank in range(min(ALONE, len(found))):
        engine.compute(rows_of(block, rank, rank + 1), OUTPUTS)
    alone = min(ALONE, len(found)) / (time.process_time() - began)
    began = time.process_time()
    engine.compute(block, OUTPUTS)
    return {"alone": alone, "batch": len(found) / (time.process_time() - began)}


def apart(*words: str) -> dict[str, float]:
    """What this module prints in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.screen", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(households: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        source = write_caseload(Path(name) / "foyers.csv", households)
        reference = apart("stock", str(source))
        subprocess.run(
            [sys.executable, "-m", "relais", "engine", "build", "--month", str(MONTH)], check=True, cwd=ROOT, capture_output=True
        )
        few = write_caseload(Path(name) / "explained.csv", max(households // 10, 1))
        asked = [("CSV to CSV", source, "csv", households), ("CSV to JSON, explained", few, "json", max(households // 10, 1))]
        if parquet.available():
            asked.insert(1, ("Parquet to Parquet", as_parquet(source), "parquet", households))
        for words, read, kind, count in asked:
            out = Path(name) / f"reponses.{kind}"
            ran, inside = screened(read, out, workers), apart("computing", str(read), kind)
            each = ran.processor / count
            print(
                f"{words}: x{1 / each / reference['alone']:.1f} the stock engine one household at a time, "
                f"x{1 / each / reference['batch']:.2f} its batch, by second of processor\n"
                f"  {count / ran.wall:.0f} households/s on {workers} workers ({count} in {ran.wall:.1f} s), {1000 * each:.3f} ms "
                f"of processor each, {out.stat().st_size / 1e6:.0f} MB of answers\n"
                f"  within a chunk {inside['milliseconds']:.3f} ms each, {inside['share']:.0%} of it the engine\n"
                f"  memory: command {ran.memory.command:.0f} MB, worker {ran.memory.worker:.0f} MB ({ran.memory.alone:.0f} MB without what "
                f"it shares), all together {ran.memory.shared:.0f} MB"
            )
            if words == asked[0][0]:
                print(f"  {mark('file to file', count / ran.wall, ASKED_RATE, 'households/s', at_least=True)}")
            out.unlink()
    print(f"stock, 23 amounts: {reference['alone']:.1f} households/s alone, {reference['batch']:.0f} households/s in a batch of {SAMPLE}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stock", path]:
            print(json.dumps(stock(Path(path))))
        case ["computing", path, kind]:
            print(json.dumps(computing(Path(path), kind)))
        case counts:
            main(*map(int, counts or (HOUSEHOLDS,)), *(() if len(counts) == 2 else (WORKERS,)))
