"""The breaks of rights, written the day after their last one: in chunks, each whole, begun again where it stopped. Lists do without."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.utils import timezone

from relais.casework.models import OpenRight
from relais.foundation import journal
from relais.foundation.access import operator
from relais.kernel.purposes import Purpose
from relais.procedures.models import Lapse
from relais.procedures.queries.renewals import not_declined, renewal_filed

#: rights of one chunk: a second of work, and what is lost when the machine stops.
CHUNK = 2000
_ACTOR = operator("renouvellements")
Told = Callable[[int, int], None]


def _over(now: datetime) -> QuerySet[OpenRight]:
    """The rights past their last day of which no break is written, in a total order."""
    written = Lapse.objects.filter(open_right_id=OuterRef("pk"), ended_on=OuterRef("ends_on"))
    asked = ExpressionWrapper(renewal_filed(), output_field=BooleanField())
    over = OpenRight.objects.filter(not_declined(), closed_on=None, file__closed_at=None, ends_on__lt=timezone.localdate(now))
    return over.filter(~Exists(written)).annotate(was_asked=asked).order_by("pk")


def _lapse(right: OpenRight, *, now: datetime) -> Lapse:
    asked: bool = right.was_asked  # type: ignore[attr-defined]  # annotated above
    return Lapse(open_right=right, ended_on=right.ends_on, asked=asked, recorded_at=now)  # type: ignore[misc]  # it has a last day: filtered above


def record_lapses(*, now: datetime, told: Told = lambda _done, _all: None, chunk: int = CHUNK) -> int:
    """Write every break that is not yet; how many. ``told``: called after each chunk with how many are done, of how many."""
    left, done = _over(now), 0
    total = left.count()
    while rows := list(left.only("pk", "ends_on")[:chunk]):
        left = left.filter(pk__gt=rows[-1].pk)
        with transaction.atomic():
            breaks = [_lapse(one, now=now) for one in rows]
            Lapse.objects.bulk_create(breaks, ignore_conflicts=True)
            journal.record(actor=_ACTOR, action="renewals.lapses_recorded", at=now, purpose=Purpose.SECURITY)
        done += len(rows)
        told(done, total)
    return done
