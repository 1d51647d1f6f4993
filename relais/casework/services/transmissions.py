"""Writings that the law asks to transmit: begun as a confidential note, followed to their sending and their return (doctrine §3.7)."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.casework.events.notes import TransmissionSent
from relais.casework.models import NoteReader, Transmission
from relais.casework.queries import notes as reading
from relais.casework.queries.transmissions import mark_of_way, transmissions
from relais.casework.rules.transmissions import Way, problems
from relais.casework.services.beginnings import UnableToKeepCasework, without_secret
from relais.casework.services.notes import OpenNote, Parts, keep_note, open_note
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind
from relais.kernel.decisions import OutOfScope
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts, whole_record

#: why a colleague who takes it over reads it.
_TAKEN_OVER = gettext_noop("Reprend un écrit que la loi demande de transmettre.")


@dataclass(frozen=True, slots=True)
class Writing:
    """What is told. ``children``: who it is about; ``seen``: what one saw or heard oneself; ``said``: what was said, and by whom."""

    children: str
    seen: str = ""
    said: str = ""
    worry: str = ""
    way: Way = field(default_factory=Way)


@transaction.atomic
def begin_transmission(*, actor: Actor, file_id: UUID, told: Writing, now: datetime) -> Transmission:
    """Write it, as a confidential note of the actor, and see to it from today; by whoever reads the evaluation of the file.

    Kept even while the person asked for a limitation: it protects another person (RGPD 18, 2).
    """
    found = file_in_scope(actor, file_id, Level.EVALUATION, now=now, while_limited=True)
    today = timezone.localdate(now)
    wrong = dict(problems(told.way, begun_on=today, today=today))
    if not told.children.strip():
        wrong["children"] = gettext_noop("Dites de quel enfant il s’agit.")
    if not (told.seen.strip() or told.said.strip()):
        wrong["seen"] = gettext_noop("Écrivez ce que vous avez vu ou entendu, ou ce qui vous a été dit.")
    if wrong:
        raise UnableToKeepCasework(**wrong)
    without_secret({name: getattr(told, name) for name in ("children", "seen", "said", "worry")})
    facts = f"{told.children.strip()}\n\n{told.seen.strip()}".strip()
    parts = Parts(facts, told.said, told.worry)
    note = keep_note(actor, found, level=NoteLevel.CONFIDENTIAL, parts=parts, now=now, interview=None)
    row = Transmission(organisation_id=found.organisation_id, file=found, note=note, member_id=who_acts(actor), due_on=today)
    _write(row, told.way)
    row.save(force_insert=True)
    journal.record(actor=actor, action="transmission.begun", at=now, subject=row)
    return row


def _write(row: Transmission, way: Way) -> None:
    for name, value in (asdict(way) | without_secret({"body": way.body, "why_not": way.why_not})).items():
        setattr(row, name, value)
    whole_record(row)


@transaction.atomic
def follow_transmission(*, actor: Actor, transmission_id: UUID, way: Way, seen: str = "", now: datetime) -> Transmission:
    """Write where it stands: the parents told, sent, its return, or left; each is taken back by erasing its day.

    By whoever reads its note. ``seen``: the mark of what the page showed, "" for none.
    """
    row = _held(actor, transmission_id, now=now)
    if is_behind(seen, mark_of_way(row)):
        raise UnableToKeepCasework(whole=LEFT_BEHIND)
    if wrong := problems(way, begun_on=row.due_on, today=timezone.localdate(now)):
        raise UnableToKeepCasework(**wrong)
    before = row.sent_on
    _write(row, way)
    row.save()
    journal.record(actor=actor, action="transmission.followed", at=now, subject=row)
    if way.sent_on is not None and before is None:
        bus.publish(TransmissionSent(row.organisation_id, row.file_id, row.pk, now))
    return row


def _held(actor: Actor, transmission_id: UUID, *, now: datetime) -> Transmission:
    scope = transmissions(actor, now=now).order_by().select_related(None).select_for_update(of=("self",))
    row = scope.filter(pk=transmission_id).first()
    if row is None:
        raise OutOfScope
    return row


def open_transmission(*, actor: Actor, row: Transmission, now: datetime) -> OpenNote:
    """Open its words: as any confidential note, the journal says so first."""
    return open_note(actor=actor, note_id=row.note_id, now=now)


def hand_over(actor: Actor, row: Transmission, member: Member, now: datetime) -> None:
    """Another colleague sees to it, and so reads it: on the ground of the law, in the transaction of an act that holds its file."""
    reads = row.note.author_id == member.pk or row.note.readers.filter(member=member, withdrawn_at=None).exists()
    if not reads:
        if not reading.may_be_added(actor, row.note, now=now).filter(pk=member.pk).exists():
            raise UnableToKeepCasework(whole=gettext_noop("Cette personne n’intervient pas dans ce dossier, ou n’est pas tenue au secret."))
        added = NoteReader(organisation_id=row.organisation_id, note=row.note, member=member, ground=Ground.LEGAL_DUTY, added_at=now)
        added.necessity = _TAKEN_OVER
        added.save(force_insert=True)
        journal.record(actor=actor, action="note.reader_added", at=now, subject=row.note)
    row.member = member
    row.save(update_fields=["member"])
    journal.record(actor=actor, action="transmission.handed_over", at=now, subject=row)
