"""«À régulariser» in Ma journée: what was done for a person without a written mandate."""

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.procedures.queries.settling import to_settle

#: lines shown; the files have the others.
SHOWN = 8


def today(request: ActorRequest, _day: object) -> Panel | None:
    """The oldest first; one query, nothing when all is put right."""
    found = list(to_settle(request.actor, now=timezone.now())[: SHOWN + 1])
    return Panel("procedures/followed/settle_panel.html", {"acts": found[:SHOWN], "more": len(found) > SHOWN}) if found else None
