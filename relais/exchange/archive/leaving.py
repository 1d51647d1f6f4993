"""Writes an organisation into a zip: one file of JSON lines for each table, the documents beside, the journal as an archive, a manifest."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any, cast
from uuid import UUID

from django.db import models, transaction

from relais import __version__
from relais.accounts.models import Organisation
from relais.exchange.archive import tables
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.models import JournalEntry
from relais.foundation.vault.fields import SealedBytes, SealedDocument, SealedText, SealedWords
from relais.kernel.decisions import Refused, refused

FORMAT = 1
#: hears how many tables are written, and of how many.
Said = Callable[[int, int], None]


@transaction.atomic
def write_organisation(
    *, actor: Actor, organisation: Organisation, into: IO[bytes], now: datetime, said: Said = lambda _done, _total: None
) -> dict[str, int]:
    """Write the archive; number of rows by table. ``said`` hears how many tables are written, of how many.

    Only the terminal does it, and the worker once two members agreed: what comes out is readable by whoever holds it and its key.
    """
    if not actor.operator:
        raise Refused(refused("Une organisation s’exporte depuis la machine qui héberge Relais."))
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        going = tables.in_order()
        for rank, model in enumerate(going):
            said(rank, len(going))
            name = f"tables/{tables.label(model)}.jsonl"
            documents: list[tuple[str, bytes]] = []
            counts[tables.label(model)], digests[name] = _table(archive, name, model, organisation.pk, documents)
        digests["journal.jsonl"] = _journal(archive, organisation.pk)
        fields = {tables.label(model): [field.attname for field in tables.fields_of(model)] for model in tables.in_order()}
        manifest = {
            "format": FORMAT,
            "relais": __version__,
            "organisation": str(organisation.pk),
            "name": organisation.name,
            "made_at": now.isoformat(),
            "counts": counts,
            "digests": digests,
            "fields": fields,
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    journal.record(actor=actor, action="organisation.exported", at=now, subject=organisation, organisation_id=organisation.pk)
    return counts


def _table(
    archive: zipfile.ZipFile, name: str, model: type[models.Model], organisation_id: UUID, documents: list[tuple[str, bytes]]
) -> tuple[int, str]:
    """One table, a line a row; how many, and the digest of the lines. Its documents follow."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for row in _rows(model, organisation_id):
            line = (json.dumps(_plain_row(row, documents), ensure_ascii=False) + "\n").encode()
            file.write(line)
            digest.update(line)
            count += 1
    for place, content in documents:
        archive.writestr(place, content, compress_type=zipfile.ZIP_STORED)
    return count, digest.hexdigest()


def _rows(model: type[models.Model], organisation_id: UUID) -> Iterator[models.Model]:
    rows = model._base_manager.filter(**{tables.path_of(model): organisation_id}).order_by("pk")  # noqa: SLF001  # Django's documented meta interface
    return rows.iterator(chunk_size=500)


def _plain_row(row: models.Model, documents: list[tuple[str, bytes]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in tables.fields_of(type(row)):
        value = getattr(row, field.attname)
        if isinstance(field, SealedText):
            found[field.attname] = cast("SealedWords", value).open()
        elif isinstance(field, SealedBytes):
            content = cast("SealedDocument", value).open()
            place = f"documents/{tables.label(type(row))}/{row.pk}.{field.name}"
            found[field.attname] = place if content else ""
            if content:
                documents.append((place, content))
        else:
            found[field.attname] = plain(value)
    for many in row._meta.local_many_to_many:  # noqa: SLF001  # as above
        found[many.name] = [plain(key) for key in getattr(row, many.name).order_by("pk").values_list("pk", flat=True)]
    return found


def plain(value: object) -> object:
    """A value as JSON keeps it: days and moments in ISO 8601, identifiers and decimals as text, bytes in base64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _journal(archive: zipfile.ZipFile, organisation_id: UUID) -> str:
    """The lines of the journal, as they are, with their number in their chain."""
    digest = hashlib.sha256()
    with archive.open("journal.jsonl", "w", force_zip64=True) as file:
        for entry in JournalEntry.objects.filter(organisation_id=organisation_id).order_by("id").iterator(chunk_size=500):
            told = {field.attname: plain(getattr(entry, field.attname)) for field in entry._meta.local_concrete_fields}  # noqa: SLF001  # as above
            line = (json.dumps(told, ensure_ascii=False) + "\n").encode()
            file.write(line)
            digest.update(line)
    return digest.hexdigest()
