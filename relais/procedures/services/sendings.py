"""Writes of letters: prepared with their PDF, recorded as sent with their proof, taken back, left aside.

Recording a sending moves the démarche by the same act as anywhere else (``record_act``), and numbers the letter and its proof.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.services import documents
from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import NoteLevel
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.services.beginnings import who_acts
from relais.procedures.models import Procedure, ProcedureAct, ReminderRun, Sending
from relais.procedures.rules.progress import Act
from relais.procedures.services.exhibits import handed_in, number_document
from relais.procedures.services.procedures import (
    MOVED,
    ToldAct,
    UnableToKeepProcedure,
    clean_lines,
    procedure_to_change,
    record_act,
    take_back,
    under_mandate,
)
from relais.procedures.services.unsending import unsent
from relais.procedures.terms.procedures import Doer, Proof, Way
from relais.procedures.terms.sendings import ExhibitRole, Sender

#: acts that a letter may be, in the order of the screen.
BY_LETTER: Final = (Act.FILED, Act.COMPLETED, Act.CHASED, Act.APPEALED)
#: what is told of an evaluation or of health goes under a closed cover, or by the way of the body (CSS, R. 142-1-A, IV).
_NO_EMAIL: Final = gettext_noop(
    "Une pièce est une évaluation ou confidentielle : pas de courriel. Par courrier sous pli fermé, au guichet, ou par le téléservice."
)
_ALREADY: Final = gettext_noop("Cette lettre est déjà notée comme envoyée.")
_ASIDE: Final = gettext_noop("Cette lettre est laissée de côté : reprenez-la d’abord.")


@dataclass(frozen=True, slots=True)
class PreparedLetter:
    """A letter as it will be sent. ``code``: in the toolbox; ``recipient``: the first line of its address; ``content``: its PDF;
    ``sender``: who signs it."""

    code: str
    title: str
    recipient: str
    content: bytes
    dated_on: date
    sender: Sender | str = Sender.PERSON


@dataclass(frozen=True, slots=True)
class ToldSending:
    """How a letter went. ``act``: what it is for the démarche, None when it moves nothing; the others as in ``ToldAct``."""

    on: date
    act: Act | None = None
    doer: Doer | str = ""
    why_for: str = ""
    mandate_act: UUID | None = None
    way: Way | str = ""
    proof: Proof | str = ""
    tracking: str = ""
    received: date | None = None


@transaction.atomic
def prepare_letter(*, actor: Actor, procedure_id: UUID, letter: PreparedLetter, now: datetime, run: ReminderRun | None = None) -> Sending:
    """Keep the PDF of a letter, sealed as it will be sent. The same one, not sent yet, takes the place of the former."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    handed = Deposit(letter.content, "courrier.pdf", DocumentKind.SENT, letter.title[:120], letter.dated_on)
    document = handed_in(actor, kept, handed, now=now)
    sending = Sending.objects.create(
        organisation_id=kept.organisation_id,
        procedure=kept,
        letter=letter.code,
        title=letter.title[:120],
        recipient=letter.recipient[:120],
        sender=letter.sender,
        document=document,
        prepared_by_id=who_acts(actor),
        prepared_at=now,
        run=run,
    )
    journal.record(actor=actor, action="procedure.letter_prepared", at=now, subject=kept)
    return sending


def _sending(kept: Procedure, sending_id: UUID) -> Sending:
    found = kept.sendings.select_for_update(of=("self",)).filter(pk=sending_id).first()
    if found is None:
        raise OutOfScope
    return found


def _holds_more(kept: Procedure, sending: Sending) -> bool:
    """Whether what goes holds more than the administrative level: the letter itself, or an exhibit of its démarche (S42)."""
    plain = NoteLevel.ADMINISTRATIVE.value
    if sending.document is not None and sending.document.level != plain:
        return True
    return kept.exhibits.filter(removed_at=None, document__isnull=False).exclude(document__level=plain).exists()


