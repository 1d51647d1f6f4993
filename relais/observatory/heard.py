"""What comes through the wall: blockers alike, counted, and the lines by which a body is reached. Codes, days and numbers; nobody.

Other rooms answer these two questions; ``project/wiring.py`` joins them. Without them the room works, with nothing to propose.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from relais.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class Alike:
    """Blockers alike enough to be told as one. ``harms``: codes met; ``grave``: one is enough."""

    code: str
    service: str
    step: str
    count: int
    first: date
    last: date
    harms: tuple[str, ...]
    grave: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the contact book by which one writes to a body. ``post``: a letter goes there."""

    name: str
    value: str
    post: bool


AlikeOf = Callable[[Actor, date], Sequence[Alike]]
LinesOf = Callable[[Actor, str, date], Sequence[Line]]


def _no_alike(_actor: Actor, _on: date) -> Sequence[Alike]:
    return ()


def _no_lines(_actor: Actor, _body: str, _on: date) -> Sequence[Line]:
    return ()


_alike: list[AlikeOf] = [_no_alike]
_lines: list[LinesOf] = [_no_lines]


def answered_by(*, alike: AlikeOf, lines: LinesOf) -> None:
    """Say who answers; said again, it takes the place of what was said."""
    _alike[0], _lines[0] = alike, lines


def alike(actor: Actor, *, on: date) -> Sequence[Alike]:
    """What deserves an alert in the actor's house on a day."""
    return _alike[0](actor, on)


def lines(actor: Actor, body: str, *, on: date) -> Sequence[Line]:
    """The lines of a body in the contact book of the actor's house, by which one writes."""
    return _lines[0](actor, body, on)
