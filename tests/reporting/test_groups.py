"""Small numbers stay hidden from every combination of questions, and what may be told is told."""

from itertools import combinations_with_replacement, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from relais.kernel.months import Month
from relais.kernel.tallies import SMALLEST, Tally
from relais.reporting.rules.groups import Group, groups, told

MONTHS = [Month(2026, 1).plus(number) for number in range(12)]
#: «a» holds two finer cells, and facts of its own
SERVICES, CELLS = (1, 2), ("a", "a/x", "a/y", "b", "c")
TOP = ("a", "b", "c")
parts = st.lists(
    st.builds(Tally, st.sampled_from(SERVICES), st.sampled_from(MONTHS), st.sampled_from(CELLS), st.integers(0, 25)), max_size=60
)


#: every period that a reader may ask of a year.
SPANS = list(combinations_with_replacement(MONTHS, 2))


@settings(max_examples=150, deadline=None)
@given(parts)
def test_no_number_told_is_under_eleven_and_no_fact_is_counted_twice(held: list[Tally]) -> None:
    found = groups(held, through=MONTHS[11])
    assert all(group.count >= SMALLEST for group in found)
    assert sum(group.count for group in found) <= sum(part.count for part in held)
    for (first, last), service, cell in product(SPANS, (None, *SERVICES), (None, *CELLS)):
        count = told(found, first=first, last=last, service=service, cell=cell).count
        inside = sum(
            part.count
            for part in held
            if first <= part.month <= last and service in (None, part.service) and (cell is None or f"{part.cell}/".startswith(f"{cell}/"))
        )
        assert count is None or SMALLEST <= count <= inside


def number(found: list[Group], first: Month, last: Month, service: int | None = None, cell: str | None = None) -> int:
    return told(found, first=first, last=last, service=service, cell=cell).count or 0


@settings(max_examples=60, deadline=None)
@given(parts)
def test_subtracting_answers_from_one_another_recovers_nothing(held: list[Tally]) -> None:
    """The differencing attack: a month more, a service less, a cell less, all services or cells taken from the whole."""
    found = groups(held, through=MONTHS[11])
    for first, last in SPANS:
        whole = number(found, first, last)
        left = [
            whole - sum(number(found, first, last, service=one) for one in SERVICES),
            whole - sum(number(found, first, last, cell=one) for one in TOP),
            number(found, first, last, cell="a") - sum(number(found, first, last, cell=one) for one in ("a/x", "a/y")),
            number(found, first, last, cell="a") - number(found, first, last, cell="*/x"),
            *(whole - number(found, first, last, service=one) for one in SERVICES),
            *(whole - number(found, first, last, cell=one) for one in CELLS),
        ]
        for service, cell in product((None, *SERVICES), (None, *CELLS)):
            asked = number(found, first, last, service, cell)
            if last < MONTHS[-1]:
                left.append(number(found, first, last.plus(1), service, cell) - asked)
            if first > MONTHS[0]:
                left.append(number(found, first.plus(-1), last, service, cell) - asked)
            if service is not None:
                left.append(asked - sum(number(found, first, last, service, one) for one in TOP if cell is None))
        assert all(rest == 0 or rest >= SMALLEST for rest in left), (first, last, left)


@settings(max_examples=100, deadline=None)
@given(parts, st.integers(0, 10), st.integers(1, 11))
def test_what_is_told_in_the_year_is_told_the_same_at_its_end(held: list[Tally], number: int, more: int) -> None:
    """The groups of a year under way stand whatever comes after: no reading is taken back by a later one."""
    early, late = MONTHS[number], MONTHS[min(11, number + more)]
    then = groups([one for one in held if one.month <= early], through=early)
    assert set(then) <= set(groups([one for one in held if one.month <= late], through=late))


def test_facts_too_few_for_their_cell_wait_for_the_end_of_the_year() -> None:
    held = [Tally(1, MONTHS[month], cell, 4) for month in range(3) for cell in ("a", "b")]
    assert {(one.cell, one.count) for one in groups(held, through=MONTHS[2])} == {("a", 12), ("b", 12)}
    few = [Tally(1, MONTHS[0], "a", 9), Tally(1, MONTHS[0], "b", 10)]
    assert groups(few, through=MONTHS[10]) == []
    assert [one.count for one in groups(few, through=MONTHS[11])] == [19]
    assert {(one.cell, one.count) for one in groups([*few, Tally(1, MONTHS[5], "a", 2)], through=MONTHS[11])} == {("a", 11)}


def test_the_classical_attacks_are_refused() -> None:
    """Two services, one of them small; three cells, one of them small; two periods, one month more."""
    held = [Tally(1, MONTHS[0], "a", 40), Tally(2, MONTHS[0], "a", 3), Tally(1, MONTHS[0], "b", 2), Tally(1, MONTHS[1], "a", 5)]
    found = groups(held, through=MONTHS[11])
    january = {"first": MONTHS[0], "last": MONTHS[0]}
    assert told(found, **january).count == told(found, **january, service=1).count == told(found, **january, cell="a").count == 40
    assert told(found, **january, service=2).count is None
    assert told(found, first=MONTHS[0], last=MONTHS[1]).count == 40, "a month more, and nothing more: five cannot be told"
    assert told(found, first=MONTHS[0], last=MONTHS[11]).count == 40, "ten left over in the year: told nowhere"
    eleven = groups([*held, Tally(2, MONTHS[5], "c", 1)], through=MONTHS[11])
    assert told(eleven, first=MONTHS[0], last=MONTHS[11]).count == 51, "eleven left over are told with the year, all together"
    assert told(eleven, first=MONTHS[0], last=MONTHS[10]).count == 40


def test_a_year_loses_less_than_eleven() -> None:
    chance = np.random.default_rng(7)
    held = [Tally(service, month, cell, int(chance.integers(0, 6))) for service, month, cell in product(SERVICES, MONTHS, CELLS)]
    whole = sum(part.count for part in held)
    assert whole - SMALLEST < number(groups(held, through=MONTHS[11]), MONTHS[0], MONTHS[11]) <= whole


def test_amounts_follow_their_counts() -> None:
    found = groups([Tally(1, MONTHS[0], "a", 12, 360), Tally(1, MONTHS[1], "a", 2, 4)], through=MONTHS[11])
    answer = told(found, first=MONTHS[0], last=MONTHS[11])
    assert (answer.count, answer.amount) == (12, 360)
