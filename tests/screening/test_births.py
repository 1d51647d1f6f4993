"""Several births typed in one field."""

from datetime import date

import pytest

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.situation.typed import UnreadableError
from relais.screening.rules.births import read_births, with_birth

MONTH = Month(2026, 11)


def days(text: str) -> list[date | None]:
    return [day.day if day else None for day in read_births(text, month=MONTH, called=Sentence("enfants")).days]


@pytest.mark.parametrize(
    "text", ["12/3/2014, 5/6/2020", "12/3/2014 ; 5/6/2020", "12/3/2014 et 5/6/2020", "12/3/2014 and 5/6/2020", "12/3/2014 5/6/2020"]
)
def test_dates_by_any_separator(text: str) -> None:
    assert days(text) == [date(2014, 3, 12), date(2020, 6, 5)]


def test_ages_and_dates_together() -> None:
    first, second = days("12 ans, 5/6/2020")
    assert first is not None and first.year in (2013, 2014)
    assert second == date(2020, 6, 5)


@pytest.mark.parametrize(
    ("text", "count"), [("2", 2), ("3 enfants", 3), ("0", 0), ("aucun", 0), ("1 enfant", 1), ("2 children", 2), ("none", 0)]
)
def test_a_lone_figure_is_a_number(text: str, count: int) -> None:
    assert days(text) == [None] * count


def test_a_lone_age_says_ans() -> None:
    assert days("4 ans")[0] is not None
    assert days("4 years") == days("4 ans")


@pytest.mark.parametrize("text", ["40", ", ".join(["3 ans"] * 21)])
def test_forty_children_are_refused_with_the_limit(text: str) -> None:
    with pytest.raises(UnreadableError, match="20 au plus"):
        days(text)


def test_the_entry_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UnreadableError, match="32/13/2014"):
        days("12/3/2014, 32/13/2014")


def test_a_birth_told_later_keeps_the_place_of_the_others() -> None:
    assert with_birth("2", rank=2, birth="5/6/2020", count=2) == "?, 5/6/2020"
    assert with_birth("?, 5/6/2020", rank=1, birth="12 ans", count=2) == "12 ans, 5/6/2020"
    assert days("?, 5/6/2020") == [None, date(2020, 6, 5)]


def test_a_question_of_an_older_tab_about_a_child_no_longer_told_changes_nothing() -> None:
    assert with_birth("2", rank=5, birth="12 ans", count=2) == "2"
