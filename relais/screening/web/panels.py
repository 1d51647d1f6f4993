"""What the screening lays on the page of a file: the last situation kept, and the way to simulate from it. No engine is loaded here."""

from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries as people
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File


def situation(request: ActorRequest, found: "File") -> Panel | None:
    """When the last situation was kept, for whoever reads the administrative part; one query."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    kept = people.last_situation(request.actor, found.pk, now=timezone.now())
    return Panel("screening/file_panel.html", {"file": found, "kept": kept})
