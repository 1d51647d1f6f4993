"""The rules of the week on readings, as plain values: what they tell, what they never tell, whoever reads what."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.administration.rules import readings
from relais.administration.rules.readings import DAYS_BACK, Found, Reading, Rule, signals
from relais.administration.terms import TOLD, SignalRule, SignalStanding
from relais.people.rules import NameShared, Standing

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
AWA, LEON = UUID(int=1), UUID(int=2)
FILES = [UUID(int=100 + rank) for rank in range(8)]


def reading(file: int = 0, *, account: UUID = AWA, days: float = 0, standing: Standing = Standing.KEPT) -> Reading:
    at = MONDAY + timedelta(days=days)
    return Reading(account, FILES[file], at, at.date(), standing)


def told(*read: Reading, wrote: set[readings.Pair] | None = None, names: dict[readings.Pair, NameShared] | None = None) -> list[Rule]:
    return [one.rule for one in signals(read, wrote=wrote or set(), names=names or {}, most_an_hour=5)]


def test_what_nothing_opens_is_told_and_what_is_examined_elsewhere_is_not() -> None:
    assert told(reading(standing=Standing.NONE)) == [Rule.NOTHING_OPENS]
    for standing in set(Standing) - {Standing.NONE, Standing.PRESENT_ALONE}:
        assert told(reading(standing=standing)) == [], standing
    seen = {(AWA, FILES[0]): NameShared.WHOLE}
    assert told(reading(standing=Standing.EXCEPTIONAL), names=seen) == [], "its review is of the head, who knows both"


def test_a_presence_that_the_reader_wrote_down_is_told() -> None:
    assert told(reading(standing=Standing.PRESENT_ALONE)) == [Rule.DESK_ALONE]


def test_more_files_in_an_hour_than_chosen_are_told_once_a_day_with_the_fullest_hour() -> None:
    minute = 1 / 24 / 60
    spread = [reading(rank, days=rank * 12 * minute) for rank in range(6)]
    assert told(*spread[:5]) == []
    assert told(*spread) == [], "the first is an hour old when the sixth is opened"
    close = [reading(rank, days=rank * minute) for rank in range(7)]
    (found,) = signals(close, wrote=set(), names={}, most_an_hour=5)
    assert (found.rule, found.file, found.count) == (Rule.MANY, None, 7)
    assert told(*close, *(reading(rank, days=1 + rank * minute) for rank in range(6))) == [Rule.MANY, Rule.MANY]
    assert told(*(reading(0, days=rank * minute) for rank in range(50))) == [], "one file read again is one file"


def test_who_comes_back_without_writing_is_told_unless_the_file_is_theirs() -> None:
    days = [reading(days=day, standing=Standing.TEAM) for day in range(DAYS_BACK)]
    assert told(*days[:-1]) == []
    assert told(*days) == [Rule.COMES_BACK]
    assert told(*days, wrote={(AWA, FILES[0])}) == []
    assert told(*days, wrote={(LEON, FILES[0])}) == [Rule.COMES_BACK]
    assert told(*(reading(days=day, standing=Standing.PRESENT) for day in range(5))) == [], "the référent was told each day"


@pytest.mark.parametrize("shared", [NameShared.FAMILY, NameShared.WHOLE])
def test_a_name_shared_is_told_to_whoever_reads_also_her_own_files(shared: NameShared) -> None:
    rule = Rule.COLLEAGUE if shared is NameShared.WHOLE else Rule.FAMILY_NAME
    assert told(reading(), reading(days=1), names={(AWA, FILES[0]): shared}) == [rule]
    assert told(reading(), names={(LEON, FILES[0]): shared}) == []


_READINGS = st.lists(
    st.builds(
        lambda file, account, minutes, standing: reading(file, account=account, days=minutes / 1440, standing=standing),
        st.integers(0, len(FILES) - 1),
        st.sampled_from((AWA, LEON)),
        st.integers(0, 7 * 1440 - 1),
        st.sampled_from(Standing),
    ),
    max_size=40,
)
_PAIRS = st.sets(st.tuples(st.sampled_from((AWA, LEON)), st.sampled_from(FILES)), max_size=6)
_NAMES = st.dictionaries(st.tuples(st.sampled_from((AWA, LEON)), st.sampled_from(FILES)), st.sampled_from(NameShared), max_size=6)


@given(_READINGS, _READINGS, _PAIRS, _NAMES)
def test_one_more_reading_takes_no_signal_away(
    some: list[Reading], more: list[Reading], wrote: set[readings.Pair], names: dict[readings.Pair, NameShared]
) -> None:
    before = {one.key for one in signals(some, wrote=wrote, names=names, most_an_hour=5)}
    assert before <= {one.key for one in signals([*some, *more], wrote=wrote, names=names, most_an_hour=5)}


@given(_READINGS, _PAIRS)
def test_whoever_keeps_a_file_is_told_for_neither_standing_nor_coming_back(some: list[Reading], wrote: set[readings.Pair]) -> None:
    own = [Reading(one.account, one.file, one.at, one.on, Standing.KEPT) for one in some]
    assert {one.rule for one in signals(own, wrote=wrote, names={}, most_an_hour=5)} <= {Rule.MANY}


@given(_READINGS, _PAIRS, _NAMES, st.randoms(use_true_random=False))
def test_the_same_readings_in_any_order_tell_the_same_each_once(
    some: list[Reading], wrote: set[readings.Pair], names: dict[readings.Pair, NameShared], order: object
) -> None:
    mixed = sorted(some, key=lambda _one: order.random())  # type: ignore[attr-defined]  # a drawn Random
    found = signals(some, wrote=wrote, names=names, most_an_hour=5)
    assert signals(mixed, wrote=wrote, names=names, most_an_hour=5) == found
    assert len({one.key for one in found}) == len(found)


@given(_READINGS, _PAIRS, _NAMES)
def test_a_signal_holds_identifiers_codes_and_numbers_and_is_of_what_was_read(
    some: list[Reading], wrote: set[readings.Pair], names: dict[readings.Pair, NameShared]
) -> None:
    read = {(one.account, one.file) for one in some}
    for one in signals(some, wrote=wrote, names=names, most_an_hour=5):
        assert isinstance(one, Found)
        assert (one.account, one.file) in read or (one.file is None and one.count > 5)
        assert not any(isinstance(getattr(one, name), str) for name in ("account", "file", "on", "count")), "no text but codes"


def test_each_rule_says_its_reason_and_what_it_does_not_mean() -> None:
    assert {one.value for one in Rule} == set(SignalRule.values) == set(map(str, TOLD))
    assert {one.value for one in Standing} == set(SignalStanding.values)
    for one in TOLD.values():
        assert str(one.why).endswith(".")
        assert str(one.not_a).endswith(".")
        assert not re.search(r"faute|soupçon|fraude|contrôle", f"{one.why} {one.not_a}")


def test_nobody_says_what_becomes_of_a_signal_about_themselves() -> None:
    assert readings.may_settle(about=AWA, by=LEON)
    assert not readings.may_settle(about=AWA, by=AWA)
    assert not readings.may_settle(about=AWA, by=None)
