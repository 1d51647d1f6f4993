"""Small numbers hidden once and for all: facts are put in groups of at least eleven, and every number told is a sum of whole groups. Pure.

Hiding each number under eleven is not enough: whoever may choose the period, the service and the breakdown subtracts two tables and finds
the hidden one (Sweeney's and the statistical offices' *differencing*), and complementary suppression done table by table does not hold
between tables. Here the groups do not depend on the question. A group has a place (one service or all, one cell or all) and a span (a
month, a quarter or a year of the calendar); a question is answered by the groups that lie wholly inside it. So any sum or difference of
answers is a sum or difference of groups, none of which is under eleven: what is hidden is hidden from every combination of questions.
A cell may lie in another («caf/B01» in «caf»): both are told from the same groups, the finer ones first.

Nor do they depend on the day of the question. Facts too few for a group of their cell wait for the end of the year: then only is it known
with which others they are told. Until then a group is told when nothing that comes can change it, and it never changes after.

The price is told on the page: the rest of a year, under eleven for each organisation, is counted nowhere; a year under way tells less.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from relais.kernel.months import Month
from relais.kernel.tallies import SMALLEST, Tally

#: spans of the calendar, in months: a year holds whole quarters.
SPANS: Final = (1, 3, 12)
#: what stands between a cell and the finer one that lies in it.
IN: Final = "/"
ANY: Final = "*"
#: a place: a service, or None for all of them; a cell, or None for all of them.
Place = tuple[int | None, str | None]


@dataclass(frozen=True, slots=True)
class Group:
    """At least ``SMALLEST`` facts told together. ``service``, ``cell``: None when it mixes them. ``months``: its span from ``first``."""

    service: int | None
    cell: str | None
    first: Month
    months: int
    count: int
    amount: int

    @property
    def last(self) -> Month:
        """The last month of its span."""
        return self.first.plus(self.months - 1)

    def lies_in(self, first: Month, last: Month) -> bool:
        """Whether its whole span is among these months, both included."""
        return first <= self.first and self.last <= last

    def is_of(self, cell: str | None) -> bool:
        """Whether it lies wholly in a cell, or in a finer one; None: in any. A step of the path may be any of them («caf/*/grave»)."""
        if cell is None or self.cell is None:
            return cell is None
        steps, held = cell.split(IN), self.cell.split(IN)
        return len(held) >= len(steps) and all(step in (ANY, one) for step, one in zip(steps, held, strict=False))


def groups(parts: Iterable[Tally], *, through: Month, least: int = SMALLEST) -> list[Group]:
    """The groups of one figure, finest first: by service and cell, then by service, then all together; what is left over is in none.

    ``through``: the last month whose facts are all known; the groups that a later month could change are left out.
    """
    left = [part for part in parts if part.count]
    found: list[Group] = []
    depth = max((part.cell.count(IN) + 1 for part in left), default=1)
    cells: list[Callable[[Tally], Place]] = [partial(_by_cell, depth=level) for level in range(depth, 0, -1)]
    for rank, place in enumerate((*cells, _by_service, _together)):
        for span in SPANS:
            made, left = _grouped(left, place=place, span=span, least=least)
            # the finest take before all others, whatever the year still brings; a coarser group holds what the year left to it
            found += [group for group in made if (group.last if rank == 0 else Month(group.first.year, 12)) <= through]
    return found


def _by_cell(part: Tally, *, depth: int) -> Place:
    return part.service, IN.join(part.cell.split(IN)[:depth])


def _by_service(part: Tally) -> Place:
    return part.service, None


def _together(_part: Tally) -> Place:
    return None, None


def _grouped(parts: Sequence[Tally], *, place: Callable[[Tally], Place], span: int, least: int) -> tuple[list[Group], list[Tally]]:
    """The groups of these places and this span that are large enough, and the parts that are in none."""
    held: dict[tuple[Place, Month], list[Tally]] = defaultdict(list)
    for part in parts:
        held[place(part), _start(part.month, span)].append(part)
    found, left = [], []
    for ((service, cell), first), inside in held.items():
        count = sum(part.count for part in inside)
        if count >= least:
            found.append(Group(service, cell, first, span, count, sum(part.amount for part in inside)))
        else:
            left += inside
    return found, left


def _start(month: Month, span: int) -> Month:
    """The first month of the span of the calendar that holds this one."""
    return Month(month.year, month.number - (month.number - 1) % span)


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of one figure. ``count``, ``amount``: None when no group lies inside the question."""

    count: int | None
    amount: int | None


def told(found: Iterable[Group], *, first: Month, last: Month, service: int | None = None, cell: str | None = None) -> Told:
    """The sum of the groups that lie wholly in these months (both included), in this service and cell (None: all of them)."""
    inside = [
        group for group in found if group.lies_in(first, last) and (service is None or group.service == service) and group.is_of(cell)
    ]
    if not inside:
        return Told(None, None)
    return Told(sum(group.count for group in inside), sum(group.amount for group in inside))


def quarter(answer: Told) -> int | None:
    """In which quarter of the count the amount falls, from 0 to 3; None when nothing is told. The number itself is not: it may be small."""
    if not answer.count or answer.amount is None:
        return None
    return min(4 * answer.amount // answer.count, 3)
