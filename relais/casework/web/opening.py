"""What a screen of notes begins with: the file for whoever reads its administrative part or its evaluation, or 404."""

from functools import wraps
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.http import HttpResponse

from relais.casework.queries import notes as queries
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import FileScreen, P, Screen, of_file
from relais.people.rules import Level

if TYPE_CHECKING:
    from datetime import datetime

    from relais.casework.models import Note
    from relais.people.models import File

#: the levels that hold notes: who reads neither does not even see where they are kept.
WITH_NOTES = frozenset({Level.ADMINISTRATIVE, Level.EVALUATION})


def levels_of(found: "File") -> frozenset[Level]:
    """The levels that ``of_file`` has just read."""
    return found.levels_read  # type: ignore[attr-defined,no-any-return]  # written by of_file


def of_notes(view: FileScreen[P]) -> Screen:
    """A screen of the notes of one file."""

    @wraps(view)
    def screen(request: ActorRequest, found: "File", *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if WITH_NOTES.isdisjoint(levels_of(found)):
            raise OutOfScope
        return view(request, found, *args, **kwargs)

    return of_file(Level.EXISTENCE)(cast("FileScreen[P]", screen))


def note_of(request: ActorRequest, found: "File", note_id: UUID, *, now: "datetime") -> "Note":
    """The note of this file that the address names; OutOfScope when it is not for the actor."""
    note = queries.note(request.actor, note_id, now=now)
    if note is None or note.file_id != found.pk:
        raise OutOfScope
    return note
