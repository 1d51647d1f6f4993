"""A small link to the aids of a person on the page of her file: it asks nothing of the database."""

from typing import TYPE_CHECKING

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import seldom
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File


def of_a_file(_request: ActorRequest, found: "File") -> Panel | None:
    """The way to her aids, or to ask for one; for whoever keeps the administrative part of the file."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    return Panel("aids/file_panel.html", {"file_id": found.pk, "has": seldom.may_have(found, "aids")})
