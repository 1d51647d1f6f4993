"""The figures of domiciliation for a year, as they may be told: sums of groups of at least eleven (docs/adr/0026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relais.accounts.models import Service
from relais.accounts.queries import organisation_of, services
from relais.domiciliation import policies
from relais.foundation.access import Actor
from relais.foundation.figures import Figure, Words, tallies_of
from relais.kernel.decisions import OutOfScope
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.reporting.rules.groups import groups, told

#: years that may be asked: the one under way, and those before.
YEARS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One cell. ``number``: None when it is not told."""

    label: Words
    number: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure of the year. ``whole``: None when it is not told; ``lines``: the cells that are told; ``hidden``: how many are not."""

    figure: Figure
    whole: int | None
    lines: Sequence[Line]
    hidden: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year. ``last``: its last finished month, None when none is; ``service``: None for the whole structure."""

    year: int
    last: Month | None
    house: str
    service: Service | None
    figures: Sequence[Counted]


def years(on: date) -> list[int]:
    """The years that may be asked, the last one first."""
    return [on.year - before for before in range(YEARS)]


def places(actor: Actor) -> list[Service]:
    """The services whose figures may be asked one by one; OutOfScope for whoever reads none."""
    if not policies.can_list(actor):
        raise OutOfScope
    return list(services(actor).order_by("name", "pk"))


def year_of(actor: Actor, figures: Sequence[Figure], *, year: int, service: Service | None, on: date) -> Year:
    """Each figure of the finished months of a year: a few queries a figure; what was eliminated counts, as in a report."""
    if not policies.can_list(actor):
        raise OutOfScope
    house = organisation_of(actor)
    last = Month(year, 12) if year < on.year else Month.of(on).plus(-1) if on.month > 1 else None
    name = "" if house is None else house.name
    if last is None:
        return Year(year, None, name, service, ())
    counted = tallies_of(figures, actor, year, year)
    found = [_counted(figure, counted[figure.code], year=year, last=last, service=service) for figure in figures]
    return Year(year, last, name, service, found)


def _counted(figure: Figure, counted: Sequence[Tally], *, year: int, last: Month, service: Service | None) -> Counted:
    held = groups(counted)
    place, first = None if service is None else service.pk, Month(year, 1)
    whole = told(held, first=first, last=last, service=place).count
    cells = [Line(label, told(held, first=first, last=last, service=place, cell=cell).count) for cell, label in figure.cells().items()]
    shown = [one for one in cells if one.number is not None]
    return Counted(figure, whole, shown, len(cells) - len(shown))
