"""Plans on disk: one file for each month and each state of all that a plan comes from.

The name of a file holds the digest of its key: month, versions of France and of core, overrides, outputs, the sources of this package and
of ``relais.law.plans`` (the adapter, the recorder, the printer), the compiler if there is one, and what the processor can run. A plan of
another key is never read: it is stale. A file that is damaged is made again.
Never committed, never shared: a plan is derived from rules under AGPL, and is code.
"""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from relais.kernel.months import Month
from relais.law.engine.overrides import digest_of, read_overrides
from relais.law.engine.versions import installed
from relais.law.plans.native import compiler, processor
from relais.law.plans.plan import Plan
from relais.law.plans.private_files import one_at_a_time, private, read_sealed, write_sealed

_log = logging.getLogger(__name__)
_SUFFIX = ".plan"
#: the folder of plans within the cache
PLANS = "plans"
#: seconds that a file is kept, whatever its month and its key: a plan made on the first day of the month before serves until the last
#: day of its own. Younger ones of another key may be another release's, which shares the folder.
KEPT_FOR = 62 * 86_400


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
        compiler(),
        processor(),
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
        if self._folder is None:
            return None
        outputs = hashlib.sha256(" ".join(sorted(self.outputs)).encode()).hexdigest()[:8]
        return self._folder / f"{month}-{outputs}-{key_of(month, self.outputs)[:24]}{_SUFFIX}"

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

    def shared(self) -> bool:
        """Whether others may write the folder: no plan is then read from it nor kept in it. OSError when it cannot be looked at."""
        return self._folder is not None and self._folder.exists() and not private(self._folder)

    def plan(self, month: Month) -> Plan | None:
        """The plan of a month, recorded and kept if it must be; one that cannot be kept is given all the same, and that is logged."""
        found = self.kept(month)
        if found is not None:
            return found
        path = self.path(month)
        if path is None:
            return self._recorded(month)
        waited = ExitStack()
        try:
            if self.shared():
                raise PermissionError(f"others may write {path.parent}")
            waited.enter_context(one_at_a_time(path.with_name(".recording")))
        except OSError as error:
            _log.warning("the plan of %s will not be kept: %s", month, error)
            return self._recorded(month)
        with waited:
            return self.kept(month) or self._recorded_in(path, month)

    def _recorded_in(self, path: Path, month: Month) -> Plan | None:
        plan = self._recorded(month)
        if plan is None:
            return None
        try:
            write_sealed(path, plan.dumped())
            _clear_old(path)
        except OSError as error:
            _log.warning("the plan of %s is not kept: %s", month, error)
        return plan

    def _recorded(self, month: Month) -> Plan | None:
        try:
            return self._make(month, tuple(sorted(self.outputs)))
        except Exception:  # noqa: BLE001 whatever went wrong while recording, people are answered by the engine
            _log.exception("no plan of %s: the engine answers instead", month)
            return None


def _clear_old(written: Path) -> None:
    """Erase the plans that are ``KEPT_FOR`` older than the one just written."""
    now = written.stat().st_mtime
    for other in written.parent.glob(f"*{_SUFFIX}"):
        with suppress(FileNotFoundError):  # another process clears too
            if now - other.stat().st_mtime > KEPT_FOR:
                other.unlink()
