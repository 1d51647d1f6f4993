"""One chunk of a caseload: households cut out of a file in, rows ready for the output back. Free of Django; a cluster may run it.

All that costs time for each household is done here, in the worker: reading its facts, answering, writing its rows. What goes
between processes is what the file held and the bytes of the output, and the command itself only cuts and copies.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from relais.kernel.months import Month
from relais.law.situation.cases import RawCase
from relais.law.situation.cohort import Cohort, cohort_of
from relais.law.situation.document import read_household, write_document
from relais.law.situation.household import Household
from relais.law.situation.sheet_lines import in_lines
from relais.screening.caseload.answered import Answered, Together
from relais.screening.caseload.told import Record, read_together, reason_of, refusal
from relais.screening.caseload.writing import encode

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

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process in columns when it may be."""
        return Chunk, (self.number, in_lines(self.cases))


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
    read = read_together(chunk.cases, work.months[0])
    problems = list(read.problems)
    answered: list[tuple[int, tuple[Answered, ...]]] = []
    for places, households in read.told:
        try:
            answered += zip(places, _answers(households, work), strict=True)
        except Exception:  # noqa: BLE001 - whatever one household provokes must not lose its neighbours
            for place, household in zip(places, households, strict=True):
                answered += ((place, months) for months in _alone(household, work, problems))
    answered.sort(key=itemgetter(0))
    tally = _tally([first for _, (first, *_) in answered])
    rows = encode(work.kind, chain.from_iterable(months for _, months in answered))
    return Done(chunk.number, rows, len(chunk.cases), len(answered), problems, tally)


def _tally(answered: Iterable[Answered]) -> Tally:
    """How many households each right and each group has."""
    found: dict[int, tuple[Together, list[int]]] = {}
    for one in answered:
        found.setdefault(id(one.answers), (one.answers, []))[1].append(one.place)
    tally = Tally()
    for answers, places in found.values():
        tally.update(answers.tally(places))
    return tally


def _answers(households: Sequence[Household], work: Work) -> list[tuple[Answered, ...]]:
    """For each household, its answers of each month."""
    by_month = [work.function(_screened(households, month), month) for month in work.months]
    return list(zip(*by_month, strict=True))


def _alone(household: Household, work: Work, problems: list[Record]) -> Iterable[tuple[Answered, ...]]:
    try:
        return _answers([household], work)
    except Exception as problem:  # noqa: BLE001 - told in the file of errors, with the household's own identifier
        problems.append(refusal(household.id, reason_of(problem)))
        return []


def _screened(households: Sequence[Household], month: Month) -> Sequence[Household]:
    """The households as of a month."""
    if isinstance(households, Cohort):
        return households if households.month == month else cohort_of([_as_of(each, month) for each in households])
    return [_as_of(each, month) for each in households]


def _as_of(household: Household, month: Month) -> Household:
    """The household as of another month: incomes told by month keep their months, the last one told goes on."""
    if household.month == month:
        return household
    reading = read_household({**write_document(household), "month": str(month)}, month=month)
    if reading.household is None:
        raise ValueError(" ".join(problem.message for problem in reading.problems if not problem.warning))
    return reading.household
