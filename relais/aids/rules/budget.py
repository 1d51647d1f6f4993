"""Reste à vivre and quotient familial of a home, each step told so that anybody may do it again by hand. Pure; amounts in centimes.

The house chooses how persons count (consumption units of the OECD scale as INSEE modified it, parts of the CAF, or heads) and how many
days a month has. Neither scale is verified in the doctrine: screens say «à vérifier».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from relais.kernel.money import Cents, nearest

OECD, CAF, HEADS = "ocde", "caf", "tetes"
#: from this age on, one counts half in the OECD scale, and three tenths before.
HALF_FROM: Final = 14
#: classes of age of a sheet that names nobody: first age, words.
CLASSES: Final = (
    (0, "0 à 5 ans"),
    (6, "6 à 13 ans"),
    (14, "14 à 17 ans"),
    (18, "18 à 24 ans"),
    (25, "25 à 59 ans"),
    (60, "60 ans et plus"),
)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a home has and pays in a month. ``adults``, ``children``: ages. ``resources``, ``charges``: code of a line → centimes."""

    adults: tuple[int, ...]
    children: tuple[int, ...]
    resources: Mapping[str, Cents]
    charges: Mapping[str, Cents]
    scale: str = OECD
    days: int = 30

    @property
    def persons(self) -> int:
        """How many live there."""
        return len(self.adults) + len(self.children)


@dataclass(frozen=True, slots=True)
class Computed:
    """``left``: of a month, for the whole home. ``units``, ``parts``: how many the home counts for. ``daily``: by day and unit."""

    resources: Cents
    charges: Cents
    left: Cents
    units: Fraction
    daily: Cents
    parts: Fraction
    quotient: Cents


def units(*, adults: Sequence[int], children: Sequence[int], scale: str) -> Fraction:
    """How many the persons of a home count for; never under one."""
    if scale == CAF:
        return parts(children=len(children), adults=len(adults))
    ages = [*adults, *children]
    if scale == HEADS:
        return Fraction(max(len(ages), 1))
    others = sorted(ages)[:-1]
    return Fraction(1) + sum((Fraction(1, 2) if age >= HALF_FROM else Fraction(3, 10) for age in others), Fraction(0))


def parts(*, children: int, adults: int = 1) -> Fraction:
    """Parts of the CAF: two for a couple or for one alone, half for each child, one for the third; half for each adult beyond two."""
    third = Fraction(1, 2) if children >= 3 else Fraction(0)
    return Fraction(2) + Fraction(children, 2) + third + Fraction(max(adults - 2, 0), 2)


def computed(told: Budget) -> Computed:
    """The figures of a home."""
    resources, charges = sum(told.resources.values()), sum(told.charges.values())
    count = units(adults=told.adults, children=told.children, scale=told.scale)
    shares = parts(children=len(told.children), adults=len(told.adults))
    left = resources - charges
    return Computed(
        resources=resources,
        charges=charges,
        left=left,
        units=count,
        daily=nearest(Fraction(left, told.days) / count),
        parts=shares,
        quotient=nearest(Fraction(resources) / shares),
    )


def classes(ages: Sequence[int]) -> dict[str, int]:
    """How many persons of each class of age; a class without anybody is left out."""
    found: dict[str, int] = {}
    for age in sorted(ages):
        words = [name for first, name in CLASSES if first <= age][-1]
        found[words] = found.get(words, 0) + 1
    return found
