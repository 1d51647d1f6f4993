"""The figures of a period, as they may be told: every number a sum of groups of at least eleven (``rules/groups.py``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from relais.accounts.models import Service
from relais.accounts.queries import organisation_of, services
from relais.foundation import figures
from relais.foundation.access import Actor
from relais.foundation.figures import Figure, Words
from relais.kernel.months import Month
from relais.reporting import policies
from relais.reporting.rules.groups import ANY, IN, Group, Told, groups, quarter, told


@dataclass(frozen=True, slots=True)
class Asked:
    """A period of whole months, both included; ``service``: None for the whole organisation."""

    first: Month
    last: Month
    service: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a figure. ``number``: None when it is not told. ``mean``, ``total``, ``share`` (in words), ``minutes`` (all of them, told
    to a body): None or "" when there is none.
    """

    label: Words
    number: int | None
    mean: int | None
    total: int | None = None
    share: Words = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it is told. ``lines``: its cells that are told, the largest first; ``hidden``: how many are not; ``across``: the same
    facts told otherwise, of one body."""

    figure: Figure
    whole: Line
    lines: Sequence[Line]
    hidden: int
    across: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A report. ``service``: None for the whole organisation."""

    asked: Asked
    house: str
    service: Service | None
    figures: Sequence[Shown]

    @property
    def told(self) -> list[Shown]:
        """The figures that have a number."""
        return [one for one in self.figures if one.whole.number is not None]

    @property
    def silent(self) -> list[Shown]:
        """Those that reach no group of eleven."""
        return [one for one in self.figures if one.whole.number is None]

    @property
    def place(self) -> str:
        """What the figures are of."""
        return _("toute la structure") if self.service is None else self.service.name


def reads_reports(actor: Actor) -> bool:
    """Whether reports are for this actor."""
    return policies.reads_reports(actor)


def told_through(actor: Actor, *, on: date) -> Month:
    """The last month that a report tells on a day."""
    return figures.told_through(actor, on=on)


def places(actor: Actor) -> list[Service]:
    """The services whose figures may be asked one by one."""
    return list(services(actor).order_by("name", "pk"))


def register() -> list[Figure]:
    """Everything that is counted here, with its definition: what a report may hold, and nothing else."""
    return figures.figures()


def page(actor: Actor, asked: Asked, *, on: date) -> Page:
    """Each figure of the register for this period. A few queries a figure, whatever the number of facts."""
    house = organisation_of(actor)
    service = next((place for place in places(actor) if place.pk == asked.service), None)
    counted = figures.tallies(actor, asked.first.year, asked.last.year)
    through = told_through(actor, on=on)
    shown = [_shown(figure, groups(counted[figure.code], through=through), asked) for figure in figures.figures()]
    return Page(asked, "" if house is None else house.name, service, shown)


#: a part of a count, by quarters.
_QUARTERS = (
    _lazy("moins d’un quart"),
    _lazy("d’un quart à la moitié"),
    _lazy("de la moitié aux trois quarts"),
    _lazy("plus des trois quarts"),
)


def _line(figure: Figure, found: Sequence[Group], asked: Asked, label: Words, cell: str | None = None) -> Line:
    answer = told(found, first=asked.first, last=asked.last, service=asked.service, cell=cell)
    part = quarter(answer) if figure.share else None
    share = "" if part is None else _QUARTERS[part]
    return Line(label, answer.count, _mean(answer) if figure.mean else None, answer.amount if figure.total else None, share)


def _shown(figure: Figure, found: Sequence[Group], asked: Asked) -> Shown:
    lines = [_line(figure, found, asked, label, cell) for cell, label in figure.cells().items() if IN not in cell]
    return Shown(figure, _line(figure, found, asked, figure.title), _told_first(lines), sum(one.number is None for one in lines))


def _told_first(lines: Sequence[Line]) -> list[Line]:
    return sorted((one for one in lines if one.number is not None), key=lambda one: -(one.number or 0))


@dataclass(frozen=True, slots=True)
class Pleading:
    """What was met at one body in a period, to be told to it: no service, no person. ``figures``: those told by body, with finer lines."""

    asked: Asked
    house: str
    body: str
    figures: Sequence[Shown]

    @property
    def is_told(self) -> bool:
        """Whether anything reaches eleven."""
        return any(one.whole.number is not None for one in self.figures)


def _of_bodies() -> list[Figure]:
    return [one for one in figures.figures() if one.by_body]


def bodies() -> Mapping[str, Words]:
    """The bodies of which something is counted, by code."""
    return {cell: label for figure in _of_bodies() for cell, label in figure.cells().items() if IN not in cell}


def pleading(actor: Actor, asked: Asked, body: str, *, on: date) -> Pleading:
    """The figures of one body, from the same groups as those of the report."""
    house, some = organisation_of(actor), _of_bodies()
    counted = figures.tallies_of(some, actor, asked.first.year, asked.last.year)
    through = told_through(actor, on=on)
    shown = [_of_body(figure, groups(counted[figure.code], through=through), asked, body) for figure in some]
    return Pleading(asked, "" if house is None else house.name, str(bodies()[body]), shown)


def _of_body(figure: Figure, found: Sequence[Group], asked: Asked, body: str) -> Shown:
    finer = [(cell, label) for cell, label in figure.cells().items() if cell.startswith(f"{body}{IN}")]
    lines = [_line(figure, found, asked, label, cell) for cell, label in finer if ANY not in cell]
    across = [_line(figure, found, asked, label, cell) for cell, label in finer if ANY in cell]
    whole = _line(figure, found, asked, figure.title, body)
    if figure.mean:
        whole = replace(whole, minutes=told(found, first=asked.first, last=asked.last, cell=body).amount)
    return Shown(figure, whole, _told_first(lines), sum(one.number is None for one in lines), _told_first(across))


def _mean(answer: Told) -> int | None:
    return round(answer.amount / answer.count) if answer.count and answer.amount is not None else None
