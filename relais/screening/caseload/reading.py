"""A caseload's files as numbered chunks of household documents, refused rows beside them; constant memory."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from relais.kernel.months import Month
from relais.law.situation.cases import Case, RowProblem, SeenIds, UnreadableFileError
from relais.law.situation.document import write_document
from relais.law.situation.files import count_cases, read_cases
from relais.screening.caseload.running import Chunk


class BadCaseload(Exception):
    """A file that cannot be read at all (format, encoding, columns): one French line."""


def read_chunks(paths: Sequence[Path], *, month: Month, size: int) -> Iterator[Chunk]:
    """Chunks of at most ``size`` cases over all files, numbered from 0 in file order.

    A household of one file that comes again in another is refused there. BadCaseload names the file that cannot be read.
    """
    cases = _cases(paths, month)
    number = 0
    while kept := list(islice(cases, size)):
        documents = [write_document(case.household) for case in kept if case.household is not None]
        yield Chunk(number, documents, [_told(each) for case in kept for each in case.problems])
        number += 1


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
