"""Two halves of the master key, each on its own paper: together they give it back, one alone says nothing of it (docs/adr/0019).

The first half is random, the second is the key XOR the first: a one-time pad, with nothing to maintain. Each half carries its number,
the identifier of the key, a check of its own typing, and a check of the key, so that a slip of the pen is told before anything is written.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass

_SIZE = 1 + 4 + 4 + 32


class WrongHalf(Exception):
    """What was typed is no half, or not one of the same pair; the message says which, in French."""


@dataclass(frozen=True, slots=True)
class Half:
    """``rank``: 1 or 2. ``key_id``: eight hexadecimal digits."""

    rank: int
    key_id: str
    check: bytes
    share: bytes

    def printed(self) -> str:
        """Groups of four letters and digits (base32: no 0, 1, 8), five groups a line."""
        body = bytes([self.rank]) + bytes.fromhex(self.key_id) + self.check + self.share
        text = base64.b32encode(body + hashlib.sha256(body).digest()[:4]).decode().rstrip("=")
        groups = [text[start : start + 4] for start in range(0, len(text), 4)]
        return "\n".join(" ".join(groups[start : start + 5]) for start in range(0, len(groups), 5))

    @classmethod
    def read(cls, typed: str) -> "Half":
        """What was printed, typed again; spaces, dashes and case do not matter. WrongHalf on a slip."""
        bare = "".join(char for char in typed.upper() if char.isalnum()).translate(str.maketrans("018", "OLB"))
        try:
            raw = base64.b32decode(bare + "=" * (-len(bare) % 8))
        except ValueError as problem:
            raise WrongHalf("ce n’est pas une moitié de clé") from problem
        body, told = raw[:_SIZE], raw[_SIZE:]
        if len(raw) != _SIZE + 4 or body[0] not in (1, 2):
            raise WrongHalf("ce n’est pas une moitié de clé, ou elle est incomplète")
        if hashlib.sha256(body).digest()[:4] != told:
            raise WrongHalf("une lettre est fausse dans cette moitié")
        return cls(body[0], body[1:5].hex(), body[5:9], body[9:])


def _check(key_id: str, key: bytes) -> bytes:
    """Four bytes that recognise a key of 256 random bits and say nothing useful of it."""
    return hashlib.sha256(b"relais/half/" + bytes.fromhex(key_id) + key).digest()[:4]


def split(key_id: str, key: bytes) -> tuple[Half, Half]:
    """Two halves of a key of 32 bytes; a new pair each time."""
    first = secrets.token_bytes(len(key))
    second = bytes(left ^ right for left, right in zip(key, first, strict=True))
    check = _check(key_id, key)
    return Half(1, key_id, check, first), Half(2, key_id, check, second)


def join(one: Half, other: Half) -> tuple[str, bytes]:
    """``(identifier, key)``; WrongHalf when both are the same half, or come from different pairs."""
    if one.rank == other.rank:
        raise WrongHalf("c’est deux fois la même moitié : il faut la première et la seconde")
    key = bytes(left ^ right for left, right in zip(one.share, other.share, strict=True))
    if one.key_id != other.key_id or _check(one.key_id, key) != one.check or one.check != other.check:
        raise WrongHalf("ces deux moitiés ne vont pas ensemble")
    return one.key_id, key
