"""What was done for a person without a written mandate, and still has to be put right with her."""

from datetime import datetime

from django.db.models import Q, QuerySet

from relais.foundation.access import Actor
from relais.people import queries as people
from relais.procedures.models import ProcedureAct
from relais.procedures.terms.procedures import Doer

#: done for her, no mandate, not approved since, and still counted.
TO_SETTLE = Q(doer=Doer.FOR, mandate_act=None, settled_on=None, undone_at=None)


def to_settle(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[ProcedureAct]:
    """Those of the files that the actor leads, the oldest first; with démarche, file and person."""
    files = people.ids_led(actor, now=now, held=held)
    found = ProcedureAct.objects.within(actor).filter(TO_SETTLE, procedure__file_id__in=files)
    return found.select_related("procedure__file__person").order_by("on", "pk")
