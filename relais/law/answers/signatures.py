"""The signature of each household of a cohort: all that its pattern may depend on, as bytes, in columns.

Finer than the mark of ``patterns`` or as fine, never coarser: two households of one signature have one mark. The pattern is looked for
once for each signature, with one of its households.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

import numpy as np

from relais.law.answers.slots import BIRTH, HOUSING, OTHER_INCOMES, RENTED, STATUS, STATUS_TOLD_BY, born, completed_age, last_month
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.cohort import Cohort
from relais.law.situation.facts import Fact, Scope, Value
from relais.law.situation.roles import ROLE_WORDS

#: names of persons that have a rank of their own.
MOST_NAMES = 4096


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a household its completions may depend on. ``facts``: those read by some right or named by a way to open one. ``ages``:
    where the values tried turn, in order; ``majority`` among them."""

    facts: frozenset[str]
    ages: Sequence[int]
    majority: int


class Signatures:
    """Signatures of households: the same bytes from one cohort to the next, until it is ``full`` of names of persons."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._names: dict[str, int] = {}
        known = facts()
        self._persons = [fact for code, fact in known.items() if fact.scope is Scope.PERSON and code in asked.facts]
        self._dwelling = [fact for code, fact in known.items() if fact.scope is Scope.HOUSEHOLD and code in asked.facts]
        self._parents: dict[str, list[str]] = {}
        for code, fact in known.items():
            for parent in fact.asked_when:
                self._parents.setdefault(parent, []).append(code)
        self._accepted = {
            parent: tuple(dict.fromkeys(value for child in children for value in known[child].asked_when[parent]))
            for parent, children in self._parents.items()
        }

    def of(self, cohort: Cohort) -> list[bytes]:
        """By household."""
        people, dwellings = _packed(self._of_persons(cohort)), _packed(self._of_dwellings(cohort))
        starts = (cohort.starts * people.shape[1]).tolist()
        flat, mine, width = people.tobytes(), dwellings.tobytes(), dwellings.shape[1]
        return [mine[rank * width : (rank + 1) * width] + flat[start:stop] for rank, (start, stop) in enumerate(pairwise(starts))]

    def _of_persons(self, cohort: Cohort) -> Iterator[Column]:
        """Columns (P,) of what is told and not told of each person; what is told counts only for what is not."""
        yield cohort.role
        yield self._ranks_of_names(cohort.names)
        nobody = np.zeros(len(cohort.household), dtype=bool)
        still: dict[str, Column] = {}
        for fact in self._persons:
            asked = _ASKED[fact.code][cohort.role]
            told = cohort.persons.get(fact.code)
            still[fact.code] = asked if told is None else asked & ~told.told
            yield still[fact.code]
            yield nobody if told is None or told.refused is None else told.refused
            yield nobody if told is None else told.told & ~asked
        yield from self._of_parents(cohort, Scope.PERSON, still)
        ages = np.logical_or.reduce([flags for code, flags in still.items() if _aged(facts()[code])] or [nobody])
        yield self._ages(cohort, ages)
        yield from _incomes(cohort, still)

    def _of_dwellings(self, cohort: Cohort) -> Iterator[Column]:
        """Columns (N,) likewise of the households."""
        nobody = np.zeros(len(cohort), dtype=bool)
        still: dict[str, Column] = {}
        for fact in self._dwelling:
            told = cohort.dwellings.get(fact.code)
            still[fact.code] = np.ones(len(cohort), dtype=bool) if told is None else ~told.told
            yield still[fact.code]
            yield nobody if told is None or told.refused is None else told.refused
        yield from self._of_parents(cohort, Scope.HOUSEHOLD, still)
        housing = cohort.dwellings.get(HOUSING)
        yield np.ones(len(cohort), dtype=bool) if housing is None else housing.each(lambda value: value in RENTED, True)

    def _of_parents(self, cohort: Cohort, scope: Scope, still: Mapping[str, Column]) -> Iterator[Column]:
        """What is told of the facts on which others hang that are not told, and whether those are told that hang on one that is not."""
        held = cohort.persons if scope is Scope.PERSON else cohort.dwellings
        nobody = np.zeros(len(cohort.household) if scope is Scope.PERSON else len(cohort), dtype=bool)
        for parent, children in self._parents.items():
            told = held.get(parent)
            if told is None:
                yield nobody.astype(np.uint8)
            else:
                unanswered = np.logical_or.reduce([_unanswered(cohort, scope, child) for child in children])
                yield np.where(unanswered, told.each(partial(_rank, self._accepted[parent]), 0), 0)
            for child in children:
                hanging = held.get(child)
                yield nobody if hanging is None or parent not in still else still[parent] & hanging.each(bool, False)

    def _ages(self, cohort: Cohort, wanted: Column) -> Column:
        """Between which ages each person is, where it is wanted and told."""
        births = cohort.persons.get(BIRTH)
        if births is None or not wanted.any():
            return np.zeros(len(wanted), dtype=np.uint8)
        month, asked = cohort.month, self._asked
        of_age = born(month, asked.majority, 0)

        def between(day: Value) -> int:
            if not isinstance(day, date):
                return 0
            return 1 + 2 * bisect_right(asked.ages, completed_age(day, month)) + (day > of_age)

        return np.where(wanted, births.each(between, 0), 0)

    @property
    def full(self) -> bool:
        """Whether another one should begin."""
        return len(self._names) > MOST_NAMES

    def _ranks_of_names(self, names: Sequence[str]) -> Column:
        ranks = {name: self._names.setdefault(name, len(self._names)) for name in dict.fromkeys(names)}
        return np.fromiter(map(ranks.__getitem__, names), dtype=np.int64, count=len(names))


_ASKED = {
    fact.code: np.array([word in fact.roles for word in ROLE_WORDS.values()]) for fact in facts().values() if fact.scope is Scope.PERSON
}


def _rank(accepted: Sequence[Value], value: Value) -> int:
    """1 and more for each value on which something hangs, all the others together after them."""
    return 1 + (accepted.index(value) if value in accepted else len(accepted))


def _aged(fact: Fact) -> bool:
    return bool(fact.ages or fact.choice_ages) or fact.code == STATUS


def _unanswered(cohort: Cohort, scope: Scope, code: str) -> Column:
    """Whether a fact is not told: of the same person, or by the household of the person; for a fact of the household asked of the
    persons it hangs on, likewise."""
    mine = facts()[code].scope
    told = (cohort.persons if mine is Scope.PERSON else cohort.dwellings).get(code)
    size = len(cohort.household) if mine is Scope.PERSON else len(cohort)
    still = np.ones(size, dtype=bool) if told is None else ~told.told
    if mine is scope:
        return still
    if mine is Scope.HOUSEHOLD:
        return np.asarray(still[cohort.household])
    return np.asarray(np.bincount(cohort.household, weights=still, minlength=len(cohort)) > 0)


def _incomes(cohort: Cohort, still: Mapping[str, Column]) -> Iterator[Column]:
    """What the incomes tell of the status while it is not told; the status, and whether an income is told, while an income is not."""
    size = len(cohort.household)
    nobody = np.zeros(size, dtype=bool)
    told = [cohort.persons.get(code) for code in STATUS_TOLD_BY]
    first = np.zeros(size, dtype=np.uint8)
    for rank, one in reversed(list(enumerate(told, 1))):
        if one is not None:
            first[one.each(lambda value: last_month(value) > 0, False)] = rank
    yield np.where(still.get(STATUS, nobody), first, 0)
    unanswered = np.logical_or.reduce([nobody, *(flags for code, flags in still.items() if facts()[code].reserve == OTHER_INCOMES)])
    status = cohort.persons.get(STATUS)
    ranks = {value: rank for rank, value in enumerate(facts()[STATUS].choices, 1)}
    said = np.zeros(size, dtype=np.uint8) if status is None else status.each(lambda value: ranks.get(str(value), 0), 0)
    yield np.where(unanswered, said, 0)
    yield unanswered & np.logical_or.reduce([nobody, *(one.told for one in told if one is not None)])


def _packed(columns: Iterator[Column]) -> Column:
    """(n, bytes): flags eight a byte, ranks as they are."""
    flags: list[Column] = []
    ranks: list[Column] = []
    for column in columns:
        (flags if column.dtype == np.bool_ else ranks).append(column)
    counts = np.stack([np.asarray(column, dtype="<u2") for column in ranks], axis=1).view(np.uint8)
    bits = np.packbits(np.stack(flags, axis=1), axis=1)
    return np.ascontiguousarray(np.concatenate([counts, bits], axis=1))
