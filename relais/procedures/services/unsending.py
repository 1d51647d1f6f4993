"""What no longer stands when a sending was noted by mistake: part of an act that holds the démarche already."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from relais.procedures.models import Exhibit, ProcedureAct, Sending
from relais.procedures.terms.sendings import ExhibitRole


def unsent_with(act: ProcedureAct, *, by: UUID, now: datetime) -> None:
    """The act that a sending moved is taken back: its letters are to be sent again, their numbers void."""
    unsent(Sending.objects.filter(act=act, sent_on__isnull=False), by=by, now=now)


def unsent(sendings: Iterable[Sending], *, by: UUID, now: datetime) -> None:
    """These letters are prepared, and not sent; what was kept of their sending is no exhibit any more."""
    for kept in sendings:
        kept.sent_on = kept.recorded_by = kept.recorded_at = kept.act = kept.mandate_act = None
        kept.settled_on = kept.settled_by = None
        kept.doer = kept.why_for = kept.way = kept.proof = kept.tracking = ""
        kept.save()
        roles = (ExhibitRole.LETTER, ExhibitRole.PROOF)
        Exhibit.objects.filter(sending=kept, role__in=roles, removed_at=None).update(removed_at=now, removed_by_id=by)
