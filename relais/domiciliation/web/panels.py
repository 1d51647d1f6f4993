"""One small link on the page of a file, asked of no query; what falls due in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.domiciliation import policies
from relais.domiciliation.queries import files as queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import seldom
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


def today(request: ActorRequest, on: date) -> Panel | None:
    """What the reader has to see to; one query, none for who lists nothing, no panel when there is nothing."""
    if not policies.can_list(request.actor):
        return None
    found = list(queries.to_see(request.actor, on=on, now=timezone.now())[: SHOWN + 1])
    rows = [(one, queries.why(one, on=on)) for one in found[:SHOWN]]
    return Panel("domiciliation/day_panel.html", {"rows": rows, "more": len(found) > SHOWN}) if rows else None
