"""The clocks of a domiciliation: months, absences that do not count, ends that wait. Properties, then the days of the stories."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relais.domiciliation.rules.clocks import DAY, Away, begins_on, decide_by, is_away, last_day, renewable_on, renewable_up_to, silent_on
from relais.domiciliation.rules.ends import AGAINST_HER, may_decide, may_end, may_notice
from relais.law.clocks.counting import plus_months

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
AWAY = st.builds(
    lambda first, length: Away(first, first + length * DAY), st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.integers(0, 200)
)


@given(seen=DAYS, away=st.lists(AWAY, max_size=6))
def test_an_absence_never_brings_silence_nearer_whatever_its_order(seen: date, away: list[Away]) -> None:
    plain, due = silent_on(seen_on=seen), silent_on(seen_on=seen, away=away)
    assert plain == plus_months(seen, 3) + DAY
    assert due is not None
    assert plain is not None
    assert due >= plain
    assert due == silent_on(seen_on=seen, away=list(reversed(away)))


@given(seen=DAYS, away=st.lists(AWAY, max_size=6))
def test_the_days_that_count_are_those_of_three_months_each_once(seen: date, away: list[Away]) -> None:
    plain, due = silent_on(seen_on=seen), silent_on(seen_on=seen, away=away)
    assert plain is not None
    assert due is not None
    waited = (due - seen).days - 1
    apart = {seen + n * DAY for n in range(1, waited + 1) if is_away(away, on=seen + n * DAY)}
    assert waited - len(apart) == (plain - seen).days - 1


@given(seen=DAYS, more=AWAY, away=st.lists(AWAY, max_size=4))
def test_one_more_absence_never_shortens(seen: date, more: Away, away: list[Away]) -> None:
    before, after = silent_on(seen_on=seen, away=away), silent_on(seen_on=seen, away=[*away, more])
    assert before is not None
    assert after is not None
    assert after >= before


@given(seen=DAYS, start=st.integers(0, 60))
def test_an_absence_without_end_stops_the_clock(seen: date, start: int) -> None:
    assert silent_on(seen_on=seen, away=[Away(seen + start * DAY, None)]) is None


@given(on=DAYS)
def test_a_year_lasts_a_year_and_is_renewed_before_its_end(on: date) -> None:
    end = last_day(starts_on=on)
    assert timedelta(364) <= end - on <= timedelta(365)
    assert on < renewable_on(ends_on=end) < end
    assert decide_by(asked_on=on) > on
    assert begins_on(decided_on=end - 10 * DAY, ends_on=end) == end + DAY
    assert begins_on(decided_on=end + 10 * DAY, ends_on=end) == end + 10 * DAY


@given(on=DAYS, ends=st.integers(0, 80))
def test_the_list_to_renew_holds_those_whose_renewal_may_be_asked_and_no_other(on: date, ends: int) -> None:
    end = on + ends * DAY
    assert (end <= renewable_up_to(on=on)) == (renewable_on(ends_on=end) <= on)


@given(
    reason=st.sampled_from(sorted(AGAINST_HER)),
    noticed=st.sampled_from(["", *sorted(AGAINST_HER)]),
    on=DAYS,
    by=st.none() | DAYS,
    silent=st.none() | DAYS,
)
def test_no_end_against_her_before_her_answer_nor_once_she_gave_news(
    reason: str, noticed: str, on: date, by: date | None, silent: date | None
) -> None:
    allowed = may_end(reason=reason, noticed=noticed, answer_by=by, silent_on=silent, on=on)
    holds = reason != "non_manifestation" or (silent is not None and silent <= on)
    assert bool(allowed) == (noticed == reason and by is not None and on > by and holds)
    assert allowed or allowed.reason


def test_days_of_the_stories() -> None:
    seen = date(2026, 11, 30)
    assert silent_on(seen_on=seen) == date(2027, 3, 1)
    assert silent_on(seen_on=seen, away=[Away(date(2026, 12, 10), date(2026, 12, 19))]) == date(2027, 3, 11)
    assert last_day(starts_on=date(2028, 2, 29)) == date(2029, 2, 27)
    assert decide_by(asked_on=date(2026, 12, 31)) == date(2027, 2, 28)


def test_what_is_refused_says_why() -> None:
    day = date(2026, 11, 23)
    assert "déjà décidée" in may_decide(outcome="accordee", asked_on=day, decided_on=day, today=day).reason
    assert "avant la demande" in may_decide(outcome="", asked_on=day, decided_on=day - DAY, today=day).reason
    assert "pas encore venu" in may_decide(outcome="", asked_on=day, decided_on=day + DAY, today=day).reason
    assert may_decide(outcome="", asked_on=day, decided_on=day, today=day)
    assert "absence" in may_notice(reason="non_manifestation", silent_on=None, on=day).reason
    assert "ne sont pas passés" in may_notice(reason="non_manifestation", silent_on=day + DAY, on=day).reason
    assert may_notice(reason="non_manifestation", silent_on=day, on=day)
    assert "aucun courrier" in may_notice(reason="logement", silent_on=day, on=day).reason
    assert "d’elle-même" in may_end(reason="echeance", noticed="", answer_by=None, silent_on=None, on=day).reason
    assert may_end(reason="demande", noticed="", answer_by=None, silent_on=None, on=day)
