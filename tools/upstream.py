"""``make upstream``: OpenFisca-France's own YAML tests through compiled plans, each beside the engine (nightly: an hour or two).

Each test is recorded, printed and run as a plan, then computed by the engine: the verdicts must be the same, figures included. Tests
whose formulas are refused are listed with the reason; a test that the model's own words cannot be read from is left out and counted.

Usage: ``python tools/upstream.py [FOLDER] [--every N] [--report FILE]``. FOLDER: the ``tests`` of the source distribution; without it,
the distribution of the pinned version is fetched with pip into ``var/upstream``.
"""

import argparse
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "var" / "upstream"
sys.path.insert(0, str(ROOT))

SAME, DIFFERENT, REFUSED, UNREADABLE = "same", "different", "refused", "unreadable"


def fetched() -> Path:
    """The folder of tests of the pinned version, fetched once."""
    from relais.law.engine.versions import PROVED

    folder = CACHE / f"openfisca_france-{PROVED.france}"
    if not folder.is_dir():
        wanted = f"openfisca-france=={PROVED.france}"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "openfisca-france", wanted, "-d", str(CACHE)]
        subprocess.run(command, check=True)
        with tarfile.open(next(CACHE.glob("*.tar.gz"))) as archive:
            archive.extractall(CACHE, filter="data")
    return folder / "tests"


def verdicts(path: Path) -> list[tuple[str, str, str]]:
    """(name, verdict, reason) of each test of a file."""
    from relais.law.engine.openfisca_engine import load_engine
    from relais.law.engine.verify import BadCases, cases_of, run_case

    system = load_engine(CACHE).system
    try:
        cases = cases_of([path])
    except BadCases as error:
        return [(str(path), UNREADABLE, str(error).split(" : ")[-1])]
    found = []
    for case in cases:
        planned, computed = run_case(case, system, by_plan=True), run_case(case, system)
        if planned.failures != computed.failures:
            found.append((f"{path} {case.name}", DIFFERENT, f"{planned.failures} / {computed.failures}"))
        else:
            found.append((f"{path} {case.name}", REFUSED if planned.refused else SAME, planned.refused))
    return found


def all_verdicts(files: list[Path]) -> Iterator[tuple[str, str, str]]:
    """Every verdict, two processes at work, the progress on one line."""
    with ProcessPoolExecutor(2) as pool:
        for rank, found in enumerate(pool.map(verdicts, files), 1):
            print(f"\r{rank} of {len(files)} files", end="", file=sys.stderr, flush=True)
            yield from found
    print(file=sys.stderr)


def main() -> int:
    """0 when every plan agrees with the engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--every", type=int, default=1, help="one file in so many")
    parser.add_argument("--report", type=Path, default=CACHE / "report.txt")
    options = parser.parse_args()
    files = sorted((options.folder or fetched()).rglob("*.y*ml"))[:: options.every]
    if not files:
        parser.error("no test in this folder")
    found = list(all_verdicts(files))
    counts = Counter(verdict for _, verdict, _ in found)
    reasons = Counter(reason.split(": ", 1)[-1] for _, verdict, reason in found if verdict == REFUSED)
    lines = [", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())]
    lines += [f"{count:5} refused: {reason}" for reason, count in reasons.most_common()]
    lines += [f"{verdict}  {name}  {reason}" for name, verdict, reason in found if verdict != SAME]
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[: 1 + len(reasons)]))
    print(f"report: {options.report}")
    return 1 if counts[DIFFERENT] or not counts[SAME] else 0


if __name__ == "__main__":
    sys.exit(main())
