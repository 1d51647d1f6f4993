"""Writing, correcting, closing more, answering and opening notes."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework.events.notes import DisagreementRecorded, NoteWritten, ReaderAdded
from relais.casework.models import Disagreement, Interview, Note, NoteReader, NoteVersion, Transmission
from relais.casework.policies.notes import FILE_LEVEL, can_entrust, is_author
from relais.casework.queries import notes as reading
from relais.casework.services.beginnings import UnableToKeepCasework, note_in_scope, on_one_line, without_secret
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.foundation.vault.fields import SealedWords
from relais.kernel.decisions import OutOfScope
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.people.queries import levels as levels_read
from relais.people.services.beginnings import demand, file_in_scope, who_acts

#: letters of the sentence that says why a reader is needed, at least.
SHORTEST_NECESSITY = 15


@dataclass(frozen=True, slots=True)
class Parts:
    """The three parts of a note; all optional, never all empty when kept."""

    facts: str = ""
    words: str = ""
    analysis: str = ""

    def told(self) -> dict[str, str]:
        """Field name → text."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __bool__(self) -> bool:
        return any(text.strip() for text in self.told().values())


@transaction.atomic
def write_note(*, actor: Actor, file_id: UUID, level: NoteLevel, parts: Parts, now: datetime, interview: Interview | None = None) -> Note:
    """Keep a note, sealed; by whoever reads that level of the file."""
    found = file_in_scope(actor, file_id, FILE_LEVEL[level], now=now)
    return keep_note(actor, found, level=level, parts=parts, now=now, interview=interview)


def keep_note(actor: Actor, found: File, *, level: NoteLevel, parts: Parts, now: datetime, interview: Interview | None) -> Note:
    """The same for an act that already holds the file at this level, in its transaction."""
    if not parts:
        raise UnableToKeepCasework(whole=gettext_noop("Cette note est vide : écrivez au moins une des trois parties."))
    told = without_secret(parts.told())
    note = Note(organisation_id=found.organisation_id, file=found, author_id=who_acts(actor), level=level, written_at=now)
    note.interview = interview
    note.save(force_insert=True)
    _version(note, told, number=1, now=now)
    journal.record(actor=actor, action="note.written", at=now, subject=note)
    bus.publish(NoteWritten(note.organisation_id, found.pk, note.pk, level, now))
    return note


def _version(note: Note, told: dict[str, str], *, number: int, now: datetime) -> NoteVersion:
    version = NoteVersion(organisation_id=note.organisation_id, note=note, number=number, written_at=now)
    version.facts, version.words, version.analysis = told["facts"], told["words"], told["analysis"]
    version.save(force_insert=True)
    return version


@transaction.atomic
def correct_note(*, actor: Actor, note_id: UUID, parts: Parts, now: datetime) -> NoteVersion:
    """Write a new version of one's note; the former ones stay, for whoever reads the note."""
    note = note_in_scope(actor, note_id, now=now)
    demand(is_author(actor, note))
    if not parts:
        raise UnableToKeepCasework(whole=gettext_noop("Une note ne se vide pas : écrivez ce qui la corrige."))
    told = without_secret(parts.told())
    last = note.versions.order_by("-number").values_list("number", flat=True)[0]
    version = _version(note, told, number=last + 1, now=now)
    journal.record(actor=actor, action="note.corrected", at=now, subject=note)
    return version


@transaction.atomic
def set_level(*, actor: Actor, note_id: UUID, level: NoteLevel, now: datetime) -> Note:
    """Raise or lower the level of one's note, to one that one reads."""
    note = note_in_scope(actor, note_id, now=now)
    demand(is_author(actor, note))
    if level != NoteLevel.CONFIDENTIAL and Transmission.objects.filter(note=note).exists():
        raise UnableToKeepCasework(level=gettext_noop("Un écrit de protection de l’enfance reste confidentiel."))
    if FILE_LEVEL[level] not in levels_read(actor, note.file_id, now=now):
        raise UnableToKeepCasework(level=gettext_noop("Vous ne lisez pas ce niveau dans ce dossier."))
    note.level = level
    note.save(update_fields=["level"])
    journal.record(actor=actor, action=f"note.level_{level}", at=now, subject=note)
    return note


