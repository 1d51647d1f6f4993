"""One chunk of a caseload: households cut out of a file in, rows ready for the output back. Free of Django; a cluster may run it.

All that costs time for each household is done here, in the worker: reading its facts, answering, writing its rows. What goes
between processes is what the file held and the bytes of the output, and the command itself only cuts and copies.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from relais.kernel.months import Month
from relais.law.situation.cases import RawCase, RowProblem
from relais.law.situation.document import LONGEST_ID, read_household, write_document
from relais.law.situation.household import Household
from relais.screening.caseload.answered import Answered
from relais.screening.caseload.writing import encode

Record = dict[str, Any]
#: (households of a month, the month) → the answers of each household, in order.
ChunkFunction = Callable[[Sequence[Household], Month], Sequence[Answered]]
#: (right, group) → households.
Tally = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Work:
    """What every chunk of a run has done to it. ``months``: the first one is that of incomes told without a month."""

    function: ChunkFunction
    months: Sequence[Month]
    kind: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Households that follow each other in the files, not read yet."""

    number: int
    cases: Sequence[RawCase]


@dataclass(frozen=True, slots=True)
class Done:
    """A finished chunk: ``rows`` of the output's format, how many ``cases`` it held and how many were ``answered``, what was
    refused, and the ``tally`` of the first month.
    """

    number: int
    rows: bytes = b""
    cases: int = 0
    answered: int = 0
    problems: list[Record] = field(default_factory=list)
    tally: Tally = field(default_factory=Counter)


def compute_chunk(chunk: Chunk, work: Work) -> Done:
    """Answer a chunk for each month; a household that cannot be read or computed becomes a problem and the others go on."""
    problems: list[Record] = []
    households: list[Household] = []
    for raw in chunk.cases:
        try:
            case = raw.read(work.months[0])
        except Exception as problem:  # noqa: BLE001 - told like any other household that cannot be read
            problems.append(refusal(raw.id, _reason(problem)))
            continue
        problems.extend(map(_told, case.problems))
        if case.household is not None:
            households.append(case.household)
    try:
        answered = _answers(households, work)
    except Exception:  # noqa: BLE001 - whatever one household provokes must not lose its neighbours
        answered = [months for household in households for months in _alone(household, work, problems)]
    tally = Tally(chain.from_iterable(first.groups() for first, *_ in answered))
    return Done(chunk.number, encode(work.kind, chain.from_iterable(answered)), len(chunk.cases), len(answered), problems, tally)


def _answers(households: Sequence[Household], work: Work) -> list[tuple[Answered, ...]]:
    """For each household, its answers of each month."""
    if not households:
        return []
    by_month = [work.function([_screened(each, month) for each in households], month) for month in work.months]
    return list(zip(*by_month, strict=True))


def _alone(household: Household, work: Work, problems: list[Record]) -> Iterable[tuple[Answered, ...]]:
    try:
        return _answers([household], work)
    except Exception as problem:  # noqa: BLE001 - told in the file of errors, with the household's own identifier
        problems.append(refusal(household.id, _reason(problem)))
        return []


def _screened(household: Household, month: Month) -> Household:
    """The household as of another month: incomes told by month keep their months, the last one told goes on."""
    if household.month == month:
        return household
    reading = read_household({**write_document(household), "month": str(month)}, month=month)
    if reading.household is None:
        raise ValueError(" ".join(problem.message for problem in reading.problems if not problem.warning))
    return reading.household


def _reason(problem: Exception) -> str:
    """A refusal of ours is a French sentence; anything else is named by its kind, since its text may hold facts."""
    return str(problem) if type(problem) is ValueError else f"calcul impossible : {type(problem).__name__}"


def refusal(household: str, message: str) -> Record:
    """A household of which nothing more precise is known than that it cannot be answered."""
    return {"line": "", "household": household[:LONGEST_ID], "column": "", "message": message, "warning": False}


def _told(problem: RowProblem) -> Record:
    return {
        "line": problem.line,
        "household": problem.household[:LONGEST_ID],
        "column": problem.column,
        "message": str(problem.message),  # a plain text: it goes to another process
        "warning": problem.warning,
    }
