"""The panel of documents on the page of a file."""

from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.queries import documents as queries
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: titles shown on the page of the file; the others are one press away.
SHOWN = 5


def of_a_file(request: ActorRequest, file: "File") -> Panel | None:
    """The last documents that the actor reads, and the way to file one for whoever receives the person."""
    levels = file.levels_read  # type: ignore[attr-defined]  # written by of_file
    reads = bool(levels & {Level.ADMINISTRATIVE, Level.EVALUATION})
    if Level.RECEPTION not in levels and not reads:
        return None
    shown = queries.last(request.actor, file, now=timezone.now(), most=SHOWN + 1) if reads else []
    context = {"file": file, "reads": reads, "may_file": Level.RECEPTION in levels, "shown": shown[:SHOWN], "more": len(shown) > SHOWN}
    return Panel("casework/documents_panel.html", context)
