"""«Mandats» on the page of a file; those that end, or that wait for their signature, in Ma journée."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.mandates import queries
from relais.people import hand
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


#: name of these lines on the page of the day.
TO_SEE = "mandats"


def of_the_day(request: ActorRequest, on: date) -> Rows | None:
    """What they are drawn from."""
    held, now = hand.of(request), timezone.now()
    if not held.files:
        return None
    found = queries.to_see(request.actor, on=on, now=now, held=held)[: SHOWN + 1]
    return row(found, id="pk", file_id="file_id", on="ends_on", at="prepared_at")


def today(request: ActorRequest, on: date) -> Panel | None:
    """The mandates that end soon or just ended, and the sheets that wait; nothing when there is none."""
    found = sorted(hand.lines(request, TO_SEE, on), key=lambda line: (line.on is None, str(line.on), str(line.at)))
    context = {"mandates": found[:SHOWN], "more": len(found) > SHOWN, "today": on}
    return Panel("mandates/day_panel.html", context) if found else None
