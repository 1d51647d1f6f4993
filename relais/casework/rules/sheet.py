"""The next-step sheet as plain sentences: what she wants first, then who does what by when, and when one talks again (S29).

Words of the sheet are short; what was typed is given back as it was. ``kernel.readability`` measures the frame in a test.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

US, PERSON, TOGETHER = "nous", "personne", "ensemble"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, and by when if it was said."""

    what: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What the sheet holds; every list may be empty."""

    called: str
    agent: str
    service: str
    on: date
    wants: tuple[str, ...] = ()
    ours: tuple[Line, ...] = ()
    hers: tuple[Line, ...] = ()
    talks: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wants or self.ours or self.hers or self.talks)

    @property
    def awaits(self) -> bool:
        """Whether something is expected of her: a day to come, a thing to do."""
        return bool(self.hers or self.talks)


def lines(steps: Iterable[tuple[str, str, date | None]], *, who: str) -> tuple[Line, ...]:
    """The lines of one column, dated ones first, each thing once."""
    kept: Sequence[Line] = list(dict.fromkeys(Line(what, due_on) for whose, what, due_on in steps if whose == who))
    return tuple(sorted(kept, key=lambda line: (line.due_on is None, line.due_on or date.min)))
