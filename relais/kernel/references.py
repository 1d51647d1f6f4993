"""The short reference of a file on paper: eight signs that say nothing of anybody, and lead back to the file of whoever may open it."""

import re
from uuid import UUID

#: hexadecimal signs of an identifier that are printed, and those that are not.
_SHOWN, _REST = 8, 24
_TYPED = re.compile(r"([0-9a-f]{4})[\s\u00a0\u202f–-]*([0-9a-f]{4})")


def reference(identifier: UUID) -> str:
    """«7F3A-91C2»: the first signs of an identifier drawn at random."""
    shown = identifier.hex[:_SHOWN].upper()
    return f"{shown[:4]}-{shown[4:]}"


def between(typed: str) -> tuple[UUID, UUID] | None:
    """The first and last identifiers that begin with this reference, however it was typed; None when it is no reference."""
    read = _TYPED.fullmatch(typed.strip().lower())
    if read is None:
        return None
    shown = read[1] + read[2]
    return UUID(shown + "0" * _REST), UUID(shown + "f" * _REST)
