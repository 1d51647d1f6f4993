"""``make bench``: every script one after the other, each in its own process, then all the marks together; exit code 1 when one is missed.

``python -m benchmarks [NAME…]`` runs some of them. Those that need a database run on SQLite, then again on PostgreSQL when
RELAIS_TEST_DATABASE names one (emptied: give a database of its own).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._marks import GATHERED

HERE = Path(__file__).parent
#: the scripts that fill a database through Django, on either kind.
ON_A_DATABASE = ("boards", "ccas", "exchange", "people", "renewals", "reports")
#: what the marks of a run are told apart by, among the scripts' own words.
_POSTGRES = "RELAIS_TEST_DATABASE"


def scripts() -> list[str]:
    """The names of all scripts."""
    return sorted(path.stem for path in HERE.glob("[!_]*.py"))


def runs(names: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Each script with its environment, twice for those on a database when a PostgreSQL is named."""
    plain = {name: value for name, value in os.environ.items() if name != _POSTGRES}
    found = []
    for name in names:
        found.append((name, plain))
        if name in ON_A_DATABASE and os.environ.get(_POSTGRES):
            found.append((f"{name} (PostgreSQL)", plain | {_POSTGRES: os.environ[_POSTGRES]}))
    return found


def main(names: list[str]) -> int:
    """Run, then tell what was reached and what was missed."""
    if unknown := sorted(set(names) - set(scripts())):
        print(f"no such script: {', '.join(unknown)}; there are {', '.join(scripts())}", file=sys.stderr)
        return 2
    marks: list[tuple[str, dict[str, object]]] = []
    broken = []
    for label, environment in runs(names or scripts()):
        print(f"== {label}", flush=True)
        began = time.perf_counter()
        with tempfile.NamedTemporaryFile("r") as gathered:
            command = [sys.executable, "-m", f"benchmarks.{label.split()[0]}"]
            code = subprocess.run(command, env=environment | {GATHERED: gathered.name}, cwd=HERE.parent, check=False).returncode
            marks += [(label, json.loads(line)) for line in gathered]
        broken += [label] if code else []
        print(f"   {time.perf_counter() - began:.0f} s" + (f", ended with {code}" if code else ""), flush=True)
    missed = [(label, told) for label, told in marks if not told["reached"]]
    print(f"== {len(marks)} marks: {len(marks) - len(missed)} reached, {len(missed)} missed")
    for label, told in missed:
        print(f"   {label}, {told['label']}: {told['figure']:,.4g}; {told['said']}")
    for label in broken:
        print(f"   {label} broke")
    return 1 if missed or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
