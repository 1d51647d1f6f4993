"""Codes of an authenticator application: RFC 6238 (SHA-1, six digits, thirty seconds), the only form that every application reads."""

import base64
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD = 30
DIGITS = 6
#: steps before and after the present one that are accepted: the clock of a telephone may be late by half a minute.
DRIFT = 1
SECRET_BYTES = 20


def new_secret() -> bytes:
    """160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """Number of the thirty-second step that holds this moment."""
    return int(now.timestamp()) // PERIOD


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def accepted_step(secret: bytes, code: str, *, now: datetime, after: int) -> int | None:
    """The step whose code this is, None when it is none of those accepted; a step up to ``after`` has served and serves no more."""
    present = step_at(now)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), code) and step > after:
            found = step
    return found


def typed(text: str) -> str | None:
    """The six digits of what somebody typed, spaces and dashes left out; None when it is not such a code."""
    digits = "".join(sign for sign in text if not sign.isspace() and sign not in "-.\u2011")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else None


def spelled(secret: bytes) -> str:
    """The secret as one types it by hand, in groups of four."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """The ``otpauth`` address that the square code carries."""
    asked = urlencode({"secret": base64.b32encode(secret).decode().rstrip("="), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{asked}"
