"""The figures of domiciliation for a year, as they may be told: sums of groups of at least eleven (docs/adr/0026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relais.accounts.models import Service
from relais.accounts.queries import organisation_of, services
from relais.domiciliation import policies
from relais.foundation.access import Actor
from relais.foundation.figures import Figure, Words, tallies_of, told_through
from relais.kernel.decisions import OutOfScope
from relais.kernel.months import Month
from relais.reporting.rules.groups import Group, groups, told

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
    through = told_through(actor, on=on)
    last = min(Month(year, 12), through) if through >= Month(year, 1) else None
    name = "" if house is None else house.name
    if last is None:
        return Year(year, None, name, service, ())
    counted = tallies_of(figures, actor, year, year)
    held = {figure.code: groups(counted[figure.code], through=through) for figure in figures}
    found = [_counted(figure, held[figure.code], year=year, last=last, service=service) for figure in figures]
    return Year(year, last, name, service, found)


def _counted(figure: Figure, held: Sequence[Group], *, year: int, last: Month, service: Service | None) -> Counted:
    place, first = None if service is None else service.pk, Month(year, 1)
    whole = told(held, first=first, last=last, service=place).count
    cells = [Line(label, told(held, first=first, last=last, service=place, cell=cell).count) for cell, label in figure.cells().items()]
    shown = [one for one in cells if one.number is not None]
    return Counted(figure, whole, shown, len(cells) - len(shown))
