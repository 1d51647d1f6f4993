"""Writes of documents: filed once looked at, withdrawn and put back, raised by their author, handed over by a link that serves once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework.models import Document, DocumentContent, DocumentReader, DownloadLink
from relais.casework.policies import documents as rights
from relais.casework.queries import documents as queries
from relais.casework.rules import documents as rules
from relais.casework.terms.documents import DocumentKind, usual_level
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation import antivirus, checked_files, journal, sniffing
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Unable
from relais.kernel.guards.reading import blocking
from relais.kernel.purposes import Purpose
from relais.kernel.sentences import Sentence
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import demand, demand_unlimited, file_in_scope, who_acts

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedDocument


class UnableToKeepDocuments(Unable):
    """What was asked of a document breaks a rule."""


#: formats whose words are read before they are kept; a photo or a PDF is kept as it is, sealed like all.
_READ = frozenset({sniffing.TEXT, sniffing.XLSX, sniffing.ODS, sniffing.ODT, sniffing.DOCX})


@dataclass(frozen=True, slots=True)
class Deposit:
    """A document as it is handed in. ``name``: of the file, which says its format; ``level``: "" for that of its kind."""

    content: bytes
    name: str
    kind: DocumentKind
    title: str = ""
    dated_on: date | None = None
    level: str = ""


def _looked_at(content: bytes) -> bool:
    """Whether an antivirus looked at it and found nothing; UnableToKeepDocuments when it found something or could not look."""
    try:
        verdict = antivirus.look(content)
    except antivirus.ScanFailed as problem:
        raise UnableToKeepDocuments(
            file=gettext_noop(
                "L’antivirus ne répond pas : ce document n’est pas enregistré. Réessayez, ou prévenez l’administration technique."
            )
        ) from problem
    if verdict.found:
        raise UnableToKeepDocuments(
            file=gettext_noop(
                "L’antivirus a trouvé un programme dangereux dans ce fichier : il n’est pas enregistré. Prévenez la personne."
            )
        )
    return verdict.looked


def _sniffed(deposit: Deposit) -> sniffing.Kind:
    """What the file is; UnableToKeepDocuments when it is not taken, or holds a secret that nobody may keep (S66)."""
    try:
        kind = sniffing.sniffed(deposit.content, deposit.name)
    except sniffing.RefusedFile as refusal:
        raise UnableToKeepDocuments(file=refusal.args[0]) from refusal
    if kind in _READ:
        _demand_no_secret(deposit.content, kind)
    return kind


def _demand_no_secret(content: bytes, kind: sniffing.Kind) -> None:
    """UnableToKeepDocuments, saying where and never what, when a text or a table holds a secret that nobody may keep (S66)."""
    text = (sniffing.decoded(content) or "") if kind is sniffing.TEXT else None
    try:
        found = next((one for one in checked_files.check_held(content, text) if one.finding.blocks), None)
    except checked_files.UncheckableFile as problem:
        raise UnableToKeepDocuments(file=problem.args[0]) from problem
    if found is not None:
        place = str(found.cell or found.line)
        where = Sentence("case {place}", place=place) if found.cell else Sentence("ligne {place}", place=place)
        raise UnableToKeepDocuments(
            file=Sentence(
                "Ce fichier semble contenir un mot de passe ou un code ({where}). Retirez-le du fichier, puis déposez-le de nouveau.",
                where=where,
            )
        )


def _titled(deposit: Deposit) -> str:
    """The title given, or the name of the file without its end; UnableToKeepDocuments when it holds a secret."""
    title = (deposit.title.strip() or PurePath(deposit.name).stem.replace("_", " ").strip())[:120]
    if blocking(title):
        raise UnableToKeepDocuments(title=gettext_noop("Ce titre semble contenir un mot de passe ou un code. Écrivez-en un autre."))
    return title or str(DocumentKind(deposit.kind).label)


@transaction.atomic
def deposit(*, actor: Actor, file_id: UUID, handed: Deposit, now: datetime) -> Document:
    """File a document, by whoever receives the person: looked at, sealed, at the level of its kind or more closed."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now)
    return _filed(actor, found, handed, now=now, replaces=None)


