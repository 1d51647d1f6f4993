"""Whether nothing more is written in a file (limitation of its person, RGPD 18): said by the room above that keeps it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relais.people.models import File

_checks: "list[Callable[[File], bool]]" = []


def freeze_when(check: "Callable[[File], bool]") -> None:
    """Declare what closes a file to writing (in ``project/wiring.py``); twice is once."""
    if check not in _checks:
        _checks.append(check)


def is_frozen(file: "File") -> bool:
    """Whether something closes this file to writing today."""
    return any(check(file) for check in _checks)
