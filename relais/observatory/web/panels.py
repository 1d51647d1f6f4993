"""«Alerter l’organisme» on the page of a blocker, given codes and a day; answers, what is to send and what waits, in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.observatory import policies, queries
from relais.procedures.terms.blockers import blockage_title, service_name

if TYPE_CHECKING:
    from collections.abc import Mapping

#: lines shown in Ma journée; the list has the others.
SHOWN = 8


def of_a_blocker(request: ActorRequest, told: "Mapping[str, str]") -> Panel | None:
    """The way to the alert. ``told``: code, service, step, day, harm of a blocker; the page it stands on is not known here."""
    if not policies.can_alert(request.actor):
        return None
    where = {"blocage": told["code"], "ou": told["service"], "etape": told["step"]}
    same = queries.same_open(request.actor, code=told["code"], service=told["service"], step=told["step"])
    address = urlencode({**where, "jour": told["day"], "consequence": told["harm"]})
    return Panel("observatory/blocker_panel.html", {"address": address, "same": same})


#: name of these lines on the page of the day.
TO_SEE = "alertes"


def of_the_day(request: ActorRequest, day: date) -> Rows | None:
    """What they are drawn from."""
    if not policies.can_alert(request.actor):
        return None
    return row(queries.to_see(request.actor, on=day)[: SHOWN + 1], id="pk", code="code", words="service", more="state", on="written_on")


def today(request: ActorRequest, day: date) -> Panel | None:
    """The answers to what I told; for who sends, what is ready and what its body leaves without an answer."""
    found = sorted(day_lines.of(request, TO_SEE, day), key=lambda line: (str(line.on), str(line.id)), reverse=True)
    rows = [(one, blockage_title(one.code), service_name(one.words)) for one in found[:SHOWN]]
    return Panel("observatory/day_panel.html", {"rows": rows, "more": len(found) > SHOWN}) if rows else None
