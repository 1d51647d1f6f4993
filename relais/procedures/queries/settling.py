"""What was done for a person without a written mandate, and still has to be put right with her."""

from datetime import datetime

from django.db.models import Q, QuerySet

from relais.foundation.access import Actor
from relais.people import queries as people
from relais.procedures.models import ProcedureAct, Sending
from relais.procedures.terms.procedures import Doer

#: done for her, no mandate, not approved since, and still counted.
TO_SETTLE = Q(doer=Doer.FOR, mandate_act=None, settled_on=None, undone_at=None)


#: a letter that moved nothing, sent for her in the same way: its own act, since it has no other.
LETTER_TO_SETTLE = Q(doer=Doer.FOR, mandate_act=None, act=None, settled_on=None, sent_on__isnull=False)


def letters_to_settle(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[Sending]:
    """The letters of the files that the actor leads, the oldest first; with démarche, file and person."""
    files = people.ids_led(actor, now=now, held=held)
    found = Sending.objects.within(actor).filter(LETTER_TO_SETTLE, procedure__file_id__in=files)
    return found.select_related("procedure__file__person").order_by("sent_on", "pk")


def to_settle(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[ProcedureAct]:
    """Those of the files that the actor leads, the oldest first; with démarche, file and person."""
    files = people.ids_led(actor, now=now, held=held)
    found = ProcedureAct.objects.within(actor).filter(TO_SETTLE, procedure__file_id__in=files)
    return found.select_related("procedure__file__person").order_by("on", "pk")
