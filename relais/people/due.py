"""What falls due in a file, or in a member's hands: each room declares its tables that have a date and a holder, in ``project/wiring.py``.

A handover and the closing of an account are drawn from these declarations, never from a list that somebody keeps: a table with a date and
a holder that is neither declared nor exempted with its reason fails ``tests/architecture/test_what_falls_due.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from relais.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that falls due. ``code``: in the keys of a form. ``tables``: labels of the models that it covers.

    ``rows``: what is still to do or to come at a moment, by day; the scope is added by whoever asks. ``due``, ``holder``, ``file``,
    ``service``: paths of the day, of the member (none: it follows the file, and is held by its référent), of the file (none: of no
    file) and of the service. ``words``: what is told to whoever reads the administrative part of the file.
    ``give``: changes its holder, ``(actor, row, member, now)``, Unable when this member may not; none: settled on its own page.
    ``hides``: whether the row is read by its parties only. ``page``: URL name of the page where it is settled.
    """

    code: str
    title: str | Promise
    tables: tuple[str, ...]
    rows: Callable[[datetime], QuerySet[Any]]
    due: str
    holder: str = ""
    file: str = "file"
    service: str = "file__service"
    words: Callable[[Any], str] = lambda _row: ""
    give: Callable[[Actor, Any, Any, datetime], None] | None = None
    hides: Callable[[Any], bool] = lambda _row: False
    page: str = ""


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """One more kind; the same code declared again replaces it."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """All that is declared, in the order of declaration."""
    return list(_kinds.values())