def _filed(actor: Actor, found: File, handed: Deposit, *, now: datetime, replaces: Document | None) -> Document:
    fits = rules.fits(held=queries.held(found.person_id), size=len(handed.content))
    if not fits:
        raise UnableToKeepDocuments(file=fits.reason)
    usual = usual_level(handed.kind)
    level = handed.level or usual
    if not rules.is_at_least(level, usual):
        raise UnableToKeepDocuments(
            level=gettext_noop("Ce niveau est plus ouvert que celui de sa nature : choisissez-en un plus fermé, ou changez la nature.")
        )
    kind, title, looked = _sniffed(handed), _titled(handed), _looked_at(handed.content)
    document = Document(
        organisation_id=found.organisation_id,
        file=found,
        kind=handed.kind,
        level=NoteLevel(level),
        title=title,
        dated_on=handed.dated_on,
        media=kind.media,
        suffix=kind.suffixes[0],
        size=len(handed.content),
        author_id=who_acts(actor),
        added_at=now,
        looked_at=looked,
        replaces=replaces,
    )
    document.save(force_insert=True)
    DocumentContent(organisation_id=found.organisation_id, document=document, sealed=handed.content).save(force_insert=True)
    journal.record(actor=actor, action="document.added", at=now, subject=document)
    return document


def _document(actor: Actor, file_id: UUID, document_id: UUID, *, now: datetime, while_limited: bool = False) -> Document:
    """The document, locked, when the actor reads it; OutOfScope otherwise. ``while_limited``: it is only read."""
    scope = Document.objects.within(actor).filter(rights.readable(actor, now=now), pk=document_id, file_id=file_id)
    found = scope.select_for_update(of=("self",)).select_related("file__person").first()
    if found is None:
        raise OutOfScope
    if not while_limited:
        demand_unlimited(found.file)
    return found


def _demand_withdrawal(actor: Actor, document: Document, *, now: datetime) -> None:
    lead = people.lead_of(document.file, now=now)
    demand(rights.can_withdraw(actor, document, leads=None if lead is None else lead.pk))


@transaction.atomic
def replace(*, actor: Actor, file_id: UUID, document_id: UUID, handed: Deposit, now: datetime) -> Document:
    """File a newer document in the place of one, which is withdrawn and may be put back."""
    old = _document(actor, file_id, document_id, now=now)
    _demand_withdrawal(actor, old, now=now)
    if old.withdrawn_at is not None:
        raise UnableToKeepDocuments(file=gettext_noop("Ce document est déjà retiré."))
    new = _filed(actor, old.file, handed, now=now, replaces=old)
    _withdrawn(actor, old, now=now)
    return new


def _withdrawn(actor: Actor, document: Document, *, now: datetime) -> None:
    document.withdrawn_at, document.withdrawn_by_id = now, who_acts(actor)
    document.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record(actor=actor, action="document.withdrawn", at=now, subject=document)


@transaction.atomic
def withdraw(*, actor: Actor, file_id: UUID, document_id: UUID, now: datetime) -> None:
    """Take a document away; for thirty days it may be put back, then it is erased."""
    document = _document(actor, file_id, document_id, now=now)
    _demand_withdrawal(actor, document, now=now)
    if document.withdrawn_at is None:
        _withdrawn(actor, document, now=now)


@transaction.atomic
def put_back(*, actor: Actor, file_id: UUID, document_id: UUID, now: datetime) -> None:
    """Undo a withdrawal."""
    document = _document(actor, file_id, document_id, now=now)
    _demand_withdrawal(actor, document, now=now)
    document.withdrawn_at = document.withdrawn_by = None
    document.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record(actor=actor, action="document.put_back", at=now, subject=document)


