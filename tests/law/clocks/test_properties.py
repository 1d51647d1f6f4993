"""What no answer ever does, whatever the rule and the days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from relais.law.clocks.engine import Reckoning, answer, reckon
from relais.law.clocks.given import Given, ImpossibleDatesError, Pause, reception
from relais.law.clocks.holidays import calendar
from relais.law.clocks.tables import rules

DAYS = st.dates(date(2003, 1, 1), date(2090, 12, 31))
CODES = st.sampled_from([code for code, rule in rules().items() if rule.steps])
AFTER = st.none() | st.integers(0, 500)
#: days that contradict each other are refused, hence discarded.
DISCARDS = [HealthCheck.filter_too_much, HealthCheck.too_slow]
TODAY = date(2026, 11, 22)


@st.composite
def told(draw: st.DrawFn) -> Given:
    """Days that may follow a reception; some contradict each other, and are then refused."""
    received = draw(DAYS)

    def later() -> date | None:
        gap = draw(AFTER)
        return None if gap is None else received + timedelta(days=gap)

    return Given(
        received=received,
        complete=later(),
        asked=later(),
        filed=later(),
        rectification=later(),
        answer=later(),
        silence_reasons=later(),
        zone=draw(st.sampled_from(sorted(calendar().zones))),
        remedies_missing=draw(st.booleans()),
        suspended=tuple(draw(st.lists(pauses(received), max_size=2))),
        interrupted=tuple(draw(st.lists(pauses(received), max_size=1))),
    )


def pauses(received: date) -> st.SearchStrategy[Pause]:
    return st.tuples(st.integers(0, 90), st.integers(0, 90)).map(
        lambda pair: Pause(received + timedelta(days=pair[0]), received + timedelta(days=sum(pair)))
    )


def reckoned(code: str, facts: Given) -> Reckoning:
    try:
        return reckon(rules()[code], facts)
    except ImpossibleDatesError:
        assume(False)
        raise


@given(CODES, told())
@settings(deadline=None, suppress_health_check=DISCARDS, max_examples=150)
def test_a_safe_day_is_never_after_the_legal_one_and_no_day_comes_before_the_start(code: str, facts: Given):
    found = reckoned(code, facts)
    assert found.start >= facts.received
    assert all(dated.safe <= dated.legal for dated in found.dates)
    assert rules()[code].family == "renouvellements" or all(dated.safe >= facts.received for dated in found.dates)


@given(CODES, DAYS, st.integers(0, 200), st.sampled_from(sorted(calendar().zones)), st.booleans())
@settings(deadline=None, suppress_health_check=DISCARDS, max_examples=100)
def test_a_later_reception_never_gives_an_earlier_day(code: str, received: date, gap: int, zone: str, missing: bool):
    first = reckon(rules()[code], Given(received, zone=zone, remedies_missing=missing)).dates
    second = reckon(rules()[code], Given(received + timedelta(days=gap), zone=zone, remedies_missing=missing)).dates
    assert [dated.code for dated in first] == [dated.code for dated in second]
    assert all(one.safe <= other.safe and one.legal <= other.legal for one, other in zip(first, second, strict=True))


@given(CODES, told(), st.integers(0, 25))
@settings(deadline=None, suppress_health_check=DISCARDS, max_examples=40)
def test_an_unknown_reception_holds_the_answer_of_each_day(code: str, facts: Given, wide: int):
    within = reception(received=facts.received, until=facts.received + timedelta(days=wide))
    try:
        found = answer(rules()[code], facts, within=within, on=TODAY)
    except ImpossibleDatesError:
        assume(False)
        raise
    window = {dated.code: dated for dated in found.dates}
    for day in within.days():
        try:
            alone = reckon(rules()[code], replace(facts, received=day))
        except ImpossibleDatesError:
            continue
        for dated in alone.dates:
            assert window[dated.code].safe <= dated.safe <= dated.legal <= window[dated.code].legal


@given(DAYS, st.integers(0, 40), st.integers(0, 20), st.integers(1, 20), st.integers(0, 20))
@settings(deadline=None)
def test_two_suspensions_apart_lose_the_sum_of_their_days(received: date, before: int, first: int, between: int, second: int):
    """Mediation then conciliation: what is left after the first runs on, as if each were alone; a shared day counts once."""
    one = Pause(received + timedelta(days=before), received + timedelta(days=before + first))
    other = Pause(one.ended + timedelta(days=between), one.ended + timedelta(days=between + second))
    assume(before <= 50 and before + between < 55)
    rule = rules()["renouvellement.apl"]

    def last(*pauses: Pause) -> date:
        return reckon(rule, Given(received, suspended=pauses)).dates[0].legal

    assert last(one, other) - last() == timedelta(days=first + second)
    assert last(one, other) == last(other, one)
    assert last(one, one) == last(one)
    whole = Pause(one.began, other.ended)
    assert last(whole, one, other) == last(whole)


@given(DAYS, st.integers(0, 55), st.integers(0, 200))
@settings(deadline=None)
def test_an_interruption_starts_the_whole_time_again(received: date, asked: int, long: int):
    pause = Pause(received + timedelta(days=asked), received + timedelta(days=asked + long))
    rule = rules()["recours.tribunal_administratif"]
    assert reckon(rule, Given(received, interrupted=(pause,))).dates[0].legal == reckon(rule, Given(pause.ended)).dates[0].legal


def test_a_pause_begun_after_the_last_day_opens_nothing_again():
    late = Pause(date(2026, 11, 20), date(2026, 12, 20))
    plain = reckon(rules()["recours.caisse"], Given(date(2026, 9, 12))).dates
    assert reckon(rules()["recours.caisse"], Given(date(2026, 9, 12), suspended=(late,))).dates == plain
    assert reckon(rules()["recours.caisse"], Given(date(2026, 9, 12), interrupted=(late,))).dates == plain


@pytest.mark.parametrize(
    "facts",
    [
        {"complete": date(2026, 9, 1)},
        {"asked": date(2026, 10, 1), "complete": date(2026, 9, 20)},
        {"asked": date(2026, 10, 1), "asked_until": date(2026, 9, 20)},
        {"filed": date(2026, 9, 1)},
        {"answer": date(2026, 9, 1)},
        {"filed": date(2026, 10, 1), "answer": date(2026, 9, 20)},
        {"rectification": date(2026, 9, 1)},
        {"silence_reasons": date(2026, 9, 20)},
        {"silence_reasons": date(2027, 3, 1), "answer": date(2027, 2, 20)},
        {"suspended": (Pause(date(2026, 9, 1), date(2026, 10, 1)),)},
        {"interrupted": (Pause(date(2026, 10, 2), date(2026, 10, 1)),)},
    ],
)
def test_days_that_contradict_each_other_are_refused_in_one_french_sentence(facts: dict[str, object]):
    with pytest.raises(ImpossibleDatesError) as refused:
        reckon(rules()["silence.mdph"], Given(date(2026, 9, 12), **facts))  # type: ignore[arg-type]
    said = str(refused.value)
    assert "\n" not in said
    assert "2026" in said or "2027" in said
