"""The figures of a period, as they may be told: every number a sum of groups of at least eleven (``rules/groups.py``)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relais.accounts.models import Service
from relais.accounts.queries import organisation_of, services
from relais.foundation.access import Actor
from relais.foundation.figures import Figure, Words, figures, tallies
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.reporting import policies
from relais.reporting.rules.groups import Told, groups, told


@dataclass(frozen=True, slots=True)
class Asked:
    """A period of whole months, both included; ``service``: None for the whole organisation."""

    first: Month
    last: Month
    service: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a figure. ``number``: None when it is not told. ``mean``, ``total``: None when there is none."""

    label: Words
    number: int | None
    mean: int | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it is told. ``lines``: its cells that are told, the largest first; ``hidden``: how many are not."""

    figure: Figure
    whole: Line
    lines: Sequence[Line]
    hidden: int


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


def places(actor: Actor) -> list[Service]:
    """The services whose figures may be asked one by one."""
    return list(services(actor).order_by("name", "pk"))


def register() -> list[Figure]:
    """Everything that is counted here, with its definition: what a report may hold, and nothing else."""
    return figures()


def page(actor: Actor, asked: Asked) -> Page:
    """Each figure of the register for this period. A few queries a figure, whatever the number of facts."""
    house = organisation_of(actor)
    service = next((place for place in places(actor) if place.pk == asked.service), None)
    counted = tallies(actor, asked.first.year, asked.last.year)
    shown = [_shown(figure, counted[figure.code], asked) for figure in figures()]
    return Page(asked, "" if house is None else house.name, service, shown)


def _shown(figure: Figure, counted: Sequence[Tally], asked: Asked) -> Shown:
    found = groups(counted)

    def line(label: Words, cell: str | None = None) -> Line:
        answer = told(found, first=asked.first, last=asked.last, service=asked.service, cell=cell)
        return Line(label, answer.count, _mean(answer) if figure.mean else None, answer.amount if figure.total else None)

    lines = [line(label, cell) for cell, label in figure.cells().items()]
    shown = sorted((one for one in lines if one.number is not None), key=lambda one: -(one.number or 0))
    return Shown(figure, line(figure.title), shown, len(lines) - len(shown))


def _mean(answer: Told) -> int | None:
    return round(answer.amount / answer.count) if answer.count and answer.amount is not None else None
