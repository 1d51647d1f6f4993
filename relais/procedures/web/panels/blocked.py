"""«Démarches bloquées» in Ma journée."""

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.procedures.queries import blockers as queries
from relais.procedures.terms.blockers import blockage_title, service_name

#: blockers shown of one day, the oldest first.
SHOWN = 6


def today(request: ActorRequest, _day: object) -> Panel | None:
    """What blocks in the files that I lead; nothing when nothing does."""
    found = list(queries.mine(request.actor, now=timezone.now())[: SHOWN + 1])
    if not found:
        return None
    rows = [(one, blockage_title(one.code), service_name(one.service)) for one in found[:SHOWN]]
    return Panel("procedures/blocked/day_panel.html", {"rows": rows, "more": len(found) > SHOWN})
