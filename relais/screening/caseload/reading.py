"""A caseload's files as numbered chunks of household documents, refused rows beside them; constant memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from relais.kernel.months import Month
from relais.law.situation.cases import Case, RowProblem, SeenIds, UnreadableFileError
from relais.law.situation.catalogue import facts_of
from relais.law.situation.document import write_document
from relais.law.situation.facts import Scope
from relais.law.situation.files import count_cases, read_cases
from relais.screening.caseload.running import Chunk

#: how many well known households one poorly known weighs (measured: 160 ms against 15 to 40).
POORLY_KNOWN = 4


class BadCaseload(Exception):
    """A file that cannot be read at all (format, encoding, columns): one French line."""


def read_chunks(paths: Sequence[Path], *, month: Month, size: int) -> Iterator[Chunk]:
    """Chunks of at most ``size`` cases over all files, numbered from 0 in file order, always cut at the same places.

    A household of which little is known counts for several: it is computed in many variants, and a chunk is what is lost by a
    kill. A household of one file that comes again in another is refused there. BadCaseload names the file that cannot be read.
    """
    number, room = 0, size
    kept: list[Case] = []
    for case in _cases(paths, month):
        if kept and room < _weight(case):
            yield _chunk(number, kept)
            number, room, kept = number + 1, size, []
        kept.append(case)
        room -= _weight(case)
    if kept:
        yield _chunk(number, kept)


def _weight(case: Case) -> int:
    """1, or POORLY_KNOWN when less than half of the facts about the household are told."""
    if case.household is None:
        return 1
    told = len(case.household.facts) + len(case.household.refused)
    return POORLY_KNOWN if 2 * told < len(facts_of(Scope.HOUSEHOLD)) else 1


def _chunk(number: int, cases: Sequence[Case]) -> Chunk:
    documents = [write_document(case.household) for case in cases if case.household is not None]
    return Chunk(number, documents, [_told(each) for case in cases for each in case.problems], len(cases))


def count_households(paths: Sequence[Path]) -> int:
    """How many cases the files hold, told before anything is computed. BadCaseload names the file that cannot be read."""
    total = 0
    for path in paths:
        try:
            total += count_cases(path)
        except UnreadableFileError as problem:
            raise BadCaseload(f"{path.name} : {problem}") from problem
    return total


def _cases(paths: Sequence[Path], month: Month) -> Iterator[Case]:
    seen = SeenIds()
    for path in paths:
        try:
            for case in read_cases(path, month=month):
                yield _again(case) if len(paths) > 1 and seen.met_before(case.id) else case
        except UnreadableFileError as problem:
            raise BadCaseload(f"{path.name} : {problem}") from problem


def _again(case: Case) -> Case:
    problem = RowProblem(case.line, case.id, "", "Ce foyer est déjà dans un fichier lu avant.")
    return Case(case.position, case.line, case.id, None, (problem,))


def _told(problem: RowProblem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "household": problem.household,
        "column": problem.column,
        "message": problem.message,
        "warning": problem.warning,
    }
