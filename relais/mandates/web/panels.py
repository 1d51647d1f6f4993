"""«Mandats» on the page of a file; those that end, or that wait for their signature, in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.mandates import queries
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: lines shown in Ma journée; the files have the others.
SHOWN = 8


def of_a_file(request: ActorRequest, found: "File") -> Panel | None:
    """The mandates in force or to sign; for whoever keeps the administrative part of the file."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    every = queries.in_file(request.actor, found, on=timezone.localdate(), now=timezone.now())
    now = [one for one in every if one.state in {"a_signer", "en_cours"} or one.ending]
    return Panel("mandates/file_panel.html", {"mandates": now, "over": len(every) - len(now), "file_id": found.pk})


def today(request: ActorRequest, on: date) -> Panel | None:
    """The mandates that end soon or just ended, and the sheets that wait; one query, nothing when there is none."""
    now = timezone.now()
    found = list(queries.to_see(request.actor, on=timezone.localdate(now), now=now)[: SHOWN + 1])
    context = {"mandates": found[:SHOWN], "more": len(found) > SHOWN, "today": on}
    return Panel("mandates/day_panel.html", context) if found else None
