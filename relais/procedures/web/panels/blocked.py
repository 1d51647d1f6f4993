"""«Démarches bloquées» in Ma journée."""

from datetime import date

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.people import hand
from relais.procedures.queries import blockers as queries
from relais.procedures.terms.blockers import blockage_title, service_name

#: blockers shown of one day, the oldest first.
SHOWN = 6
#: name of these lines on the page of the day.
BLOCKED = "démarches bloquées"


def of_the_day(request: ActorRequest, _day: date) -> Rows | None:
    """What they are drawn from."""
    held = hand.of(request)
    if not held.files:
        return None
    found = queries.mine(request.actor, now=timezone.now(), held=held)[: SHOWN + 1]
    told = {"on": "seen_on", "code": "code", "words": "procedure__title", "more": "service"}
    return row(found, id="pk", file_id="procedure__file_id", other_id="procedure_id", **told)


def today(request: ActorRequest, day: date) -> Panel | None:
    """What blocks in the files that I hold; nothing when nothing does."""
    found = sorted(hand.lines(request, BLOCKED, day), key=lambda line: (str(line.on), str(line.id)))
    if not found:
        return None
    rows = [(one, blockage_title(one.code), service_name(one.more)) for one in found[:SHOWN]]
    return Panel("procedures/blocked/day_panel.html", {"rows": rows, "more": len(found) > SHOWN})
