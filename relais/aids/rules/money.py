"""What may be granted, by whom, out of which envelope; what is paid, what is paid back. Pure; amounts in centimes."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.kernel.money import Cents, split

#: the longest schedule of an advance, in months.
LONGEST = 60
GRANTED, PARTLY, REFUSED, POSTPONED = "accorde", "partiel", "refus", "ajourne"


def may_grant(*, outcome: str, amount: Cents, asked: Cents, ceiling: Cents | None) -> Decision:
    """Whether an amount goes with what is decided and with the rules of the house."""
    if outcome in {REFUSED, POSTPONED}:
        return refused("Un refus ou un ajournement ne porte pas de montant.") if amount else ALLOWED
    if amount < 1:
        return refused("Écrivez le montant accordé.")
    if outcome == GRANTED and amount != asked:
        return refused("Accordée : le montant demandé. Pour un autre montant, choisissez « Accordée en partie ».")
    if outcome == PARTLY and amount >= asked:
        return refused("En partie : moins que le montant demandé.")
    if ceiling is not None and amount > ceiling:
        return refused("Ce montant dépasse le plafond que le règlement fixe pour cette aide.")
    return ALLOWED


def may_decide_alone(*, amount: Cents, up_to: Cents) -> Decision:
    """Whether the head decides alone, in an emergency, up to what the rules of the house say."""
    if up_to < 1:
        return refused("Le règlement confie cette aide à la commission : elle ne se décide pas en urgence.")
    if amount > up_to:
        return refused("Ce montant dépasse ce que vous pouvez décider en urgence : inscrivez la demande à une séance.")
    return ALLOWED


def fits(*, amount: Cents, envelope: Cents | None, consumed: Cents, strict: bool) -> Decision:
    """Whether an envelope holds this much more. Without an envelope nothing is counted; ``strict``: it is refused, not only said."""
    if envelope is None or consumed + amount <= envelope or amount < 1:
        return ALLOWED
    if strict:
        return refused("L’enveloppe de l’année n’y suffit pas : réduisez le montant, ou augmentez l’enveloppe dans les réglages.")
    return refused("L’enveloppe de l’année n’y suffit pas. Cochez « Dépasser l’enveloppe » si c’est ce qui est décidé.")


def may_engage(*, amount: Cents, granted: Cents, engaged: Cents) -> Decision:
    """Whether a payment stays within what was granted."""
    if amount < 1:
        return refused("Écrivez le montant à payer.")
    if engaged + amount > granted:
        return refused("Les paiements dépasseraient le montant accordé.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment to come."""

    rank: int
    on: date
    amount: Cents


def schedule(*, amount: Cents, count: int, first: date) -> tuple[Due, ...]:
    """So many monthly instalments on the same day of the month (its last one when it is shorter), which sum to the amount exactly."""
    return tuple(Due(rank, _months_after(first, rank - 1), part) for rank, part in enumerate(split(amount, count), 1))


def _months_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def still_due(instalments: Sequence[tuple[Cents, bool]]) -> Cents:
    """What is left to pay back: amount and whether it is settled (paid, or remitted)."""
    return sum(amount for amount, settled in instalments if not settled)
