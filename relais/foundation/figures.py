"""Figures that leave the files: each room declares what it counts, as numbers by service, month and cell, and nothing else.

What they give has the fields of ``Tally`` and no other: no person, no file, no member, no day, no words (doctrine, S34).
Reports (``relais.reporting``) read these declarations and no table of a room; they are made in ``project/wiring.py``. Once months are
closed, they are told as they were closed, and no other month is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.foundation.access import Actor
from relais.kernel.months import Month
from relais.kernel.tallies import Tally

Words = str | Promise


#: of the organisation of this reader, every tally of these calendar years (first and last included).
Counted = Callable[[Actor, int, int], Iterable[Tally]]


#: who reads a figure, when nothing else is said: the same page for all of them.
TEAM = _("L’équipe et la direction de la structure")


class UnableToCount(Exception):
    """A figure is counted for something and for somebody, said on the register, or it is not counted (doctrine, S34)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report. ``definition``: what is counted, from which acts, printed with it.

    ``of``: what a number is a number of («démarches»). ``cells``: labels by cell, in order; none for a figure of one number; a cell may
    lie in another, told by a path («caf/B01» in «caf»). ``mean``: words of the mean amount of one («jours en moyenne»); ``total``: words
    of what the amounts sum to («euros»); ``share``: words of what the amounts are a part of the count of, told in quarters; "" for none.
    ``why``: what it serves; ``readers``: for whom. ``by_body``: its cells are bodies, and it belongs to what is told to a body. ``stock``:
    how many there are on a day, not how many come: what is noted late belongs to no month after.

    What is counted otherwise takes another code: the months closed under the first keep its sense.
    """

    code: str
    title: Words
    of: Words
    definition: Words
    counted: Counted
    cells: Callable[[], Mapping[str, Words]] = dict
    mean: Words = ""
    total: Words = ""
    share: Words = ""
    why: Words = ""
    readers: Words = TEAM
    by_body: bool = False
    stock: bool = False


#: of the organisation of this reader, what each figure, by code, counted of files eliminated since, in these years.
Kept = Callable[[Actor, int, int], Mapping[str, Iterable[Tally]]]
_kept: list[Kept] = []


class Closings(Protocol):
    """Who keeps the months that are closed."""

    def through(self, actor: Actor) -> Month | None:
        """The last one of this reader's organisation; None before the first."""

    def tallies(self, actor: Actor, first: int, last: int) -> Mapping[str, Iterable[Tally]]:
        """What those of these years tell for ever, by figure."""


_closings: list[Closings] = []
_declared: dict[str, Figure] = {}


def declare(figure: Figure) -> None:
    """One more figure; the same code declared again replaces it. UnableToCount when it serves nothing, or nobody may read what it is."""
    if missing := [name for name in ("title", "definition", "why", "readers") if not str(getattr(figure, name)).strip()]:
        raise UnableToCount(f"{figure.code}: {', '.join(missing)}")
    _declared[figure.code] = figure


def figures() -> list[Figure]:
    """All that is counted, in the order of declaration: the register of figures (S34)."""
    return list(_declared.values())


def keep_with(source: Kept) -> None:
    """Declare who keeps the tallies of what is no longer there; twice is once."""
    if source not in _kept:
        _kept.append(source)


def close_with(source: Closings) -> None:
    """Declare who keeps the months that are closed; another takes its place."""
    _closings[:] = [source]


def told_through(actor: Actor, *, on: date) -> Month:
    """The last month that is told to this reader: the last one closed; before the first closing, the last one that is over."""
    ends = [month for source in _closings if (month := source.through(actor)) is not None]
    return ends[0] if ends else Month.of(on).plus(-1)


def tallies(actor: Actor, first: int, last: int) -> Mapping[str, list[Tally]]:
    """What each figure, by code, tells of these years: one tally a service, month and cell."""
    return tallies_of(figures(), actor, first, last)


def tallies_of(some: Iterable[Figure], actor: Actor, first: int, last: int) -> Mapping[str, list[Tally]]:
    """The same for these figures alone: those of the months closed, and of no other month once one is. Every page that groups a figure
    reads it here: two pages that did not count the same would tell, by their difference, what each of them hides."""
    for source in _closings:
        if source.through(actor) is not None:
            closed = source.tallies(actor, first, last)
            return {figure.code: list(closed.get(figure.code, ())) for figure in some}
    return counted_now(some, actor, first, last)


def counted_now(some: Iterable[Figure], actor: Actor, first: int, last: int) -> Mapping[str, list[Tally]]:
    """What the acts say today, files eliminated since included, so that an elimination makes no month that is closed after it smaller."""
    kept = [source(actor, first, last) for source in _kept]
    return {
        figure.code: added([*figure.counted(actor, first, last), *(one for gone in kept for one in gone.get(figure.code, ()))])
        for figure in some
    }


def added(parts: Iterable[Tally]) -> list[Tally]:
    """The same tallies, those of one service, month and cell together; those that come to nothing left out."""
    counts: Counter[tuple[int, Month, str]] = Counter()
    amounts: Counter[tuple[int, Month, str]] = Counter()
    for one in parts:
        counts[one.service, one.month, one.cell] += one.count
        amounts[one.service, one.month, one.cell] += one.amount
    return [Tally(*key, count, amounts[key]) for key, count in counts.items() if count > 0]
