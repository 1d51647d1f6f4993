"""«Démarches» on the page of a file, «C’est à moi» in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level
from relais.procedures.queries import procedures as queries
from relais.procedures.web.panels import day

if TYPE_CHECKING:
    from relais.people.models import File

#: démarches shown of one file; the list holds the others.
SHOWN = 8


def of_a_file(request: ActorRequest, found: "File") -> Panel | None:
    """The démarches under way, ours first; for whoever keeps the administrative part of the file."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    every = list(queries.in_file(request.actor, found, now=timezone.now()))
    lines = queries.lines(queries.under_way(every), on=timezone.localdate())
    context = {"lines": lines[:SHOWN], "more": len(lines) > SHOWN, "over": len(every) - len(lines), "file_id": found.pk}
    return Panel("procedures/followed/file_panel.html", context)


def today(request: ActorRequest, on: date) -> Panel | None:
    """The démarches that wait for me, the first limit first; nothing for whoever leads no file."""
    lines = day.of(request, on).turns
    if not lines:
        return None
    return Panel("procedures/followed/day_panel.html", {"lines": lines[: day.SHOWN], "more": len(lines) > day.SHOWN, "today": on})
