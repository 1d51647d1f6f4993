"""What is not kept: a table nobody confirmed goes after a day, rows to correct and what undoing needs after seven, offers after thirty."""

from datetime import datetime, timedelta

from django.db import transaction

from relais.exchange.models import Lot, LotRow, LotState, Outcome
from relais.exchange.services.undoing import UNDO_WITHIN

UNCONFIRMED = timedelta(days=1)
OFFERED = timedelta(days=30)
WHOLE = timedelta(days=30)


@transaction.atomic
def forget_lapsed(*, now: datetime) -> int:
    """Erase what has lapsed; number of lots touched."""
    waiting = Lot.objects.filter(state__in=(LotState.RECEIVED, LotState.READY), received_at__lt=now - UNCONFIRMED)
    gone = waiting.count()
    waiting.delete()
    for lot in Lot.objects.filter(settled_at__lt=now - UNDO_WITHIN).order_by("pk"):
        if lot.faults:
            lot.faults = b""
            lot.save()
            gone += 1
    LotRow.objects.filter(lot__settled_at__lt=now - UNDO_WITHIN).exclude(prints="").update(before=b"", prints="")
    LotRow.objects.filter(lot__settled_at__lt=now - OFFERED, outcome=Outcome.OFFERED).update(outcome=Outcome.DECLINED, told=b"")
    old = Lot.objects.filter(settled_at__lt=now - WHOLE)
    gone += old.count()
    old.delete()
    return gone