@transaction.atomic
def record_sending(
    *, actor: Actor, procedure_id: UUID, sending_id: UUID, told: ToldSending, seen: int, now: datetime, receipt: Deposit | None = None
) -> Sending:
    """The letter is sent: the démarche moves, the letter is an exhibit, its proof too. ``seen``: as in ``record_act``."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    sending = _sending(kept, sending_id)
    if sending.sent_on is not None:
        raise UnableToKeepProcedure(whole=_ALREADY)
    if sending.dropped_at is not None:
        raise UnableToKeepProcedure(whole=_ASIDE)
    if told.way == Way.EMAIL and _holds_more(kept, sending):
        raise UnableToKeepProcedure(way=_NO_EMAIL)
    sending.act = _moved(actor, kept, sending, told, seen=seen, now=now)
    sending.sent_on, sending.doer, sending.way = told.on, str(told.doer), str(told.way)
    sending.proof, sending.tracking = str(told.proof), _plain(told)["tracking"]
    sending.recorded_by_id, sending.recorded_at = who_acts(actor), now
    sending.save()
    if sending.document is not None:
        number_document(actor, kept, sending.document, ExhibitRole.LETTER, now=now, sending=sending)
    if receipt is not None:
        document = handed_in(actor, kept, receipt, now=now)
        number_document(actor, kept, document, ExhibitRole.PROOF, now=now, sending=sending)
    journal.record(actor=actor, action="procedure.letter_sent", at=now, subject=kept)
    return sending


def _plain(told: ToldSending) -> dict[str, str]:
    return clean_lines(tracking=told.tracking, why_for=told.why_for)


def _moved(actor: Actor, kept: Procedure, sending: Sending, told: ToldSending, *, seen: int, now: datetime) -> ProcedureAct | None:
    """The act of a sending; None, once its words and its day hold, for a letter that moves nothing: its mandate is then its own."""
    if told.act is not None:
        act = ToldAct(
            told.act,
            told.on,
            received=told.received,
            doer=told.doer,
            why_for=told.why_for,
            mandate_act=told.mandate_act,
            way=told.way,
            proof=told.proof,
            tracking=told.tracking,
            words=sending.title[:200],
        )
        return record_act(actor=actor, procedure_id=kept.pk, told=act, seen=seen, now=now)
    if kept.acts.filter(undone_at=None).count() != seen:
        raise UnableToKeepProcedure(whole=MOVED)
    problems = {}
    if told.on > timezone.localdate(now):
        problems["on"] = gettext_noop("Ce jour n’est pas encore venu. Notez un acte quand il a eu lieu.")
    if told.doer == Doer.FOR and not _plain(told)["why_for"] and told.mandate_act is None:
        problems["why_for"] = gettext_noop("Choisissez le mandat, ou dites pourquoi vous l’avez fait sans mandat écrit.")
    if problems:
        raise UnableToKeepProcedure(**problems)
    under = under_mandate(actor, kept, ToldAct(Act.CHASED, told.on, doer=told.doer, mandate_act=told.mandate_act), now=now)
    sending.mandate_act, sending.why_for = under, "" if under is not None else _plain(told)["why_for"]
    return None


@transaction.atomic
def add_proof(*, actor: Actor, procedure_id: UUID, sending_id: UUID, receipt: Deposit, now: datetime) -> Sending:
    """The proof of a sending came later: a receipt, the slip of a registered letter."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    sending = _sending(kept, sending_id)
    if sending.sent_on is None:
        raise UnableToKeepProcedure(whole=gettext_noop("Cette lettre n’est pas encore notée comme envoyée : notez d’abord son envoi."))
    document = handed_in(actor, kept, receipt, now=now)
    number_document(actor, kept, document, ExhibitRole.PROOF, now=now, sending=sending)
    journal.record(actor=actor, action="procedure.exhibits_taken", at=now, subject=kept)
    return sending


@transaction.atomic
def take_back_sending(*, actor: Actor, procedure_id: UUID, sending_id: UUID, now: datetime) -> Sending:
    """Recorded by mistake: its act no longer counts, the letter is to be sent again, its numbers stay void. Twice is once."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    sending = _sending(kept, sending_id)
    if sending.sent_on is None:
        return sending
    if sending.act_id is not None:
        # taking the act back takes the sending back with it
        take_back(actor=actor, procedure_id=kept.pk, act_id=sending.act_id, now=now)
    else:
        unsent([sending], by=who_acts(actor), now=now)
        journal.record(actor=actor, action="procedure.taken_back", at=now, subject=kept)
    sending.refresh_from_db()
    return sending


@transaction.atomic
def leave_letter(*, actor: Actor, procedure_id: UUID, sending_id: UUID, aside: bool, now: datetime) -> Sending:
    """Leave a prepared letter aside, its document withdrawn; or take it up again within thirty days."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    sending = _sending(kept, sending_id)
    if sending.sent_on is not None:
        raise UnableToKeepProcedure(whole=_ALREADY)
    if (sending.dropped_at is not None) == aside:
        return sending
    if not aside and sending.document_id is None:
        raise UnableToKeepProcedure(whole=gettext_noop("Cette lettre est effacée : écrivez-la de nouveau."))
    if sending.document_id is not None:
        change = documents.withdraw if aside else documents.put_back
        try:
            change(actor=actor, file_id=kept.file_id, document_id=sending.document_id, now=now)
        except Refused as refusal:
            raise UnableToKeepProcedure(whole=str(refusal)) from refusal
    sending.dropped_at = now if aside else None
    sending.save(update_fields=["dropped_at"])
    journal.record(actor=actor, action="procedure.letter_left" if aside else "procedure.letter_prepared", at=now, subject=kept)
    return sending
