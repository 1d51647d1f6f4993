"""What one run was asked to do, and how it is recognised when it is taken up again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from relais.kernel.months import Month

FORMATS = ("json", "csv", "xlsx", "parquet")
#: households computed together: large enough for the engine's fixed cost, small enough to lose little when killed.
CHUNK = 1200


@dataclass(frozen=True, slots=True)
class RunPlan:
    """One run. ``months``: 1 or 12 consecutive months from ``month``. ``kind``: one of ``FORMATS``."""

    inputs: tuple[Path, ...]
    out: Path
    kind: str
    month: Month
    months: int
    workers: int
    chunk: int = CHUNK

    @property
    def partial(self) -> Path:
        """Folder of finished chunks beside the output; gone once the output is whole."""
        return self.out.with_name(self.out.name + ".en-cours")

    @property
    def problems(self) -> Path:
        """File of refused rows, beside the output."""
        return self.out.with_name(self.out.name + ".erreurs.csv")

    def fingerprint(self, *, engine_version: str, rules: str = "") -> str:
        """Same inputs (name, size, date), same questions, same rules (engine, and ``rules``: our version, cards and facts): only then
        are finished chunks taken up again."""
        told = asdict(self) | {"workers": 0, "inputs": [_identity(path) for path in self.inputs], "engine": [engine_version, rules]}
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def asked_months(self) -> Sequence[Month]:
        """The months computed, in order."""
        return [self.month.plus(step) for step in range(self.months)]


def _identity(path: Path) -> list[str | int]:
    facts = path.stat()
    return [str(path.resolve()), facts.st_size, facts.st_mtime_ns]
