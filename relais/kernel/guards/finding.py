"""What a guard says: where, what kind, how serious. Never the text."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """``BLOCK``: nothing is saved until it is masked. ``WARN``: said to the author, who decides."""

    BLOCK = "block"
    WARN = "warn"


class Kind(StrEnum):
    """What a passage looks like."""

    PASSWORD = "password"  # noqa: S105  # the name of a kind, not a password
    CODE = "code"
    PIN = "pin"
    CARD = "card"
    BANK_LOGIN = "bank_login"
    DOOR_CODE = "door_code"
    NIR = "nir"
    IBAN = "iban"
    HEALTH = "health"
    OPINION = "opinion"

    @property
    def severity(self) -> Severity:
        """Secrets that open something in the person's name block; the rest may be needed, and is said."""
        return Severity.BLOCK if self in _BLOCKING else Severity.WARN


_BLOCKING = frozenset({Kind.PASSWORD, Kind.CODE, Kind.PIN, Kind.CARD, Kind.BANK_LOGIN})


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One passage: ``line`` from 1; ``start`` and ``end`` in characters from the beginning of the text."""

    line: int
    start: int
    end: int
    kind: Kind
    severity: Severity

    @property
    def blocks(self) -> bool:
        """True when nothing may be saved with it."""
        return self.severity is Severity.BLOCK
