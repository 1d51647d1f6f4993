"""Line and bar charts as values that a template draws in SVG, with the same figures as a table and as CSV.

Readable in black and white: each series has its dash and its marker, and its name at its end. No score, no judgement: figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from relais.kernel.spreadsheets import csv_text
from relais.ui.scale import Axis, ticks
from relais.ui.typography import number

WIDTH: Final = 560
HEIGHT: Final = 330
LEFT: Final = 84
RIGHT: Final = 30
TOP: Final = 40
BOTTOM: Final = 62
#: height of one bar with its words above it.
ROW: Final = 56
DASHES: Final = ("", "9 5", "2 4", "12 4 2 4", "5 3", "16 6")
MARKERS: Final = ("circle", "square", "triangle", "diamond", "cross", "ring")
#: more curves than dashes would look alike: show fewer, or several charts.
MOST_SERIES: Final = len(DASHES)

Point = tuple[float, float]
Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Series:
    """One curve: its name and its points ``(x, y)``, x growing."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Cliff:
    """A place on the x axis where something stops, with the words that say it."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A round figure along an axis and where it stands."""

    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker of a curve."""

    x: float
    y: float
    shape: str
    path: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A series placed: ``path`` for SVG, ``dash``, ``tint`` (0…5) and markers; the first marker also stands in the legend."""

    label: str
    path: str
    dash: str
    tint: int
    marks: tuple[Mark, ...]
    legend: Mark


@dataclass(frozen=True, slots=True)
class Line:
    """A cliff placed."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar placed, its words before it and its figure after it."""

    label: str
    words: str
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart: what readers of tables, of screen readers and of CSV get."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    csv: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything that ``<c-line-chart>`` draws."""

    title: str
    summary: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    cliffs: tuple[Line, ...]
    table: Table
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class BarChart:
    """Everything that ``<c-bar-chart>`` draws: horizontal bars, one under the other, in the order given."""

    title: str
    summary: str
    bars: tuple[Bar, ...]
    table: Table
    height: int
    left: int = 0
    width: int = WIDTH


def _marker(shape: str, x: float, y: float) -> str:
    paths = {
        "circle": f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        "ring": f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        "square": f"M{x - 4} {y - 4}h8v8h-8z",
        "triangle": f"M{x} {y - 5}l5 9h-10z",
        "diamond": f"M{x} {y - 5}l5 5l-5 5l-5 -5z",
        "cross": f"M{x - 4} {y - 4}l8 8M{x + 4} {y - 4}l-8 8",
    }
    return paths[shape]


def _mark(shape: str, x: float, y: float) -> Mark:
    return Mark(x, y, shape, _marker(shape, x, y))


def _curve(series: Series, index: int, x_axis: Axis, y_axis: Axis) -> Curve:
    placed = [(x_axis.place(x), y_axis.place(y)) for x, y in series.points]
    shape = MARKERS[index]
    every = max(1, len(placed) // 6)
    marks = tuple(_mark(shape, x, y) for x, y in placed[::every])
    path = "M" + "L".join(f"{x} {y}" for x, y in placed)
    return Curve(series.label, path, DASHES[index], index, marks, _mark(shape, 24, 8))


def _csv(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Semicolons and decimal commas: what a French spreadsheet opens at once. Text is guarded against formulas."""
    return csv_text([[_csv_cell(cell) for cell in row] for row in (headers, *rows)])


def _csv_cell(cell: object) -> str:
    if isinstance(cell, (int, float)):
        return f"{cell:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(cell)


def _table(series: Sequence[Series], x_label: str, x_words: Words, y_words: Words) -> Table:
    xs = sorted({x for one in series for x, _ in one.points})
    values = [dict(one.points) for one in series]
    headers = (x_label, *(one.label for one in series))
    rows = tuple((x_words(x), *(y_words(line[x]) if x in line else "" for line in values)) for x in xs)
    raw = [[x, *(line.get(x, "") for line in values)] for x in xs]
    return Table(headers, rows, _csv(headers, raw))


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    summary: str,
    x_label: str,
    y_label: str,
    x_words: Words = number,
    y_words: Words = number,
    cliffs: Sequence[Cliff] = (),
) -> LineChart:
    """Draw curves over one x axis. ``summary``: the sentence that says what the curves show, also read aloud.

    ValueError without a point, or with more series than can be told apart.
    """
    points = [point for one in series for point in one.points]
    if not points:
        raise ValueError("a chart needs at least one point")
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} curves cannot be told apart, {MOST_SERIES} can")
    x_marks = ticks(min(x for x, _ in points), max(x for x, _ in points), count=6)
    y_marks = ticks(min(0.0, *(y for _, y in points)), max(y for _, y in points))
    x_axis = Axis(x_marks[0], x_marks[-1], LEFT, WIDTH - RIGHT)
    y_axis = Axis(y_marks[0], y_marks[-1], HEIGHT - BOTTOM, TOP)
    return LineChart(
        title=title,
        summary=summary,
        x_label=x_label,
        y_label=y_label,
        x_ticks=tuple(Tick(x_axis.place(value), x_words(value)) for value in x_marks),
        y_ticks=tuple(Tick(y_axis.place(value), y_words(value)) for value in y_marks),
        curves=tuple(_curve(one, index, x_axis, y_axis) for index, one in enumerate(series)),
        cliffs=tuple(Line(x_axis.place(cliff.at), cliff.words) for cliff in cliffs),
        table=_table(series, x_label, x_words, y_words),
    )


def bar_chart(values: Sequence[tuple[str, float]], *, title: str, summary: str, label: str, unit: str, words: Words = number) -> BarChart:
    """Horizontal bars, in the order given. ValueError when empty or when a value is negative."""
    if not values:
        raise ValueError("a chart needs at least one bar")
    if any(value < 0 for _, value in values):
        raise ValueError("a bar cannot be negative")
    longest = max(value for _, value in values) or 1.0
    axis = Axis(0, longest, 0, WIDTH)
    bars = tuple(Bar(name, words(value), index * ROW, max(axis.place(value), 1.0)) for index, (name, value) in enumerate(values))
    rows = tuple((name, words(value)) for name, value in values)
    return BarChart(title, summary, bars, Table((label, unit), rows, _csv((label, unit), values)), height=len(values) * ROW)
