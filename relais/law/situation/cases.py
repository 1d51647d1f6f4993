"""What reading a caseload file gives: one case per household, readable or not, in the order of the file."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.law.situation.household import Household


class UnreadableFileError(ValueError):
    """Nothing of the file can be read; the message is French and says what to change (command: one line, exit code 2)."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``line``: in the file, from 1. ``column``: name of the column or key of the fact, "" when it is the whole line."""

    line: int
    household: str
    column: str
    message: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One household of a file. ``position`` counts households from 0: a run that stopped resumes at ``start=position``.

    ``household`` is None when a problem is an error; the case is then written in the file of errors and the rest goes on.
    """

    position: int
    line: int
    id: str
    household: Household | None
    problems: tuple[RowProblem, ...] = ()


class RawCase(Protocol):
    """One household as it stands in a file, cut out and not read yet: cheap to make, plain to send to another process."""

    @property
    def position(self) -> int:
        """Its rank in the file, from 0."""
        ...

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        ...

    @property
    def id(self) -> str:
        """As written; "" when it has none that can be read."""
        ...

    def told(self) -> int:
        """About how many facts of the household itself are told: what its computing will cost depends on it."""
        ...

    def read(self, month: Month) -> Case:
        """The case; ``month``: the month screened when the file names none."""
        ...


#: ids kept as a set before they join the sorted array.
_RECENT = 65_536
_DIGEST = (1 << 64) - 1
#: bytes of what tells at once that most ids were not met.
_FILTER = 1 << 22


@dataclass
class SeenIds:
    """Remembers which ids were met, in 8 bytes each: ten million households take 80 MB.

    Ids are kept as 64-bit digests: two different ids are taken for the same once in some hundred thousand files of ten million.
    """

    _sorted: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    _recent: set[int] = field(default_factory=set)
    _maybe: bytearray = field(default_factory=lambda: bytearray(_FILTER))

    def met_before(self, name: str) -> bool:
        """Whether this id was given already; remembers it."""
        digest = hash(name) & _DIGEST  # keyed for each process: nobody writes a file of ids that are taken for the same
        if digest in self._recent:
            return True
        place, bit = digest >> 3 & _FILTER - 1, 1 << (digest & 7)
        if self._maybe[place] & bit:
            rank = int(np.searchsorted(self._sorted, np.uint64(digest)))
            if rank < len(self._sorted) and int(self._sorted[rank]) == digest:
                return True
        self._maybe[place] |= bit
        self._recent.add(digest)
        if len(self._recent) >= _RECENT:
            self._sorted = np.sort(np.concatenate([self._sorted, np.fromiter(self._recent, dtype=np.uint64, count=len(self._recent))]))
            self._recent = set()
        return False
