"""Writes of exhibits: documents of the file numbered in a démarche, removed and put back. A number is given once, and never again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from relais.casework.models import Document
from relais.casework.queries import documents as documents_read
from relais.casework.services import documents
from relais.casework.services.documents import Deposit, UnableToKeepDocuments
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.services.beginnings import who_acts
from relais.procedures.models import Exhibit, Procedure, Sending
from relais.procedures.services.procedures import UnableToKeepProcedure, procedure_to_change
from relais.procedures.terms.sendings import ExhibitRole

#: exhibits of one démarche: beyond, no reader follows.
MOST = 200


def number_document(
    actor: Actor, kept: Procedure, document: Document, role: ExhibitRole, *, now: datetime, sending: Sending | None = None
) -> Exhibit:
    """The next number of a locked démarche for this document; the one it has already, or had before it was removed."""
    known = kept.exhibits.filter(document=document).order_by("number").first()
    if known is not None:
        if known.removed_at is not None:
            known.removed_at = known.removed_by = None
            known.save(update_fields=["removed_at", "removed_by"])
        return known
    last = kept.exhibits.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise UnableToKeepProcedure(whole=gettext_noop("Cette démarche a déjà 200 pièces : c’est le plus grand nombre."))
    return Exhibit.objects.create(
        organisation_id=kept.organisation_id,
        procedure=kept,
        number=last + 1,
        role=role,
        document=document,
        sending=sending,
        added_by_id=who_acts(actor),
        added_at=now,
    )


def handed_in(actor: Actor, kept: Procedure, handed: Deposit, *, now: datetime) -> Document:
    """A file handed in with an act of a démarche, through the guards of documents; its refusal speaks under the same field."""
    try:
        return documents.deposit(actor=actor, file_id=kept.file_id, handed=handed, now=now)
    except UnableToKeepDocuments as problem:
        raise UnableToKeepProcedure(**problem.problems) from problem


@transaction.atomic
def take_exhibits(*, actor: Actor, procedure_id: UUID, document_ids: Iterable[UUID], now: datetime) -> Sequence[Exhibit]:
    """Number documents that the file already holds, in the order given; those that the actor reads alone."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    wanted = list(dict.fromkeys(document_ids))
    if not wanted:
        raise UnableToKeepProcedure(documents=gettext_noop("Cochez au moins un document, ou déposez-en un."))
    readable = {one.pk: one for one in documents_read.readable(actor, kept.file, now=now).filter(withdrawn_at=None, pk__in=wanted)}
    if len(readable) != len(wanted):
        raise UnableToKeepProcedure(
            documents=gettext_noop("Un de ces documents n’est plus dans ce dossier. Regardez la liste, puis recommencez.")
        )
    taken = [number_document(actor, kept, readable[one], ExhibitRole.PIECE, now=now) for one in wanted]
    journal.record(actor=actor, action="procedure.exhibits_taken", at=now, subject=kept)
    return taken


@transaction.atomic
def deposit_exhibit(*, actor: Actor, procedure_id: UUID, handed: Deposit, now: datetime) -> Exhibit:
    """A new document of the file, numbered at once."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    taken = number_document(actor, kept, handed_in(actor, kept, handed, now=now), ExhibitRole.PIECE, now=now)
    journal.record(actor=actor, action="procedure.exhibits_taken", at=now, subject=kept)
    return taken


@transaction.atomic
def keep_chronology(*, actor: Actor, procedure_id: UUID, handed: Deposit, now: datetime) -> Exhibit:
    """The chronology as it was read and printed, kept as an exhibit."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    taken = number_document(actor, kept, handed_in(actor, kept, handed, now=now), ExhibitRole.CHRONOLOGY, now=now)
    journal.record(actor=actor, action="procedure.exhibits_taken", at=now, subject=kept)
    return taken


def _exhibit(kept: Procedure, exhibit_id: UUID) -> Exhibit:
    found = kept.exhibits.filter(pk=exhibit_id).first()
    if found is None:
        raise OutOfScope
    return found


@transaction.atomic
def remove_exhibit(*, actor: Actor, procedure_id: UUID, exhibit_id: UUID, now: datetime) -> Exhibit:
    """This document is no exhibit any more; its number stays void, the document stays in the file. Twice is once."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    found = _exhibit(kept, exhibit_id)
    if found.removed_at is None:
        found.removed_at, found.removed_by_id = now, who_acts(actor)
        found.save(update_fields=["removed_at", "removed_by"])
        journal.record(actor=actor, action="procedure.exhibit_removed", at=now, subject=kept)
    return found


@transaction.atomic
def put_exhibit_back(*, actor: Actor, procedure_id: UUID, exhibit_id: UUID, now: datetime) -> Exhibit:
    """Undo a removal: the same number."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    found = _exhibit(kept, exhibit_id)
    if found.document_id is None:
        raise UnableToKeepProcedure(whole=gettext_noop("Ce document est effacé : son numéro reste vide."))
    if found.removed_at is not None:
        found.removed_at = found.removed_by = None
        found.save(update_fields=["removed_at", "removed_by"])
        journal.record(actor=actor, action="procedure.exhibits_taken", at=now, subject=kept)
    return found
