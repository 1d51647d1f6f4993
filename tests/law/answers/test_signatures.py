"""Households told in columns are completed and answered as the same households told one by one."""

from dataclasses import replace

import numpy as np
import pytest

from relais.law.answers import patterns, screen, signatures
from relais.law.answers.bench import Bench
from relais.law.answers.patterns import Patterns
from relais.law.answers.screen import judged_together, needs_of
from relais.law.rights.catalogue import catalogue
from relais.law.situation.cohort import cohort_of, fits, joined
from relais.law.situation.household import Household
from tests.law.answers import homes
from tests.law.answers.stories import STORIES
from tests.law.answers.test_patterns import told_otherwise
from tests.law.answers.toy import TODAY

NEEDS = needs_of(tuple(catalogue().values()))


def settled(seed: int) -> Household:
    return replace(homes.home(seed), couple_known=True, children_known=True, denied=frozenset())


def test_households_of_one_signature_have_one_mark() -> None:
    marks, known, met, shared = patterns._Marks(NEEDS), Patterns(NEEDS), {}, 0
    for seed in range(0, 90, 3):
        told = [settled(seed), *told_otherwise(settled(seed))]
        for household, signature in zip(told, known._signatures.of(cohort_of(told)), strict=True):
            shared += signature in met
            assert met.setdefault(signature, marks.of(household)) == marks.of(household), household
    assert shared > 1000


def test_signatures_are_the_same_from_one_cohort_to_the_next() -> None:
    known = Patterns(NEEDS)
    told = [settled(seed) for seed in range(30)]
    together = known._signatures.of(cohort_of(told))
    assert [known._signatures.of(cohort_of([one]))[0] for one in told] == together


def test_too_many_names_begin_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "MOST_NAMES", 1)
    known, told = Patterns(NEEDS), settled(1)
    other = replace(told, persons=tuple(replace(one, id=f"x{one.id}") for one in told.persons))
    assert known.of_cohort(cohort_of([told]))[0] is known.of(told)
    assert known.of_cohort(cohort_of([other]))[0] is known.of(other)
    assert known.of(other) is not known.of(told)


def test_a_cohort_gives_back_its_households() -> None:
    told = [settled(seed) for seed in range(20)]
    cohort = joined([cohort_of(told[:7]), cohort_of(told[7:])])
    assert list(cohort) == told
    assert list(cohort.take(np.array([5, 2, 11]))) == [told[5], told[2], told[11]]
    assert list(cohort[3:5]) == told[3:5]


def test_answers_in_columns_are_the_answers_one_by_one(engine, cards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "ROWS_AT_ONCE", 3000)
    told = [one for one in (*STORIES, *map(homes.home, range(36))) if fits(one)]
    told = [replace(one, month=told[0].month) for one in told]
    assert len(told) > 25
    bench = Bench(cards, TODAY, frozenset({"rsa"}))
    columns = judged_together(cohort_of(told), engine, bench, Patterns(needs_of(cards)))
    for place in range(0, len(told), 4):
        alone = judged_together([told[place]], engine, bench, Patterns(needs_of(cards)))
        assert columns.detail.questions[place] == alone.detail.questions[0]
        for name in ("states", "figures"):
            assert np.array_equal(getattr(columns, name)[place], getattr(alone, name)[0], equal_nan=name == "figures"), name
        for name in ("conditions", "sides"):
            mine, its = getattr(columns.detail, name)[place], getattr(alone.detail, name)[0]
            assert np.array_equal(mine, its, equal_nan=name == "sides"), name
