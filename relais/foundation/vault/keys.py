"""Seals and opens under an organisation's data key, itself wrapped by the master key of the instance.

AES-256-GCM throughout, with a random nonce of 96 bits: rotate a data key well before 2**32 seals. The associated data binds a seal to
its organisation, table, column and row: moved elsewhere it does not open. Opened data keys are remembered by the process under their
random identifier, so reading asks the database once a key; sealing always asks which key is the newest.
"""

import os
import struct
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from relais.foundation.models import DataKey
from relais.foundation.sealing import Keyring

_VERSION = 1
#: version, identifier of the data key, nonce
_HEADER = struct.Struct(">B16s12s")
_WRAP = "vault/wrap"


class VaultProblem(Exception):
    """What is sealed cannot be opened; the subclasses say why. Never carries what was sealed."""


class MasterKeyMissing(VaultProblem):
    """The master key that wraps a data key is not in this instance's files."""


class DataKeyMissing(VaultProblem):
    """The data key is not in the database."""


class Forged(VaultProblem):
    """The seal was changed, cut, or taken from another row."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seal belongs. ``table``: the model's label in lower case; ``row``: its primary key."""

    organisation_id: uuid.UUID
    table: str
    column: str
    row: str

    def binding(self, key_id: uuid.UUID) -> bytes:
        """The associated data of a seal; separators cannot be imitated, each part is preceded by its length."""
        parts = ("relais/vault/1", self.organisation_id.hex, self.table, self.column, self.row, key_id.hex)
        return b"".join(struct.pack(">I", len(part.encode())) + part.encode() for part in parts)


@lru_cache(maxsize=8)
def _parsed(lines: tuple[str, ...]) -> Keyring:
    return Keyring.parse(list(lines))


def _file_lines(path: Path) -> tuple[str, ...]:
    return tuple(line for line in path.read_text().split("\n") if line.strip())


def masters(wanted: str = "") -> Keyring:
    """The master keys, newest first; the file is read again when the one ``wanted`` came after this process started."""
    ring = _parsed(tuple(settings.MASTER_KEYS))
    path: Path | None = settings.MASTER_KEYS_FILE
    if wanted in ring.keys or path is None or not path.exists():
        return ring
    return _parsed(_file_lines(path))


def newest_masters() -> Keyring:
    """The master keys as the file has them now."""
    path: Path | None = settings.MASTER_KEYS_FILE
    return _parsed(_file_lines(path)) if path is not None and path.exists() else masters()


def _wrap_binding(organisation_id: uuid.UUID, key_id: uuid.UUID) -> bytes:
    return b"relais/vault/key/1" + organisation_id.bytes + key_id.bytes


def wrap(secret: bytes, *, organisation_id: uuid.UUID, key_id: uuid.UUID, ring: Keyring) -> tuple[str, bytes]:
    """``(identifier of the master key, wrapped data key)`` under the newest master key."""
    nonce = os.urandom(12)
    sealed = AESGCM(ring.derived(ring.current, _WRAP)).encrypt(nonce, secret, _wrap_binding(organisation_id, key_id))
    return ring.current, nonce + sealed


def unwrap(row: DataKey) -> bytes:
    """The 32 bytes of a data key. MasterKeyMissing, or Forged when the row was changed."""
    ring = masters(row.master_id)
    if row.master_id not in ring.keys:
        raise MasterKeyMissing(row.master_id)
    wrapped = bytes(row.wrapped)
    try:
        cipher = AESGCM(ring.derived(row.master_id, _WRAP))
        return cipher.decrypt(wrapped[:12], wrapped[12:], _wrap_binding(row.organisation_id, row.pk))
    except (InvalidTag, ValueError) as problem:
        raise Forged("a data key does not open") from problem


@lru_cache(maxsize=1024)
def _remembered(key_id: uuid.UUID, organisation_id: uuid.UUID) -> bytes:
    row = DataKey.objects.filter(pk=key_id, organisation_id=organisation_id).first()
    if row is None:
        raise DataKeyMissing(str(key_id))
    return unwrap(row)


def forget_opened_keys() -> None:
    """Forget every data key that this process remembers."""
    _remembered.cache_clear()


def new_key(organisation_id: uuid.UUID, *, number: int, now: datetime) -> DataKey:
    """A fresh data key in the database; IntegrityError when another process made this number first."""
    key_id = uuid.uuid4()
    master_id, wrapped = wrap(os.urandom(32), organisation_id=organisation_id, key_id=key_id, ring=newest_masters())
    return DataKey.objects.create(
        pk=key_id, organisation_id=organisation_id, number=number, master_id=master_id, wrapped=wrapped, made_at=now
    )


def current_key(organisation_id: uuid.UUID) -> DataKey:
    """The key that seals for this organisation now; made at its first text."""
    newest = DataKey.objects.filter(organisation_id=organisation_id).order_by("-number")
    if (row := newest.first()) is not None:
        return row
    try:
        with transaction.atomic():
            return new_key(organisation_id, number=1, now=timezone.now())
    except IntegrityError:
        return newest[:1].get()  # another process wrote the first one at the same moment


def seal(data: bytes, place: Place) -> bytes:
    """``data`` sealed for its place: 29 bytes of header, then as many as it has, then a tag of 16."""
    key = current_key(place.organisation_id)
    nonce = os.urandom(12)
    sealed = AESGCM(_remembered(key.pk, place.organisation_id)).encrypt(nonce, data, place.binding(key.pk))
    return _HEADER.pack(_VERSION, key.pk.bytes, nonce) + sealed


def key_of(blob: bytes) -> uuid.UUID:
    """Identifier of the data key under which a seal was made; Forged when it is no seal of ours."""
    if len(blob) < _HEADER.size + 16 or blob[0] != _VERSION:
        raise Forged("not a seal")
    return uuid.UUID(bytes=blob[1:17])


def unseal(blob: bytes, place: Place) -> bytes:
    """What was sealed at this place. Forged, DataKeyMissing or MasterKeyMissing otherwise."""
    key_id = key_of(blob)
    _version, _key, nonce = _HEADER.unpack_from(blob)
    try:
        return AESGCM(_remembered(key_id, place.organisation_id)).decrypt(nonce, blob[_HEADER.size :], place.binding(key_id))
    except InvalidTag as problem:
        raise Forged("a seal does not open at this place") from problem
