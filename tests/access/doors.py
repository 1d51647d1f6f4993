"""The table of doors: every address of Relais and who may open it.

A new URL without a row fails ``test_doors.py``. ``opens``: what each kind of visitor gets on GET (or on the method named).
"everyone" stands for all kinds; a more precise key wins. 404 hides, 302 sends to sign-in, 405 means the door has no GET.
"""

from dataclasses import dataclass, field
from typing import Any

EVERYONE = "everyone"
ANONYMOUS = "anonymous"
MEMBER = "member"


@dataclass(frozen=True)
class Door:
    """One address. ``name``: URL name with its namespace. ``kwargs``: how to reverse it. ``opens``: visitor → status."""

    name: str
    opens: dict[str, int]
    kwargs: dict[str, Any] = field(default_factory=dict)
    method: str = "get"
    why: str = ""


#: addresses whose name or view is a library's, each with the reason why it has no row of its own.
LIBRARY_DOORS: dict[str, str] = {}

DOORS: tuple[Door, ...] = (
    Door("home", {EVERYONE: 200}),
    Door("how", {EVERYONE: 200}),
    Door("set-language", {EVERYONE: 302}, method="post"),
)
