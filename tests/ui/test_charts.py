"""Charts: places, round figures, figures as a table, and curves that black and white still tells apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.ui.charts import DASHES, MARKERS, WIDTH, Cliff, Series, bar_chart, line_chart
from relais.ui.clockline import Moment, Window, clock_line
from relais.ui.scale import Axis, step_for, ticks
from relais.ui.typography import euros


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6))
def test_round_figures_cover_the_values(low: float, span: float) -> None:
    marks = ticks(low, low + span)
    assert marks[0] <= low + 1e-6 * span
    assert marks[-1] >= low + span - 1e-6 * span
    assert 2 <= len(marks) <= 9


@pytest.mark.parametrize(("span", "step"), [(2000, 500), (100, 20), (7, 2), (0.9, 0.2), (1_000_000, 200_000)])
def test_steps_are_round(span: float, step: float) -> None:
    assert step_for(span) == pytest.approx(step)


def test_values_that_are_all_the_same_still_make_an_axis() -> None:
    assert len(ticks(0, 0)) >= 2
    assert len(ticks(450, 450)) >= 2


def test_an_axis_places_its_ends() -> None:
    axis = Axis(0, 10, 300, 20)
    assert (axis.place(0), axis.place(10), axis.place(5)) == (300, 20, 160)


def curve_chart(count: int = 2) -> object:
    series = [Series(f"Aide {n}", tuple((x, x * n) for x in range(0, 1001, 100))) for n in range(1, count + 1)]
    return line_chart(
        series, title="Selon le salaire", summary="Ça monte.", x_label="Salaire", y_label="Euros", x_words=euros, y_words=euros
    )


def test_curves_are_told_apart_without_colour() -> None:
    chart = curve_chart(6)
    looks = {(curve.dash, curve.legend.shape) for curve in chart.curves}  # type: ignore[attr-defined]
    assert len(looks) == 6
    assert len(set(DASHES)) == len(DASHES) == len(set(MARKERS))


def test_the_table_holds_every_point() -> None:
    table = curve_chart().table  # type: ignore[attr-defined]
    assert table.headers == ("Salaire", "Aide 1", "Aide 2")
    assert len(table.rows) == 11
    assert table.rows[1] == ("100\u00a0€", "100\u00a0€", "200\u00a0€")
    assert table.csv.splitlines()[:2] == ["Salaire;Aide 1;Aide 2", "0;0;0"]


def test_csv_speaks_to_a_french_spreadsheet_and_runs_no_formula() -> None:
    chart = line_chart([Series("=2+2", ((0.5, 1.25),))], title="t", summary="s", x_label="@x", y_label="y")
    assert chart.table.csv == "'@x;'=2+2\r\n0,5;1,25\r\n"


def test_series_with_different_points_leave_cells_empty() -> None:
    chart = line_chart([Series("a", ((0, 1), (1, 2))), Series("b", ((1, 5),))], title="t", summary="s", x_label="x", y_label="y")
    assert chart.table.rows == (("0", "1", ""), ("1", "2", "5"))


def test_a_cliff_stands_on_the_axis() -> None:
    chart = line_chart([Series("a", ((0, 0), (1000, 5)))], title="t", summary="s", x_label="x", y_label="y", cliffs=[Cliff(500, "arrêt")])
    ends = [tick.place for tick in chart.x_ticks]
    assert chart.cliffs[0].x == pytest.approx((ends[0] + ends[-1]) / 2, abs=0.1)


def test_a_chart_without_a_point_or_with_too_many_curves_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        line_chart([], title="t", summary="s", x_label="x", y_label="y")
    with pytest.raises(ValueError, match="told apart"):
        curve_chart(7)


def test_bars_keep_their_order_and_proportions() -> None:
    chart = bar_chart([("a", 10), ("b", 20), ("c", 0)], title="t", summary="s", label="Canal", unit="Nombre")
    assert [bar.label for bar in chart.bars] == ["a", "b", "c"]
    assert chart.bars[1].width == pytest.approx(2 * chart.bars[0].width, abs=0.2)
    assert chart.bars[2].width == 1.0
    assert all(bar.width <= WIDTH for bar in chart.bars)
    assert chart.table.rows[0] == ("a", "10")


@pytest.mark.parametrize("values", [[], [("a", -1.0)]])
def test_bars_that_mean_nothing_are_refused(values: list[tuple[str, float]]) -> None:
    with pytest.raises(ValueError, match="bar"):
        bar_chart(values, title="t", summary="s", label="l", unit="u")


TODAY = date(2026, 11, 22)


def test_the_clock_line_puts_dates_in_order_around_today() -> None:
    clock = clock_line(
        [Moment(TODAY + timedelta(days=40), "réponse due"), Moment(TODAY - timedelta(days=20), "demande déposée")],
        [Window(TODAY + timedelta(days=40), TODAY + timedelta(days=100), "recours")],
        today=TODAY,
        title="L’horloge",
    )
    assert [pin.moment.words for pin in clock.pins] == ["demande déposée", "réponse due"]
    assert clock.pins[0].x < clock.today_x < clock.pins[1].x == clock.bands[0].x
    assert clock.bands[0].x + clock.bands[0].width == pytest.approx(clock.right, abs=0.1)


def test_a_clock_line_of_today_alone_still_holds() -> None:
    clock = clock_line([], today=TODAY, title="L’horloge")
    assert (clock.today_x, clock.today_anchor) == (clock.left, "start")


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        clock_line([], [Window(TODAY, TODAY - timedelta(days=1), "recours")], today=TODAY, title="t")
