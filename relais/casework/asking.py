"""What follows what the person says of a right: the page where she decides, and the démarche that a «yes» opens.

Démarches stand above this room: they say where one decides and what a «yes» does (``project/wiring.py``). A «yes» said at the end of an
interview and one said on that page do the same, in the same transaction.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from relais.foundation.access import Actor

if TYPE_CHECKING:
    from relais.people.models import File

#: opens what a «yes» to a right asks for: who acts, the file, the code of the right, when.
Opener = Callable[[Actor, "File", str, datetime], None]
#: the address where the person decides of a right: the file, the code of the right.
Way = Callable[["File", str], str]
_declared: list[tuple[Opener, Way]] = []


def answered_by(opener: Opener, *, decides_at: Way) -> None:
    """Declare what a «yes» opens and where one decides; another takes the place of the former."""
    _declared[:] = [(opener, decides_at)]


def follow_yes(actor: Actor, found: "File", right: str, *, now: datetime) -> None:
    """Open what a «yes» asks for; what fails undoes the whole act."""
    for opener, _way in _declared:
        opener(actor, found, right, now)


def decides_at(found: "File", right: str) -> str:
    """Where one decides of this right; "" when nothing above does."""
    return next((way(found, right) for _opener, way in _declared), "")
