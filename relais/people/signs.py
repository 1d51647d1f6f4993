"""What counts as a contact that comes from the person: each room above declares its own, in ``project/wiring.py``.

The elimination of a file counts from the last of them (CNIL 2023-095): somebody who only comes for her mail is not forgotten.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

#: of these files, the last moment of each that has one.
Last = Callable[[Collection[UUID]], Iterable[tuple[UUID, datetime]]]

_declared: dict[str, Last] = {}


def declare(name: str, last: Last) -> None:
    """One more kind of contact; the same name declared again replaces it."""
    _declared[name] = last


def declared() -> list[Last]:
    """All that is declared."""
    return list(_declared.values())
