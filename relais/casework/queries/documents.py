"""Reads of documents: only those whose level the actor reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db.models import QuerySet, Sum

from relais.accounts.models import Member
from relais.casework.models import Document
from relais.casework.policies import documents as rights
from relais.casework.rules import documents as rules
from relais.foundation.access import NOT_BOUND, Actor
from relais.people import policies as people_rights
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords


@dataclass(frozen=True, slots=True)
class Shown:
    """A document and its title, opened."""

    document: Document
    title: str


def titled(document: Document) -> str:
    """Its title, opened; the caller has checked the right to read it."""
    return cast("SealedWords", document.title).open()


def readable(actor: Actor, file: File, *, now: datetime) -> QuerySet[Document]:
    """The documents of a file that the actor reads, the newest first."""
    found = Document.objects.within(actor).filter(rights.readable(actor, now=now, found=file))
    return found.select_related("author").order_by("-added_at", "pk")


def kept(actor: Actor, file: File, *, now: datetime, kind: str = "") -> Sequence[Shown]:
    """Those that serve, opened; ``kind``: only this nature."""
    found = readable(actor, file, now=now).filter(withdrawn_at=None)
    return _opened(found.filter(kind=kind) if kind else found)


def last(actor: Actor, file: File, *, now: datetime, most: int) -> Sequence[Shown]:
    """The newest of them."""
    return _opened(readable(actor, file, now=now).filter(withdrawn_at=None)[:most])


def withdrawn(actor: Actor, file: File, *, now: datetime) -> Sequence[Shown]:
    """Those that may still be put back."""
    since = now - rules.WITHDRAWN_KEPT
    return _opened(readable(actor, file, now=now).filter(withdrawn_at__gt=since))


def _opened(found: QuerySet[Document]) -> Sequence[Shown]:
    return [Shown(document, titled(document)) for document in found]


def one(actor: Actor, file: File, document_id: UUID, *, now: datetime) -> Shown | None:
    """One document of this file; None when it is out of the actor's scope."""
    found = readable(actor, file, now=now).filter(pk=document_id).first()
    return None if found is None else Shown(found, titled(found))


def held(person_id: UUID) -> int:
    """Bytes of the documents of a person."""
    return int(Document.objects.filter(file__person_id=person_id).aggregate(total=Sum("size"))["total"] or 0)


def may_withdraw(actor: Actor, file: File, document: Document, *, now: datetime) -> bool:
    """Whether the actor may withdraw or replace it."""
    lead = people.lead_of(file, now=now)
    return bool(rights.can_withdraw(actor, document, leads=None if lead is None else lead.pk))


def readers_to_add(actor: Actor, file: File, document: Document, *, now: datetime) -> list[Member]:
    """The bound colleagues who read the evaluation of this file, and are not yet readers of this document."""
    if not rights.can_add_reader(actor, document):
        return []
    already = {*document.readers.values_list("member_id", flat=True), document.author_id}
    parts = file.assignments.filter(people_rights.current(now)).select_related("member").order_by("member__display_name", "pk")
    return [part.member for part in parts if part.member.secrecy_basis != NOT_BOUND and part.member_id not in already]


def reads_some(actor: Actor, file: File, *, now: datetime) -> bool:
    """Whether the actor reads any level of documents in this file."""
    return any(people.reads(actor, file, level, now=now) for level in (Level.ADMINISTRATIVE, Level.EVALUATION))
