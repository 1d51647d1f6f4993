"""Who reads and writes notes: the level of the file, and for a confidential one its author and those the author added.

A confidential note is opened neither by a role nor by a presence at the duty desk, and by an exceptional access only when its motive is a
danger (doctrine §3.3, §3.5). A person's bar and the end of an assignment close every note, those that one wrote included.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from relais.casework.models import Note, NoteReader
from relais.casework.terms.notes import NoteLevel
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people.models import BreakGlass, File
from relais.people.policies import current, identity, in_file
from relais.people.rules import Level
from relais.people.terms import Motive

#: the level of a file that a note of each level asks for, at least.
FILE_LEVEL = {
    NoteLevel.ADMINISTRATIVE: Level.ADMINISTRATIVE,
    NoteLevel.SHARED: Level.EVALUATION,
    NoteLevel.CONFIDENTIAL: Level.EVALUATION,
}
#: from the most open to the most closed.
ORDER = tuple(NoteLevel)


def readable(actor: Actor, *, now: datetime, found: File | None = None) -> Q:
    """The notes that this actor reads now; ``found``: those of this file alone."""
    administrative = in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    evaluation = in_file(actor, Level.EVALUATION, now=now, found=found)
    shared = Q(level=NoteLevel.SHARED) & evaluation
    confidential = Q(level=NoteLevel.CONFIDENTIAL) & evaluation & _entrusted(actor, now=now)
    return (Q(level=NoteLevel.ADMINISTRATIVE) & administrative) | shared | confidential


def _entrusted(actor: Actor, *, now: datetime) -> Q:
    """One's own, those one was added to, and those of a file opened because of a danger."""
    added = NoteReader.objects.filter(note_id=OuterRef("pk"), member_id=identity(actor), withdrawn_at=None)
    danger = BreakGlass.objects.filter(current(now), file_id=OuterRef("file_id"), member_id=identity(actor), motive=Motive.DANGER)
    return Q(author_id=identity(actor)) | Q(Exists(added)) | Q(Exists(danger))


def levels_to_write(levels_read: frozenset[Level]) -> list[NoteLevel]:
    """The levels of note that somebody who reads these levels of a file may write."""
    return [level for level in NoteLevel if FILE_LEVEL[level] in levels_read]


def is_author(actor: Actor, note: Note) -> Decision:
    """A note is corrected, raised, lowered and entrusted by whoever wrote it, and by nobody else."""
    if note.author_id == identity(actor):
        return ALLOWED
    return refused("Seule la personne qui a écrit cette note peut la corriger ou changer qui la lit.")


def can_entrust(actor: Actor, note: Note) -> Decision:
    """The author of a confidential note; bound by secrecy, or the note would not be in their scope."""
    if note.level != NoteLevel.CONFIDENTIAL:
        return refused("Cette note n’est pas confidentielle : son niveau dit déjà qui la lit.")
    return is_author(actor, note)
