"""The months closed, as the figures are read from them (``foundation.figures.Closings``)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Max

from relais.foundation.access import Actor
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.reporting.models import ClosedFigure


def parts_of(row: ClosedFigure) -> list[Tally]:
    """The tallies of one figure and month."""
    month = Month.parse(row.month)
    return [Tally(service, month, cell, count, amount) for service, cell, count, amount in row.parts]


def as_parts(told: Iterable[Tally]) -> list[list[object]]:
    """The same tallies as they are kept, in a stable order."""
    return [[one.service, one.cell, one.count, one.amount] for one in sorted(told, key=lambda one: (one.service, one.cell))]


class KeptMonths:
    """The months closed of the reader's organisation. One query each."""

    def through(self, actor: Actor) -> Month | None:
        """The last one; None before the first."""
        last: str | None = ClosedFigure.objects.within(actor).aggregate(last=Max("month"))["last"]
        return None if last is None else Month.parse(last)

    def tallies(self, actor: Actor, first: int, last: int) -> Mapping[str, Iterable[Tally]]:
        """What those of these years tell, by figure."""
        found: dict[str, list[Tally]] = defaultdict(list)
        rows = ClosedFigure.objects.within(actor).filter(month__gte=f"{first:04}-01", month__lte=f"{last:04}-12")
        for row in rows.order_by("month", "pk"):
            found[row.figure] += parts_of(row)
        return found
