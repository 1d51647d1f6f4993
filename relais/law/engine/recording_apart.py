"""Plans recorded by a process of their own: OpenFisca, and the memory that a recording takes, never enter the one that answers people.

Run by ``RecordedApart`` as ``python -m relais.law.engine.recording_apart FOLDER MONTH``, outputs on the standard input, one a line; exit
code 0 when the plan is on disk.
"""

import logging
import subprocess
import sys
from pathlib import Path

from relais.kernel.months import Month
from relais.law.engine.plan_store import PLANS, PlanStore
from relais.law.plans.plan import Plan

_log = logging.getLogger(__name__)
#: seconds that a recording may take (about five on a quiet machine)
PATIENCE = 300.0


class RecordedApart:
    """The plans of a store; one that must be recorded is so by a child, which writes it on disk and ends.

    ``folder``: the cache folder, that of ``load_engine``. A child that fails leaves no plan: that is logged, and the engine answers.
    """

    def __init__(self, store: PlanStore, folder: Path) -> None:
        self._store = store
        self._folder = folder

    @property
    def outputs(self) -> frozenset[str]:
        """The outputs that a plan is recorded for."""
        return self._store.outputs

    def kept(self, month: Month) -> Plan | None:
        """The plan of a month that need not be recorded."""
        return self._store.kept(month)

    def plan(self, month: Month) -> Plan | None:
        """The plan of a month, recorded by a child if it must be; None when it cannot be had."""
        return self._store.kept(month) or (self._store.kept(month) if self._recorded(month) else None)

    def _recorded(self, month: Month) -> bool:
        command = [sys.executable, "-m", __name__, str(self._folder), str(month)]
        try:
            done = subprocess.run(  # noqa: S603 our own module, with a folder of the settings and a month
                command, input="\n".join(sorted(self.outputs)), capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("the plan of %s is not recorded: %s", month, error)
            return False
        if done.returncode:
            _log.warning("the plan of %s is not recorded: %s", month, done.stderr.strip()[-2000:] or f"exit code {done.returncode}")
        return not done.returncode


def main(folder: Path, month: Month, outputs: list[str]) -> int:
    """Record the plan of a month unless it is on disk; 1 when it is not there in the end."""
    from relais.law.engine.openfisca_engine import load_engine  # it imports OpenFisca, which the parent does without

    store = PlanStore(folder / PLANS, outputs, lambda wanted, names: load_engine(folder).record(wanted, names))
    store.plan(month)
    path = store.path(month)
    return 0 if path is not None and path.exists() else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Month.parse(sys.argv[2]), sys.stdin.read().split()))