@transaction.atomic
def set_level(*, actor: Actor, file_id: UUID, document_id: UUID, level: NoteLevel, now: datetime) -> None:
    """Raise or lower the level of a document, by its author."""
    document = _document(actor, file_id, document_id, now=now)
    demand(rights.can_set_level(actor, document))
    if level != document.level:
        document.level = level
        document.save(update_fields=["level"])
        journal.record(actor=actor, action=f"document.level_{level}", at=now, subject=document)


@transaction.atomic
def add_reader(*, actor: Actor, file_id: UUID, document_id: UUID, member_id: UUID, ground: Ground, now: datetime) -> DocumentReader:
    """Let a bound colleague of the file read a confidential document, by its author."""
    document = _document(actor, file_id, document_id, now=now)
    demand(rights.can_add_reader(actor, document))
    member = next((one for one in queries.readers_to_add(actor, document.file, document, now=now) if one.pk == member_id), None)
    if member is None:
        raise UnableToKeepDocuments(member=gettext_noop("Choisissez une personne tenue au secret qui intervient dans ce dossier."))
    reader = DocumentReader.objects.create(document=document, member=member, ground=ground, added_at=now)
    journal.record(actor=actor, action="document.reader_added", at=now, subject=document)
    return reader


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(*, actor: Actor, file_id: UUID, document_id: UUID, now: datetime) -> str:
    """What the address of a download holds: for this member alone, once, in two minutes."""
    document = _document(actor, file_id, document_id, now=now, while_limited=True)
    token = secrets.token_urlsafe(32)
    DownloadLink.objects.create(document=document, member_id=who_acts(actor), digest=_digest(token), expires_at=now + rules.LINK_LIFE)
    return token


@dataclass(frozen=True, slots=True)
class Handed:
    """A document on its way to the reader."""

    name: str
    media: str
    content: bytes
    document_id: UUID | None = None


@transaction.atomic
def take(*, actor: Actor, token: str, now: datetime) -> Handed:
    """The document of a link, once, for the member who asked for it and reads it still; journaled first. OutOfScope otherwise."""
    waiting = DownloadLink.objects.filter(digest=_digest(token), member_id=who_acts(actor), used_at=None, expires_at__gt=now)
    link = waiting.select_for_update(of=("self",)).first()
    if link is None or not waiting.filter(pk=link.pk).update(used_at=now):
        raise OutOfScope
    document = Document.objects.within(actor).filter(rights.readable(actor, now=now), pk=link.document_id).select_related("content").first()
    if document is None:
        raise OutOfScope
    journal.read(actor, document, purpose=Purpose.FILE, at=now)
    content = cast("SealedDocument", document.content.sealed)
    return Handed(f"{queries.titled(document)}{document.suffix}", document.media, content.open())


@transaction.atomic
def opened(*, actor: Actor, file_id: UUID, document_ids: Sequence[UUID], now: datetime) -> list[Handed]:
    """Several documents of a file on their way to one paper, in the order given, each journaled first; those that the actor does not read,
    or that are withdrawn, are not there."""
    scope = Document.objects.within(actor).filter(rights.readable(actor, now=now), file_id=file_id, pk__in=document_ids, withdrawn_at=None)
    found = {one.pk: one for one in scope.select_related("content")}
    handed = []
    for document in (found[one] for one in document_ids if one in found):
        journal.read(actor, document, purpose=Purpose.FILE, at=now)
        content = cast("SealedDocument", document.content.sealed)
        handed.append(Handed(f"{queries.titled(document)}{document.suffix}", document.media, content.open(), document.pk))
    return handed


@transaction.atomic
def erase_withdrawn(*, now: datetime) -> int:
    """Erase the documents withdrawn for thirty days; how many."""
    gone = Document.objects.filter(withdrawn_at__lt=now - rules.WITHDRAWN_KEPT)
    done = gone.count()
    gone.delete()
    return done
