"""A caseload's files cut into numbered chunks of households, not read yet; constant memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from relais.kernel.months import Month
from relais.law.situation.cases import Case, RawCase, RowProblem, SeenIds, UnreadableFileError
from relais.law.situation.catalogue import facts_of
from relais.law.situation.facts import Scope
from relais.law.situation.files import count_cases, raw_cases
from relais.screening.caseload.computing import Chunk

#: how many well known households one poorly known weighs: it takes longer still, but fifty of them make a chunk that can be lost.
POORLY_KNOWN = 24


class BadCaseload(Exception):
    """A file that cannot be read at all (format, encoding, columns): one French line."""


def read_chunks(paths: Sequence[Path], *, size: int) -> Iterator[Chunk]:
    """Chunks of at most ``size`` cases over all files, numbered from 0 in file order, always cut at the same places.

    A household of which little is known counts for several: it is computed in many variants, and a chunk is what is lost by a
    kill. A household of one file that comes again in another is refused there. BadCaseload names the file that cannot be read.
    """
    number, room = 0, size
    kept: list[RawCase] = []
    for case in _cases(paths):
        weight = _weight(case)
        if kept and room < weight:
            yield Chunk(number, kept)
            number, room, kept = number + 1, size, []
        kept.append(case)
        room -= weight
    if kept:
        yield Chunk(number, kept)


def _weight(case: RawCase) -> int:
    """1, or POORLY_KNOWN when less than half of the facts about the household are told."""
    return POORLY_KNOWN if 2 * case.told() < len(facts_of(Scope.HOUSEHOLD)) else 1


def count_households(paths: Sequence[Path]) -> int:
    """How many cases the files hold, told before anything is computed. BadCaseload names the file that cannot be read."""
    total = 0
    for path in paths:
        try:
            total += count_cases(path)
        except UnreadableFileError as problem:
            raise BadCaseload(f"{path.name} : {problem}") from problem
    return total


def _cases(paths: Sequence[Path]) -> Iterator[RawCase]:
    seen = SeenIds()
    for path in paths:
        try:
            for case in raw_cases(path):
                yield _Again(case.position, case.line, case.id) if len(paths) > 1 and case.id and seen.met_before(case.id) else case
        except UnreadableFileError as problem:
            raise BadCaseload(f"{path.name} : {problem}") from problem


@dataclass(frozen=True, slots=True)
class _Again:
    """A household that an earlier file already held. Satisfies ``RawCase``."""

    position: int
    line: int
    id: str

    def told(self) -> int:
        return len(facts_of(Scope.HOUSEHOLD))

    def read(self, _month: Month) -> Case:
        problem = RowProblem(self.line, self.id, "", "Ce foyer est déjà dans un fichier lu avant.")
        return Case(self.position, self.line, self.id, None, (problem,))
