"""Figures that leave the files: each room declares what it counts, as numbers by service, month and cell, and nothing else.

What they give has the fields of ``Tally`` and no other: no person, no file, no member, no day, no words (doctrine, S34).
Reports (``relais.reporting``) read these declarations and no table; they are made in ``project/wiring.py``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from relais.foundation.access import Actor
from relais.kernel.tallies import Tally

Words = str | Promise


#: of the organisation of this reader, every tally of these calendar years (first and last included).
Counted = Callable[[Actor, int, int], Iterable[Tally]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report. ``definition``: what is counted, from which acts, printed with it.

    ``of``: what a number is a number of («démarches»). ``cells``: labels by cell, in order; none for a figure of one number.
    ``mean``: words of the mean amount of one («jours en moyenne»); "" for none.
    """

    code: str
    title: Words
    of: Words
    definition: Words
    counted: Counted
    cells: Callable[[], Mapping[str, Words]] = dict
    mean: Words = ""


_declared: dict[str, Figure] = {}


def declare(figure: Figure) -> None:
    """One more figure; the same code declared again replaces it."""
    _declared[figure.code] = figure


def figures() -> list[Figure]:
    """All that is counted, in the order of declaration: the register of figures (S34)."""
    return list(_declared.values())
