"""Amounts of public money as whole centimes: added, shared and compared without a fraction lost."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: a number of centimes.
Cents = int
_CENT = Decimal("0.01")


def cents(euros: Decimal) -> Cents:
    """The centimes of an amount in euros, to the nearest one."""
    return int((euros.quantize(_CENT, rounding=ROUND_HALF_UP)) * 100)


def euros(amount: Cents) -> Decimal:
    """The same in euros, for the screen."""
    return Decimal(amount) / 100


def nearest(amount: Fraction) -> Cents:
    """A share of money to the nearest centime, halves away from zero."""
    whole = (abs(amount) * 2 + 1) // 2
    return int(whole) if amount >= 0 else -int(whole)


def split(amount: Cents, parts: int) -> tuple[Cents, ...]:
    """So many parts that sum to the amount exactly, one centime apart at most, larger ones first. ValueError on too little."""
    if parts < 1 or amount < parts:
        raise ValueError(f"{amount} centimes do not make {parts} parts")
    each, rest = divmod(amount, parts)
    return tuple(each + 1 for _ in range(rest)) + tuple(each for _ in range(parts - rest))
