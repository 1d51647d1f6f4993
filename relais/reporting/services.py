"""The acts of reports: one is taken away, told in the journal; the months that are over are closed, once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from relais.accounts.models import Organisation, Service
from relais.foundation import figures, journal
from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.decisions import OutOfScope
from relais.kernel.months import Month
from relais.kernel.purposes import Purpose
from relais.kernel.tallies import Tally
from relais.reporting import policies
from relais.reporting.closings import as_parts, parts_of
from relais.reporting.models import ClosedFigure
from relais.reporting.rules.closing import closed, to_close

#: whole years before this one whose months are closed the first time: those that may be asked.
YEARS = 4
Told = Callable[[int, int], None]


@transaction.atomic
def take(*, actor: Actor, service: Service | None, now: datetime) -> None:
    """Write that this member took a report away. OutOfScope when reports are not for them."""
    if not policies.reads_reports(actor):
        raise OutOfScope
    journal.record(actor=actor, action="report.taken", at=now, subject=service)


def close_months(*, now: datetime, told: Told = lambda _done, _all: None) -> int:
    """Close, in each organisation, the months that are to be; how many figures of a month were. Each organisation whole or not at all;
    run again, it finds nothing to do. ``told``: called after each organisation with how many are done, of how many."""
    houses = list(Organisation.objects.filter(closed_at=None).order_by("pk"))
    made = 0
    for done, house in enumerate(houses, start=1):
        made += _close(house, now=now)
        told(done, len(houses))
    return made


@transaction.atomic
def _close(house: Organisation, *, now: datetime) -> int:
    reader, last = Actor(organisation_id=house.pk, operator="bilan"), to_close(timezone.localdate(now))
    held: dict[str, list[ClosedFigure]] = {figure.code: [] for figure in figures.figures()}
    for row in ClosedFigure.objects.within(reader).order_by("month", "pk"):
        held.setdefault(row.figure, []).append(row)
    left = [figure for figure in figures.figures() if not held[figure.code] or Month.parse(held[figure.code][-1].month) < last]
    if not left:
        return 0
    since = min((Month.parse(rows[0].month) for rows in held.values() if rows), default=Month(last.year - YEARS, 1))
    counted = figures.counted_now(left, reader, since.year, last.year)
    rows = [
        ClosedFigure(organisation=house, figure=figure.code, month=str(month), parts=as_parts(parts), closed_at=now)
        for figure in left
        for month, parts in _closed(figure, counted[figure.code], held[figure.code], since=since, last=last)
    ]
    ClosedFigure.objects.bulk_create(rows, ignore_conflicts=True)
    journal.record(actor=reader, action="report.months_closed", at=now, purpose=Purpose.STATISTICS)
    return len(rows)


def _closed(
    figure: Figure, counted: Sequence[Tally], held: Sequence[ClosedFigure], *, since: Month, last: Month
) -> Iterator[tuple[Month, list[Tally]]]:
    """What each month to close of a figure tells, the oldest first: those after the ones ``held``."""
    told = [one for row in held for one in parts_of(row)]
    month = Month.parse(held[-1].month).plus(1) if held else since
    while month <= last:
        parts = figures.added(closed(month, counted, told, late=not figure.stock))
        told += parts
        yield month, parts
        month = month.plus(1)
