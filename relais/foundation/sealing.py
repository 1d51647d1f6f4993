"""Sealed tokens: what a page must carry and nobody may read, change, keep for long, or use for something else.

AES-256-GCM under a key derived for each purpose (HKDF-SHA-256) from the instance's data keys; the first key seals, all of
them open, so that a rotation breaks no page under way. Content is compressed before it is sealed: never seal together a
secret and a text that an attacker chooses. Times are aware datetimes, precise to the second.
"""

import base64
import binascii
import os
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = 1
#: version, key identifier, expiry (seconds since 1970)
_HEADER = struct.Struct(">B4sQ")
_NONCE = 12
#: a longer token is refused before any work: no page state of ours comes near.
LONGEST_TOKEN = 400_000


class Unsealable(Exception):
    """The token does not open; the subclasses say why."""


class Expired(Unsealable):
    """The token is genuine and its time is over."""


class Tampered(Unsealable):
    """The token is not ours, was changed, was made for another purpose, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The data keys of an instance, newest first: ``{identifier: 32 bytes}``."""

    keys: dict[str, bytes]

    @classmethod
    def parse(cls, lines: list[str]) -> "Keyring":
        """Read ``identifier:base64`` lines; ValueError on any other."""
        keys: dict[str, bytes] = {}
        for line in lines:
            identifier, _, encoded = line.partition(":")
            secret = base64.b64decode(encoded, validate=True)
            if len(bytes.fromhex(identifier)) != 4 or len(secret) != 32:
                raise ValueError("a data key is 8 hexadecimal digits, a colon, and 32 bytes in base64")
            keys[identifier] = secret
        if not keys:
            raise ValueError("an instance needs at least one data key")
        return cls(keys)

    @property
    def current(self) -> str:
        """Identifier of the key that seals."""
        return next(iter(self.keys))

    def derived(self, identifier: str, purpose: str) -> bytes:
        """The 32 bytes for one purpose; KeyError when the key is gone."""
        return _derive(self.keys[identifier], purpose)


@lru_cache(maxsize=64)
def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"relais/" + purpose.encode()).derive(secret)


@lru_cache(maxsize=4)
def _parsed(lines: tuple[str, ...]) -> Keyring:
    return Keyring.parse(list(lines))


def keyring() -> Keyring:
    """The keys of this instance (settings.DATA_KEYS)."""
    return _parsed(tuple(settings.DATA_KEYS))


def seal(data: bytes, *, purpose: str, lifetime: timedelta, now: datetime) -> str:
    """``data`` as URL-safe text that only ``unseal`` with the same purpose opens, until ``now + lifetime``."""
    ring = keyring()
    header = _HEADER.pack(_VERSION, bytes.fromhex(ring.current), int((now + lifetime).timestamp()))
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(ring.derived(ring.current, purpose)).encrypt(nonce, zlib.compress(data, 9), header)
    return base64.urlsafe_b64encode(header + nonce + sealed).rstrip(b"=").decode()


def _open(token: str, *, purpose: str) -> tuple[bytes, datetime]:
    if len(token) > LONGEST_TOKEN:
        raise Tampered("too long")
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        header, nonce, sealed = raw[: _HEADER.size], raw[_HEADER.size : _HEADER.size + _NONCE], raw[_HEADER.size + _NONCE :]
        version, key, expiry = _HEADER.unpack(header)
        if version != _VERSION:
            raise Tampered("unknown version")
        # the tag is checked before anything is decompressed: what comes out is what we put in
        data = zlib.decompress(AESGCM(keyring().derived(key.hex(), purpose)).decrypt(nonce, sealed, header))
        return data, datetime.fromtimestamp(expiry, tz=UTC)
    except (ValueError, binascii.Error, struct.error, KeyError, InvalidTag, zlib.error) as problem:
        raise Tampered("does not open") from problem


def unseal(token: str, *, purpose: str, now: datetime) -> bytes:
    """What was sealed for this purpose; Tampered or Expired otherwise."""
    data, expires_at = _open(token, purpose=purpose)
    if now >= expires_at:
        raise Expired(f"since {expires_at.isoformat()}")
    return data


def expires_at(token: str, *, purpose: str) -> datetime:
    """When a genuine token ends (also when it already has); Tampered otherwise."""
    return _open(token, purpose=purpose)[1]
