"""What the reports counted of files that are eliminated, kept as numbers: what each figure loses from before to after. Whole or nothing.

Nothing has to know how a figure is counted: what it loses when the files go is what is kept, so that a report of a past year is the same
the day after. Run in the transaction of the elimination.
"""

from collections.abc import Mapping

from relais.accounts.models import Organisation
from relais.administration.models import KeptTally
from relais.foundation import figures
from relais.foundation.access import Actor
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.people.models import File

#: acts are told of days before their file was opened: so many years are looked at besides.
_BEFORE = 3
Key = tuple[str, int, Month, str]


def first_year(organisation: Organisation, *, year: int) -> int:
    """The first year that a figure of this organisation may speak of; asked before anything goes."""
    first = File.objects.filter(organisation=organisation).order_by("opened_at").values_list("opened_at", flat=True).first()
    return (first.year if first is not None else year) - _BEFORE


def counted(organisation: Organisation, *, since: int, until: int) -> Mapping[Key, Tally]:
    """Every tally of every figure of this organisation in these years, from the files that are there."""
    reader = Actor(organisation_id=organisation.pk, operator="conservation")
    found = ((figure.code, one) for figure in figures.figures() for one in figures.added(figure.counted(reader, since, until)))
    return {(code, one.service, one.month, one.cell): one for code, one in found}


def keep_lost(organisation: Organisation, before: Mapping[Key, Tally], after: Mapping[Key, Tally]) -> None:
    """Keep what each figure lost between both."""
    for (figure, service, month, cell), was in before.items():
        left = after.get((figure, service, month, cell))
        count, amount = was.count - (left.count if left else 0), was.amount - (left.amount if left else 0)
        if count <= 0:
            continue
        row, _made = KeptTally.objects.get_or_create(organisation=organisation, figure=figure, service=service, month=str(month), cell=cell)
        row.count, row.amount = row.count + count, row.amount + amount
        row.save(update_fields=["count", "amount"])
