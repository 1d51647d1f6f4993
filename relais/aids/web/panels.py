"""A small link to the aids of a person on the page of her file, and what waits in Ma journée: neither asks a query of its own."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.aids import policies
from relais.aids.queries import requests, sessions
from relais.aids.terms import State
from relais.foundation import day_lines
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, number
from relais.foundation.slots import Panel
from relais.people import hand, seldom
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: name of what this room asks on the page of the day, and the codes of its numbers.
WAITING = "aides"
TO_TELL, TO_COMPLETE, LATE, URGENT, TO_PAY = "à dire", "à compléter", "en retard", "en urgence", "à payer"


def of_the_day(request: ActorRequest, day: date) -> list[Rows]:
    """What waits for this reader: in their files, as head, as whoever is named to pay."""
    actor, now = request.actor, timezone.now()
    if actor.organisation_id is None:
        return []
    asked = [number(sessions.payments_waiting(actor), code=TO_PAY)] if policies.may_be_payer(actor) else []
    held = hand.of(request)
    if held.files:
        unfinished = requests.mine(actor, now=now, held=held).filter(state__in=(State.PREPARED, State.POSTPONED))
        asked.append(number(requests.to_tell(actor, now=now, held=held), code=TO_TELL))
        asked.append(number(unfinished, code=TO_COMPLETE))
        asked.append(number(requests.late(actor, on=day, now=now, held=held), code=LATE))
    if policies.heads(actor):
        asked.append(number(requests.urgent(actor), code=URGENT))
    return asked


def today(request: ActorRequest, day: date) -> Panel | None:
    """How many aids wait, and for what; nothing when none does."""
    found = {line.code: line.number for line in day_lines.of(request, WAITING, day) if line.number}
    if not found:
        return None
    told = {name: found.get(code, 0) for name, code in _NAMES.items()}
    board = any(number for name, number in told.items() if name != "to_pay")
    return Panel("aids/day_panel.html", {**told, "board": board})


_NAMES = {"to_tell": TO_TELL, "to_complete": TO_COMPLETE, "late": LATE, "urgent": URGENT, "to_pay": TO_PAY}


def of_a_file(_request: ActorRequest, found: "File") -> Panel | None:
    """The way to her aids, or to ask for one; for whoever keeps the administrative part of the file."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    return Panel("aids/file_panel.html", {"file_id": found.pk, "has": seldom.may_have(found, "aids")})
