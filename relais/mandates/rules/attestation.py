"""The attestation of a mandate: SHA-256 over its canonical fields (what, who, when, the digest of the signed copy). Pure.

The fingerprint is that of one JSON text: names sorted, no space, texts in Unicode NFC. Each field has a digest of its own, so that a change
is told by the name of what moved. A nonce that only the database holds goes into each digest: a file of attestation says nothing of what
was signed, to anybody who tries every name or every date.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Final

FORMAT: Final = "relais-mandat-1"
#: a field that grows after the signature, by the person's own word: an older file of attestation does not have it yet.
GROWS: Final = "revocations"

Value = str | int | None | list["Value"]


def _canonical(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def _digest(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()


def fingerprint(fields: Mapping[str, Value], *, nonce: str) -> str:
    """SHA-256 of all the fields, in hexadecimal."""
    return _digest({"format": FORMAT, "sel": nonce, "champs": dict(fields)})


def digests(fields: Mapping[str, Value], *, nonce: str) -> dict[str, str]:
    """SHA-256 of each field by its name."""
    return {name: _digest([FORMAT, nonce, name, value]) for name, value in fields.items()}


def moved(*, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names of the fields whose digests differ, or that one side lacks, in the order of what stands now."""
    names = [*now, *(name for name in before if name not in now)]
    return [name for name in names if before.get(name) != now.get(name)]
