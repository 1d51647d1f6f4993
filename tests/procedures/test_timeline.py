"""The line of time: everything in the frame, in the order of time, no mark upon another, and what is over is said."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.law.clocks.engine import Answer, answer
from relais.law.clocks.given import Given, reception
from relais.law.clocks.tables import rules
from relais.procedures.rules.timeline import timeline

TODAY = date(2026, 11, 22)
DATED = [code for code, rule in rules().items() if rule.steps]


def found(code: str, received: date | None = TODAY, posted: date | None = None) -> Answer:
    within = reception(received=received, posted=posted)
    return answer(rules()[code], Given(within.first, posted=posted), within=within, on=TODAY)


@given(st.sampled_from(DATED), st.integers(-800, 0), st.booleans())
def test_every_clock_stands_in_its_frame(code: str, ago: int, known: bool) -> None:
    day = TODAY + timedelta(days=ago)
    line = timeline(found(code, day if known else None, None if known else day), today=TODAY)
    assert line.known is known
    places = [line.today_x, line.first_x, line.last_x, *(x for point in line.points for x in (point.safe_x, point.legal_x))]
    assert all(5 <= x <= 95 for x in places)
    assert min(places) == 5
    assert [point.number for point in line.points] == list(range(1, len(line.points) + 1))
    assert all(point.safe_x <= point.legal_x and 0 < point.y <= line.base < line.height for point in line.points)
    for one, other in combinations(line.points, 2):
        assert one.y != other.y or other.safe_x - one.legal_x >= 10.9 or one.safe_x - other.legal_x >= 10.9
    assert len(line.ticks) <= 4
    assert any(tick.dated for tick in line.ticks[:2]) or not line.ticks
    if len(line.ticks) > 1 and line.ticks[0].dated and line.ticks[1].dated:
        assert line.ticks[1].x - line.ticks[0].x >= 27, "two years written one over the other"


def test_what_is_over_is_told_apart_from_what_is_closing() -> None:
    clock = found("recours.contrainte")
    (point,) = timeline(clock, today=TODAY).points
    assert point.state == "ahead"
    assert timeline(clock, today=point.dated.legal).points[0].state == "today"
    assert timeline(clock, today=point.dated.legal + timedelta(days=1)).points[0].state == "passed"
    window = found("recours.contrainte", None, TODAY)
    (wide,) = timeline(window, today=TODAY).points
    assert wide.wide and wide.width > 0
    assert timeline(window, today=wide.dated.legal).points[0].state == "closing"


def test_dates_alone_need_their_start() -> None:
    dates = found("recours.rsa").dates
    assert timeline(dates, today=TODAY, start=(TODAY, TODAY)).points
    with pytest.raises(ValueError, match="start"):
        timeline(dates, today=TODAY)


def test_a_day_without_dates_is_still_a_line() -> None:
    line = timeline((), today=TODAY, start=(TODAY, TODAY))
    assert line.points == () and line.first_x == line.today_x == 5


def test_a_year_is_written_where_it_begins() -> None:
    line = timeline((), today=date(2027, 3, 2), start=(date(2026, 10, 5), date(2026, 10, 5)))
    assert [(tick.on.month, tick.dated) for tick in line.ticks] == [(11, True), (1, True), (3, False)]


def test_two_years_are_never_written_one_over_the_other() -> None:
    """December then January on a narrow screen: «déc.», then «janv. 2027», which says of which year December is."""
    line = timeline((), today=date(2027, 3, 20), start=(date(2026, 11, 20), date(2026, 11, 20)))
    assert [(tick.on.month, tick.dated) for tick in line.ticks] == [(12, False), (1, True), (2, False), (3, False)]
