"""Acts of a chronology: opening the notes that were ticked, saying for whom and why it was made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from relais.casework.services.notes import open_note
from relais.casework.terms.notes import NoteLevel
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.procedures.queries.chronology import notes_to_tick
from relais.procedures.rules.chronology import Entry
from relais.procedures.services.procedures import UnableToKeepProcedure, clean_lines, procedure_to_change
from relais.procedures.terms.sendings import Recipient

#: notes in one chronology: a case is told by its acts.
MOST_NOTES: Final = 10
_WHY: Final = {Recipient.PERSON.value: Purpose.PERSON, Recipient.COUNSEL.value: Purpose.LITIGATION}


@transaction.atomic
def opened_notes(*, actor: Actor, found: File, note_ids: Sequence[UUID], now: datetime) -> tuple[list[Entry], str]:
    """The notes ticked, each opened and journaled, as lines: facts and her words, never the analysis; and the most closed of their levels.

    UnableToKeepProcedure when one may not leave by this actor's hand, or when they are too many."""
    if len(note_ids) > MOST_NOTES:
        raise UnableToKeepProcedure(notes=gettext_noop("Dix notes au plus : une chronologie dit les actes."))
    may = {note.pk for note in notes_to_tick(actor, found, now=now)}
    if not set(note_ids) <= may:
        raise UnableToKeepProcedure(notes=gettext_noop("Une de ces notes n’est plus à votre portée. Regardez la liste, puis recommencez."))
    entries, level = [], NoteLevel.ADMINISTRATIVE.value
    for note_id in note_ids:
        shown = open_note(actor=actor, note_id=note_id, now=now)
        parts = shown.last.parts
        words = _("Paroles de la personne : « %(words)s »") % {"words": parts.words} if parts.words.strip() else ""
        lines = tuple(filter(None, (parts.facts.strip(), words)))
        entries.append(Entry(timezone.localdate(shown.note.written_at), "note", _("Note du dossier"), lines))
        level = max(level, shown.note.level)
    return entries, level


@transaction.atomic
def tell_chronology(*, actor: Actor, procedure_id: UUID, recipient: str, purpose: str, now: datetime) -> None:
    """For whom a chronology leaves the file, in the journal; its purpose, printed on it, holds no secret."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    if recipient not in Recipient.values:
        raise UnableToKeepProcedure(recipient=gettext_noop("Dites pour qui est cette chronologie."))
    clean_lines(purpose=purpose)
    why = _WHY.get(recipient, Purpose.LITIGATION)
    journal.record(actor=actor, action=f"procedure.chronology_{recipient}", at=now, subject=kept, purpose=why)
