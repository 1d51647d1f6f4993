"""Days, months, holidays: the vectors of the doctrine, each zone, and what counting never does."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as other_easter
from hypothesis import given, settings
from hypothesis import strategies as st

from relais.law.clocks.counting import OutOfReachError, Span, first_working, is_working, last_working
from relais.law.clocks.holidays import calendar, easter, holidays_of, is_holiday
from relais.law.clocks.sources import sources
from tests.law.clocks.reading import dates

DAYS = st.dates(date(2001, 1, 1), date(2095, 12, 31))
ZONES = st.sampled_from(sorted(calendar().zones))
SPANS = st.builds(Span, st.integers(0, 30), st.sampled_from(["days", "months", "years", "working_days", "open_days"])).filter(
    lambda span: span.unit != "years" or span.count < 4
)


@pytest.mark.parametrize(
    ("received", "not_franc", "franc"),
    [
        ("2023-02-10", "2023-04-11", "2023-04-11"),
        ("2026-12-31", "2027-03-01", "2027-03-01"),
        ("2026-06-30", "2026-08-31", "2026-08-31"),
        ("2026-03-01", "2026-05-04", "2026-05-04"),
        ("2026-09-12", "2026-11-12", "2026-11-13"),
        ("2027-02-28", "2027-04-28", "2027-04-29"),
    ],
)
def test_two_months_as_the_doctrine_works_them(received: str, not_franc: str, franc: str):
    assert dates("recours.caisse", received=received)["recours"][1] == date.fromisoformat(not_franc)
    assert dates("recours.tribunal_administratif", received=received)["tribunal"] == (
        date.fromisoformat(not_franc),
        date.fromisoformat(franc),
    )


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        ("2026-12-31", "2 months", "2027-02-28"),
        ("2027-12-31", "2 months", "2028-02-29"),
        ("2028-02-29", "1 years", "2029-02-28"),
        ("2026-11-22", "20 days", "2026-12-12"),
        ("2027-01-31", "-2 months", "2026-11-30"),
        ("2026-10-30", "10 working_days", "2026-11-16"),
        ("2026-10-30", "10 open_days", "2026-11-12"),
        ("2026-05-07", "1 working_days", "2026-05-11"),
        ("2026-05-07", "1 open_days", "2026-05-09"),
    ],
)
def test_a_span_ends_where_the_code_says(start: str, span: str, last: str):
    assert Span.parse(span).after(date.fromisoformat(start), "metropole") == date.fromisoformat(last)


@pytest.mark.parametrize("text", ["2 moons", "two months", "", "2months", "-3 working_days", "1000 days"])
def test_what_is_not_a_span_is_refused(text: str):
    with pytest.raises(ValueError, match=r"span|working days"):
        Span.parse(text)


def test_a_day_out_of_reach_is_said():
    with pytest.raises(OutOfReachError):
        Span.parse("2 months").after(date(2100, 12, 1), "metropole")
    with pytest.raises(OutOfReachError):
        Span.parse("-20 days").after(date(2000, 1, 5), "metropole")


def test_easter_is_the_one_of_everybody():
    assert all(easter(year) == other_easter(year) for year in range(2000, 2101))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("alsace-moselle", "2026-04-03"),
        ("alsace-moselle", "2028-12-26"),
        ("mayotte", "2027-04-27"),
        ("martinique", "2028-05-22"),
        ("guadeloupe", "2027-05-27"),
        ("saint-martin", "2027-05-27"),
        ("guyane", "2027-06-10"),
        ("saint-barthelemy", "2028-10-09"),
        ("reunion", "2027-12-20"),
    ],
)
def test_a_local_holiday_is_one_there_and_nowhere_else(zone: str, day: str):
    found = date.fromisoformat(day)
    assert is_holiday(found, zone)
    assert not is_holiday(found, "metropole")


def test_the_eleven_holidays_of_the_mainland_and_good_friday_only_for_the_legal_day():
    assert len(holidays_of(2026, "metropole")) == 11
    assert len(holidays_of(2026, "alsace-moselle")) == 13
    assert date(2026, 4, 3) not in holidays_of(2026, "alsace-moselle", certain_only=True)
    assert {one.source for one in calendar().holidays} <= set(sources())


@given(DAYS, ZONES)
@settings(deadline=None)
def test_a_holiday_is_never_a_working_day(day: date, zone: str):
    for holiday in holidays_of(day.year, zone):
        assert not is_working(holiday, zone)
        assert not is_working(holiday, zone, saturdays=True)


@given(DAYS, ZONES)
@settings(deadline=None)
def test_a_day_moves_to_the_nearest_working_one(day: date, zone: str):
    after, before = first_working(day, zone), last_working(day, zone)
    assert before <= day <= after
    assert is_working(after, zone)
    assert is_working(before, zone)
    assert not any(is_working(day + timedelta(days=rank), zone) for rank in range((after - day).days))


@given(DAYS, st.integers(0, 400), SPANS, ZONES)
@settings(deadline=None)
def test_a_later_start_never_ends_earlier_and_nothing_ends_before_it_starts(day: date, gap: int, span: Span, zone: str):
    later = min(day + timedelta(days=gap), date(2095, 12, 31))
    assert day <= span.after(day, zone) <= span.after(later, zone)
