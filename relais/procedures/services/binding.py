"""Papers of a file joined in one PDF: each document is opened, and its reading journaled, before it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from relais.casework.services import documents
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.pdf_join import Part, UnableToJoin, join
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.procedures.queries.sendings import Kept


@dataclass(frozen=True, slots=True)
class BoundPapers:
    """Our own paper, that comes first, and the words of its bookmark."""

    content: bytes
    title: str


def bound(*, actor: Actor, found: File, front: BoundPapers, exhibits: Sequence[Kept], now: datetime) -> bytes:
    """One PDF: our paper, then the exhibits that become pages, by their number, which stands on each page.

    UnableToJoin names the exhibit that cannot be read. The readings are written before anything is made, and stay written.
    """
    chosen = [row for row in exhibits if row.joins and row.exhibit.document_id is not None]
    opened = _opened(actor, found, chosen, now=now)
    parts = [Part(front.title, "application/pdf", front.content)]
    numbers = []
    for row in chosen:
        handed = opened.get(row.exhibit.document_id)
        if handed is not None and row.shown is not None:
            name = f"Pièce n°\u00a0{row.exhibit.number}"
            parts.append(Part(f"{name} : {row.shown.title}", handed.media, handed.content, name))
            numbers.append(row.exhibit.number)
    try:
        return join(parts)
    except UnableToJoin as problem:
        if problem.part is None or not problem.part:
            raise
        name = f"La pièce n°\u00a0{numbers[problem.part - 1]}"
        told = f"{name} ne se lit pas : elle est abîmée, ou fermée par un mot de passe. Joignez-la à part."
        raise UnableToJoin(told, problem.part) from problem


@transaction.atomic
def _opened(actor: Actor, found: File, chosen: Sequence[Kept], *, now: datetime) -> dict[object, documents.Handed]:
    journal.read(actor, found, purpose=Purpose.LITIGATION, at=now, part="exhibits")
    named = [row.exhibit.document_id for row in chosen if row.exhibit.document_id is not None]
    return {one.document_id: one for one in documents.opened(actor=actor, file_id=found.pk, document_ids=named, now=now)}
