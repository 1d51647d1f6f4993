"""Reads of what is written and kept in a démarche: its letters, its exhibits with the documents that the actor reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from relais.casework.queries import documents
from relais.foundation import pdf_join
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File
from relais.people.rules import Level
from relais.procedures.models import Exhibit, Procedure, Sending

if TYPE_CHECKING:
    from relais.casework.queries.documents import Shown


def _of_procedure(actor: Actor, found: File, procedure_id: UUID, *, now: datetime) -> QuerySet[Procedure]:
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return Procedure.objects.within(actor).filter(scope, file=found, pk=procedure_id).order_by()


def of_procedure(actor: Actor, found: File, procedure_id: UUID, *, now: datetime) -> QuerySet[Sending]:
    """The letters of a démarche, those left aside too, the newest first, each with its exhibits; none out of scope."""
    kept = Sending.objects.within(actor).filter(procedure__in=_of_procedure(actor, found, procedure_id, now=now))
    numbered = Prefetch("exhibits", Exhibit.objects.within(actor).filter(removed_at=None).order_by("number"))
    return kept.prefetch_related(numbered).select_related("prepared_by", "recorded_by", "act").order_by("-prepared_at", "pk")


def one(actor: Actor, found: File, procedure_id: UUID, sending_id: UUID, *, now: datetime) -> Sending | None:
    """One letter of a démarche, None out of scope."""
    return of_procedure(actor, found, procedure_id, now=now).filter(pk=sending_id).first()


def told(actor: Actor, found: File, procedure_id: UUID, *, now: datetime) -> tuple[list[Sending], int]:
    """The letters of a démarche and how many exhibits stand in it; three queries."""
    letters = list(of_procedure(actor, found, procedure_id, now=now).filter(dropped_at=None))
    pieces = Exhibit.objects.within(actor).filter(procedure__in=_of_procedure(actor, found, procedure_id, now=now), removed_at=None)
    return letters, pieces.count()


@dataclass(frozen=True, slots=True)
class Kept:
    """An exhibit on a screen. ``shown``: its document with its title, None when the actor does not read it or it is no longer there."""

    exhibit: Exhibit
    shown: "Shown | None"

    @property
    def void(self) -> bool:
        """Whether its number says nothing any more."""
        return self.exhibit.removed_at is not None

    @property
    def gone(self) -> bool:
        """Whether its document was withdrawn or erased."""
        return self.exhibit.document_id is None or (self.shown is not None and self.shown.document.withdrawn_at is not None)

    @property
    def stands(self) -> bool:
        """Whether it may be printed and handed over."""
        return not self.void and not self.gone and self.shown is not None

    @property
    def joins(self) -> bool:
        """Whether its document becomes pages; the others are handed over beside."""
        return self.stands and self.shown is not None and self.shown.document.media in pdf_join.JOINED


def exhibits(actor: Actor, found: File, procedure_id: UUID, *, now: datetime) -> Sequence[Kept]:
    """The exhibits of a démarche by their number, void ones included; three queries whatever their number."""
    told = Exhibit.objects.within(actor).filter(procedure__in=_of_procedure(actor, found, procedure_id, now=now))
    rows = list(told.select_related("added_by", "sending").order_by("number"))
    named = [row.document_id for row in rows if row.document_id is not None]
    held = documents.readable(actor, found, now=now).filter(pk__in=named) if named else ()
    known = {document.pk: documents.Shown(document, documents.titled(document)) for document in held}
    return [Kept(row, known.get(row.document_id) if row.document_id else None) for row in rows]


def to_take(actor: Actor, found: File, taken: Sequence[Kept], *, now: datetime) -> Sequence["Shown"]:
    """The documents of the file that this actor reads and that bear no number yet in the démarche."""
    numbered = {kept.exhibit.document_id for kept in taken if not kept.void}
    return [shown for shown in documents.kept(actor, found, now=now) if shown.document.pk not in numbered]
