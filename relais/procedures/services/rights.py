"""What a grant writes among the rights open in the file, and how it is put back when the grant was noted by mistake."""

from datetime import date, datetime

from relais.casework.models import OpenRight
from relais.casework.services.open_rights import ToldRight, close_right, keep_right
from relais.foundation.access import Actor
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.queries.texts import sheets


def open_right(actor: Actor, kept: Procedure, *, ends_on: date, now: datetime) -> tuple[OpenRight, date | None]:
    """The right is open until that day: the one that the démarche renews, whatever its name, or the one that its sheet names. With it, the
    last day that it had. ``casework`` refuses a day that cannot be (UnableToKeepRight)."""
    sheet, renewed = sheets().get(kept.sheet), kept.renews
    name = sheet.short if sheet is not None else kept.title[:80]
    if renewed is not None and renewed.closed_on is None:
        name = renewed.name
    before = OpenRight.objects.filter(file_id=kept.file_id, name__iexact=name, closed_on=None).values_list("ends_on", flat=True).first()
    told = ToldRight(name, ends_on, kept.body[:80], kept.reference)
    return keep_right(actor=actor, file_id=kept.file_id, told=told, now=now), before


def forget_right(actor: Actor, kept: Procedure, act: ProcedureAct, *, now: datetime) -> None:
    """The grant is taken back: the right has the last day that it had, or is no longer followed when the grant had opened it. A right that
    somebody has changed since is left as it is."""
    right = act.right
    if right is None or right.closed_on is not None or right.ends_on != act.ends_on:
        return
    if right.recorded_at == act.recorded_at:
        close_right(actor=actor, file_id=kept.file_id, right_id=right.pk, now=now)
    else:
        keep_right(actor=actor, file_id=kept.file_id, told=ToldRight(right.name, act.ended_on), now=now)
