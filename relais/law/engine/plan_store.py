"""Plans on disk: one file for each month and each state of all that a plan comes from.

The name of a file holds the digest of its key: month, versions of France and of core, overrides, outputs, and the sources of this
package and of ``relais.law.plans`` (the adapter, the recorder, the printer). A plan of another key is never read: it is stale. A file
that is damaged is made again. Never committed, never shared: a plan is derived from rules under AGPL, and is code.
"""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from relais.kernel.months import Month
from relais.law.engine.overrides import digest_of, read_overrides
from relais.law.engine.versions import installed
from relais.law.plans.plan import Plan
from relais.law.plans.private_files import one_at_a_time, read_sealed, write_sealed

_log = logging.getLogger(__name__)
_SUFFIX = ".plan"


@cache
def sources_digest() -> str:
    """Digest of the sources that make plans: another release of Relais makes other plans."""
    seal = hashlib.sha256()
    for package in ("relais.law.engine", "relais.law.plans"):
        for file in sorted(resources.files(package).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".yaml")):
                seal.update(file.name.encode() + b"\0" + file.read_bytes())
    return seal.hexdigest()


def key_of(month: Month, outputs: Iterable[str]) -> str:
    """Digest of all that a plan of this month comes from."""
    parts = (
        str(month),
        str(installed()),
        digest_of(read_overrides()),
        sources_digest(),
        *sorted(outputs),
        np.__version__,
        sys.version,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class PlanStore:
    """The plans of these outputs, kept in a folder (None: nowhere). ``make`` records the plan of a month.

    Safe between processes: one records, the others wait and read. A month whose recording fails has no plan: that is logged.
    """

    def __init__(self, folder: Path | None, outputs: Iterable[str], make: Callable[[Month, tuple[str, ...]], Plan]) -> None:
        self.outputs = frozenset(outputs)
        self._folder = folder
        self._make = make

    def path(self, month: Month) -> Path | None:
        """Where the plan of a month is, or would be."""
        return None if self._folder is None else self._folder / f"{self._name(month)}-{key_of(month, self.outputs)[:24]}{_SUFFIX}"

    def _name(self, month: Month) -> str:
        """What the plans of a month for these outputs share, stale ones included."""
        return f"{month}-{hashlib.sha256(' '.join(sorted(self.outputs)).encode()).hexdigest()[:8]}"

    def kept(self, month: Month) -> Plan | None:
        """The plan of a month on disk, None when it is absent, stale or damaged."""
        path = self.path(month)
        content = None if path is None else read_sealed(path)
        if content is None:
            return None
        try:
            return Plan.loaded(content)
        except Exception as error:  # noqa: BLE001 whatever a damaged pickle raises, the plan is made again
            _log.warning("%s ignored: %s", path, error)
            return None

    def plan(self, month: Month) -> Plan | None:
        """The plan of a month, recorded and kept if it must be."""
        found = self.kept(month)
        if found is not None:
            return found
        path = self.path(month)
        if path is None:
            return self._recorded(month)
        try:
            with one_at_a_time(path.with_name(".recording")):
                return self.kept(month) or self._recorded_in(path, month)
        except OSError as error:
            _log.warning("the plan of %s is not kept: %s", month, error)
            return self._recorded(month)

    def _recorded_in(self, path: Path, month: Month) -> Plan | None:
        plan = self._recorded(month)
        if plan is not None:
            write_sealed(path, plan.dumped())
            for stale in path.parent.glob(f"{self._name(month)}-*{_SUFFIX}"):
                if stale != path:
                    stale.unlink(missing_ok=True)
        return plan

    def _recorded(self, month: Month) -> Plan | None:
        try:
            return self._make(month, tuple(sorted(self.outputs)))
        except Exception:  # noqa: BLE001 whatever went wrong while recording, people are answered by the engine
            _log.exception("no plan of %s: the engine answers instead", month)
            return None
