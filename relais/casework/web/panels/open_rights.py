"""«Droits ouverts» on the page of a file: the first to end comes first."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.queries import open_rights as queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: a right that ends within this time is shown as pressing: most renewals ask two to three months.
SOON = timedelta(days=90)


def when(day: date | None) -> str:
    """«over», «soon», or nothing, for the badge beside the last day."""
    if day is None:
        return ""
    today = timezone.localdate()
    return "over" if day < today else "soon" if day <= today + SOON else ""


def panel(request: ActorRequest, found: "File") -> Panel | None:
    """The rights open to the person, for whoever keeps the administrative part of her file."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    lines = [(right, when(right.ends_on)) for right in queries.open_rights(request.actor, found, now=timezone.now())]
    return Panel("casework/rights_panel.html", {"lines": lines, "file_id": found.pk})
