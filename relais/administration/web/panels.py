"""What administration lays on the page of a file (requests, limitation, elimination announced) and on one's own account."""

from typing import TYPE_CHECKING

from relais.administration.queries import registers as queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File


def of_a_file(request: ActorRequest, file: "File") -> Panel | None:
    """For whoever keeps the administrative part of the file."""
    if Level.ADMINISTRATIVE not in file.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    return Panel("administration/panel.html", {"file": file, "standing": queries.standing(request.actor, file)})


def of_an_account(_request: ActorRequest, _member: object) -> Panel:
    """What the journal notes, told on everybody's own account."""
    return Panel("administration/account_panel.html", {})


def limited(file: "File") -> bool:
    """Whether nothing more is written in this file."""
    return queries.limitation(file.pk) is not None
