"""«À renouveler»: in Ma journée the rights that end in my files and in those of whom I stand in for; on the page of a file, its own."""

from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level
from relais.procedures.queries import renewals as queries
from relais.procedures.web.panels import day

if TYPE_CHECKING:
    from datetime import date

    from relais.people.models import File

#: rights shown in Ma journée; the board has them all.
SHOWN = 8


def today(request: ActorRequest, on: "date") -> Panel | None:
    """The first to end; nothing for whom nothing ends."""
    lines = day.of(request, on).endings
    if not lines:
        return None
    return Panel("procedures/renewals/day_panel.html", {"lines": lines[:SHOWN], "more": len(lines) > SHOWN})


def of_a_file(request: ActorRequest, found: "File") -> Panel | None:
    """What ends in this file, with what falls with it; for whoever writes its administrative part."""
    if found.reading is None or Level.ADMINISTRATIVE not in found.reading.works:
        return None
    lines = queries.of_file(request.actor, found, on=timezone.localdate(), now=timezone.now())
    return Panel("procedures/renewals/file_panel.html", {"lines": lines}) if lines else None
