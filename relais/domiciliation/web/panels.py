"""One small link on the page of a file, asked of no query; what falls due in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.domiciliation import policies
from relais.domiciliation.queries import files as queries
from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.people import hand, seldom
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: lines shown in Ma journée; the board has the others.
SHOWN = 8


def of_a_file(_request: ActorRequest, found: "File") -> Panel | None:
    """A link to her domiciliation, or to ask for one; read with the file itself, no query of its own."""
    levels = found.levels_read  # type: ignore[attr-defined]  # written by of_file
    has = seldom.may_have(found, "domiciliation")
    if Level.ADMINISTRATIVE not in levels and not (has and Level.RECEPTION in levels):
        return None
    return Panel("domiciliation/file_panel.html", {"has": has, "file_id": found.pk})


#: name of these lines on the page of the day.
TO_SEE = "domiciliations"


def of_the_day(request: ActorRequest, on: date) -> Rows | None:
    """What they are drawn from."""
    if not policies.can_list(request.actor):
        return None
    found = queries.to_see(request.actor, on=on, now=timezone.now(), held=hand.of(request))
    return row(found[: SHOWN + 1], id="pk", file_id="file_id", called="file__person__called", code="why", on="by")


def today(request: ActorRequest, on: date) -> Panel | None:
    """What the reader has to see to; no panel when there is nothing."""
    rows = sorted(day_lines.of(request, TO_SEE, on), key=lambda line: (line.code, str(line.on), str(line.id)))
    return Panel("domiciliation/day_panel.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN}) if rows else None
