"""Brings an organisation from an archive into an instance that does not hold it: all of it, or nothing. Everything is checked first."""

import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Member, Organisation
from relais.exchange.archive import tables
from relais.exchange.archive.leaving import FORMAT
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.vault.fields import SealedBytes
from relais.kernel.decisions import Refused, Unable, refused

_AT_ONCE = 500


class UnableToArrive(Unable):
    """The archive cannot come in here; nothing was written."""


class _Numbers:
    """What the numbers of rows became: those that a database counts are counted anew."""

    def __init__(self) -> None:
        self.became: dict[type[models.Model], dict[Any, Any]] = defaultdict(dict)
        self.later: list[tuple[type[models.Model], Any, str, type[models.Model], Any]] = []

    def of(self, target: type[models.Model], key: object) -> object:
        """The key of a row here; the same when it is no counted number."""
        return self.became[target].get(key, key) if key is not None else None


@transaction.atomic
def bring_organisation(*, actor: Actor, source: IO[bytes], now: datetime) -> Organisation:
    """Write every row of the archive, sealed under this instance's keys. UnableToArrive otherwise, and nothing is written."""
    if not actor.operator:
        raise Refused(refused("Une organisation s’importe depuis la machine qui héberge Relais."))
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read("manifest.json"))
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise UnableToArrive(whole=gettext_noop("Ce fichier n’est pas une organisation exportée par Relais, ou il faut sa clé.")) from None
    with archive:
        _check(archive, manifest)
        numbers = _Numbers()
        for model in tables.in_order():
            _bring(archive, model, numbers)
        for model, key, column, target, value in numbers.later:
            model._base_manager.filter(pk=key).update(**{column: numbers.of(target, value)})  # noqa: SLF001  # Django's documented meta interface
    house = Organisation.objects.get(pk=UUID(manifest["organisation"]))
    journal.record(actor=actor, action="organisation.imported", at=now, subject=house, organisation_id=house.pk)
    return house


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """The archive is whole, of this version's tables, and nothing of it is here already."""
    expected = {tables.label(model): [field.attname for field in tables.fields_of(model)] for model in tables.in_order()}
    if manifest.get("format") != FORMAT or manifest.get("fields") != expected:
        raise UnableToArrive(
            whole=f"Cette archive vient d’une autre version de Relais ({manifest.get('relais')}) : mettez les deux à niveau."
        )
    for name, digest in manifest["digests"].items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as file:
                while piece := file.read(1 << 20):
                    found.update(piece)
        except (KeyError, zipfile.BadZipFile):
            raise UnableToArrive(whole=f"Il manque {name} dans l’archive, ou il est abîmé.") from None
        if found.hexdigest() != digest:
            raise UnableToArrive(whole=f"{name} a été changé depuis l’export.")
    if (
        Organisation.objects.filter(pk=UUID(manifest["organisation"])).exists()
        or Organisation.objects.filter(name=manifest["name"]).exists()
    ):
        raise UnableToArrive(whole=gettext_noop("Cette organisation est déjà dans cette instance."))
    taken = {row["identifier"] for row in _lines(archive, Member)} & set(Member.objects.values_list("identifier", flat=True))
    if taken:
        raise UnableToArrive(whole=f"Des identifiants existent déjà ici : {', '.join(sorted(taken)[:5])}.")


def _lines(archive: zipfile.ZipFile, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    with archive.open(f"tables/{tables.label(model)}.jsonl") as file:
        for line in file:
            yield json.loads(line)


def _is_counted(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.AutoField)  # noqa: SLF001  # as above


def _bring(archive: zipfile.ZipFile, model: type[models.Model], numbers: _Numbers) -> None:
    """One table, five hundred rows at a time."""
    counted = _is_counted(model)
    waiting: list[tuple[models.Model, dict[str, Any]]] = []
    for told in _lines(archive, model):
        waiting.append((_row(archive, model, told, numbers, counted=counted), told))
        if len(waiting) >= _AT_ONCE:
            _write(model, waiting, numbers, counted=counted)
            waiting = []
    _write(model, waiting, numbers, counted=counted)


def _row(archive: zipfile.ZipFile, model: type[models.Model], told: dict[str, Any], numbers: _Numbers, *, counted: bool) -> models.Model:
    row = model()
    for field in tables.fields_of(model):
        value = told[field.attname]
        if isinstance(field, SealedBytes):
            setattr(row, field.attname, archive.read(value) if value else b"")
        elif isinstance(field, models.ForeignKey):
            setattr(row, field.attname, _key(field, value, numbers))
        elif not (counted and field.primary_key):
            setattr(row, field.attname, field.to_python(value))
    if isinstance(row, Member):
        row.password = make_password(None)  # nobody signs in before taking a new link
    return row


def _key(field: "models.ForeignKey[Any, Any]", value: object, numbers: _Numbers) -> object:
    target = field.related_model
    key = field.target_field.to_python(value)
    return numbers.of(target, key) if isinstance(target, type) else key


def _write(model: type[models.Model], rows: list[tuple[models.Model, dict[str, Any]]], numbers: _Numbers, *, counted: bool) -> None:
    own = [field for field in model._meta.local_concrete_fields if isinstance(field, models.ForeignKey)]  # noqa: SLF001  # as above
    model._base_manager.bulk_create([row for row, _ in rows])  # noqa: SLF001  # as above
    for row, told in rows:
        if counted:
            numbers.became[model][told["id"]] = row.pk
        for field in own:
            target = field.related_model
            waits = isinstance(target, type) and _is_counted(target) and told[field.attname] not in numbers.became[target]
            if waits and told[field.attname] is not None and isinstance(target, type):
                numbers.later.append((model, row.pk, field.attname, target, told[field.attname]))
        for many in model._meta.local_many_to_many:  # noqa: SLF001  # as above
            target = many.related_model
            getattr(row, many.name).set([numbers.of(target, key) for key in told[many.name]] if isinstance(target, type) else [])