@transaction.atomic
def record_disagreement(*, actor: Actor, note_id: UUID, words: str, now: datetime) -> Disagreement:
    """Keep what the person answers to a note, in her words; by anybody who reads it, and for good."""
    note = note_in_scope(actor, note_id, now=now)
    told = without_secret({"words": words})
    if not told["words"]:
        raise UnableToKeepCasework(words=gettext_noop("Écrivez ce que la personne répond."))
    kept = Disagreement(organisation_id=note.organisation_id, file_id=note.file_id, note=note, recorded_at=now)
    kept.recorded_by_id = who_acts(actor)
    kept.words = told["words"]
    kept.save(force_insert=True)
    journal.record(actor=actor, action="note.disagreement_recorded", at=now, subject=note)
    bus.publish(DisagreementRecorded(note.organisation_id, note.file_id, note.pk, now))
    return kept


@transaction.atomic
def add_reader(*, actor: Actor, note_id: UUID, member_id: UUID, ground: Ground, necessity: str, now: datetime) -> NoteReader:
    """Let one more bound colleague who takes part in the file read a confidential note, on a ground and for a reason."""
    note = note_in_scope(actor, note_id, now=now)
    demand(can_entrust(actor, note))
    told = without_secret({"necessity": on_one_line(necessity)})
    if len(told["necessity"]) < SHORTEST_NECESSITY:
        raise UnableToKeepCasework(necessity=gettext_noop("Dites en une phrase pourquoi elle ou il doit lire cette note."))
    if not reading.may_be_added(actor, note, now=now).filter(pk=member_id).exists():
        raise UnableToKeepCasework(member=gettext_noop("Cette personne n’intervient pas dans ce dossier, ou n’est pas tenue au secret."))
    added = NoteReader(organisation_id=note.organisation_id, note=note, member_id=member_id, ground=ground, added_at=now)
    added.necessity = told["necessity"]
    added.save(force_insert=True)
    journal.record(actor=actor, action="note.reader_added", at=now, subject=note)
    bus.publish(ReaderAdded(note.organisation_id, note.file_id, note.pk, member_id, now))
    return added


@transaction.atomic
def withdraw_reader(*, actor: Actor, note_id: UUID, reader_id: UUID, now: datetime) -> None:
    """Close a confidential note to somebody who was added; at once."""
    note = note_in_scope(actor, note_id, now=now, while_limited=True)
    demand(is_author(actor, note))
    if not note.readers.filter(pk=reader_id, withdrawn_at=None).update(withdrawn_at=now):
        raise OutOfScope
    journal.record(actor=actor, action="note.reader_withdrawn", at=now, subject=note)


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """One version, in clear."""

    number: int
    written_at: datetime
    parts: Parts


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note in clear: its versions, the newest first; the person's answers, with their dates; for the author, readers and necessity."""

    note: Note
    versions: tuple[OpenVersion, ...]
    disagreements: tuple[tuple[datetime, str], ...]
    readers: tuple[tuple[NoteReader, str], ...]

    @property
    def last(self) -> OpenVersion:
        """What the note says today."""
        return self.versions[0]


def open_note(*, actor: Actor, note_id: UUID, now: datetime) -> OpenNote:
    """Open a note: written in the journal, with its purpose, before anything of it is opened; OutOfScope when it is not for the actor."""
    note = reading.note(actor, note_id, now=now)
    if note is None:
        raise OutOfScope
    by_name = reading.takes_part(actor, note.file_id, now=now)
    part = "confidential" if note.level == NoteLevel.CONFIDENTIAL else ""
    journal.read(actor, note, purpose=Purpose.SUPPORT if by_name else Purpose.CONTINUITY, at=now, part=part)
    versions = note.versions.order_by("-number")
    readers = note.readers.filter(withdrawn_at=None).select_related("member").order_by("added_at", "pk") if is_author(actor, note) else ()
    return OpenNote(
        note,
        tuple(OpenVersion(one.number, one.written_at, _parts(one)) for one in versions),
        tuple((one.recorded_at, _in_clear(one.words)) for one in note.disagreements.order_by("recorded_at", "pk")),
        tuple((one, _in_clear(one.necessity)) for one in readers),
    )


def _parts(version: NoteVersion) -> Parts:
    return Parts(_in_clear(version.facts), _in_clear(version.words), _in_clear(version.analysis))


def _in_clear(sealed: object) -> str:
    """The text under a seal; TypeError on what is no sealed text."""
    if not isinstance(sealed, SealedWords):
        raise TypeError("not a sealed text")
    return sealed.open()
