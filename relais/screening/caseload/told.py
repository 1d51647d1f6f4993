"""The households of a chunk, read from what was cut out of a file: those that may be are told in columns, and what is wrong is said."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from relais.kernel.months import Month
from relais.law.situation.cases import RawCase, RowProblem
from relais.law.situation.cohort import Cohort, cohort_of, fits, joined
from relais.law.situation.document import LONGEST_ID
from relais.law.situation.header import named
from relais.law.situation.household import Household
from relais.law.situation.rows import SheetCase
from relais.law.situation.sheet_columns import SheetReader, Together
from relais.law.situation.sheet_lines import SheetLines

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """``told``: households that can be answered together, with their places in the chunk, in order. ``problems``: of the others, and
    warnings, in the order of the chunk."""

    told: Sequence[tuple[Sequence[int], Sequence[Household]]]
    problems: Sequence[Record]


def read_together(cases: Sequence[RawCase], month: Month) -> Read:
    """Read all the cases of a chunk; ``month``: the one screened when a file names none."""
    sheet = _in_columns(cases, month)
    told: list[tuple[Month, Sequence[int], Cohort]] = []
    if sheet is not None and sheet.cohort is not None:
        told.append((month, sheet.places, sheet.cohort))
    problems: list[Record] = []
    columns: dict[Month, list[tuple[int, Household]]] = defaultdict(list)
    loose: list[tuple[int, Household]] = []
    for place in range(len(cases)) if sheet is None else sheet.others:
        household = _read(cases[place], month, problems)
        if household is not None:
            (columns[household.month] if fits(household) else loose).append((place, household))
    for its_month, some in columns.items():
        told.append((its_month, [place for place, _ in some], cohort_of([one for _, one in some])))
    found: list[tuple[Sequence[int], Sequence[Household]]] = list(_joined(told))
    if loose:
        found.append(([place for place, _ in loose], [one for _, one in loose]))
    return Read(found, problems)


def _in_columns(cases: Sequence[RawCase], month: Month) -> Together | None:
    """What could be read in columns; None when nothing could."""
    if isinstance(cases, SheetLines):
        sheets: Sequence[SheetCase] = cases
        headers = {cases.header.names}
    else:
        sheets = [case for case in cases if isinstance(case, SheetCase)]
        headers = {case.header.names for case in sheets}
    if len(sheets) < len(cases) or len(headers) != 1:
        return None
    try:
        return _reader(headers.pop(), month).read(sheets)
    except Exception:  # noqa: BLE001 - whatever one case provokes, they are read one by one
        return None


@lru_cache(maxsize=2)
def _reader(names: tuple[str, ...], month: Month) -> SheetReader:
    return SheetReader(named(names), month)


def _read(raw: RawCase, month: Month, problems: list[Record]) -> Household | None:
    """One case; None, and a problem, when it cannot be read."""
    try:
        case = raw.read(month)
    except Exception as problem:  # noqa: BLE001 - told like any other household that cannot be read
        problems.append(refusal(raw.id, reason_of(problem)))
        return None
    problems.extend(map(_told, case.problems))
    return case.household


def _joined(told: Sequence[tuple[Month, Sequence[int], Cohort]]) -> Iterator[tuple[Sequence[int], Cohort]]:
    """The cohorts of each month together, households in the order of the chunk."""
    for month in dict.fromkeys(month for month, _, _ in told):
        parts = [(places, cohort) for its_month, places, cohort in told if its_month == month]
        if len(parts) == 1:
            yield parts[0]
            continue
        places = np.concatenate([places for places, _ in parts])
        order = np.argsort(places)
        yield places[order].tolist(), joined([cohort for _, cohort in parts]).take(order)


def reason_of(problem: Exception) -> str:
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
