"""Printed codes: ten, each usable once, for who has neither telephone nor key at hand. Only keyed digests are ever kept."""

import hmac
import secrets

from relais.foundation.sealing import keyring

COUNT = 10
#: neither 0/O nor 1/I/L: they are read aloud and copied from paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 10
_PURPOSE = "accounts/recovery-codes"


def new_codes() -> list[str]:
    """Ten codes of 49 bits, as they are printed: «ABCDE-FGHJK»."""
    letters = ("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(COUNT))
    return [f"{code[:5]}-{code[5:]}" for code in letters]


def typed(text: str) -> str | None:
    """The ten letters of what somebody typed, however spaced; None when it is not such a code."""
    code = "".join(sign for sign in text.upper() if not sign.isspace() and sign not in "-.\u2011")
    return code if len(code) == _LENGTH and all(letter in _LETTERS for letter in code) else None


def digest(code: str, *, member: str, key_id: str) -> str:
    """Keyed digest of a code, for one member; KeyError when the key is gone.

    A keyed digest is enough where a password needs a slow one: the codes are drawn at random, and the key is not in the database.
    """
    return hmac.digest(keyring().derived(key_id, _PURPOSE), f"{member}|{code}".encode(), "sha256").hex()
