"""Amounts, received sums and conditions in words, in the language of the page, for the screen and for plain text. No HTML."""

import math

from django.utils.translation import gettext as _

from relais.law.answers.shape import Answer, ConditionRead
from relais.law.answers.wording import is_wide
from relais.screening.rules.board import Shown
from relais.ui import sentences, typography

#: a range narrower than this, in euros, is one amount.
_ONE_AMOUNT = 2.0
#: wider ranges are rounded to tens: the euro would be a false precision.
_TENS_FROM = 20.0


def euros(amount: float) -> str:
    """«1 234 €», rounded to the euro from twenty euros on."""
    return sentences.euros(amount)


def whole_euros(amount: float) -> str:
    """«17 €»: a difference, whose cents say nothing."""
    return typography.euros(round(amount), decimals=0, language=sentences.language())


def number(value: float) -> str:
    """«24 382», «5,5»."""
    return typography.number(value, language=sentences.language())


def amount_words(shown: Shown) -> str:
    """«environ 280 à 310 € par mois», or «» when no amount may be shown."""
    answer = shown.answer
    if not shown.has_amount or answer.monthly_min is None or answer.monthly_max is None:
        return ""
    unit = shown.card.rule.unit if shown.card.rule else str(shown.card.amount.get("period", "month"))
    low, high = max(answer.monthly_min, 0.0), answer.monthly_max
    match unit:
        case "flag":
            return ""
        case "cost":
            return _("%(amount)s par mois à payer") % {"amount": _span(low, high)}
        case "once":
            return _("%(amount)s en une fois") % {"amount": _span(low, high)}
        case "year":
            return _("%(amount)s par an") % {"amount": _span(low * 12, high * 12)}
        case _:
            return _("%(amount)s par mois") % {"amount": _span(low, high)}


def _span(low: float, high: float) -> str:
    """«environ 283 €», «environ 280 à 310 €», «jusqu’à 310 €»."""
    if high - low < _ONE_AMOUNT:
        return _("environ %(amount)s") % {"amount": euros(round(high))}
    if high - low >= _TENS_FROM:
        low, high = math.floor(low / 10) * 10, math.ceil(high / 10) * 10
    if low <= 0:
        return _("jusqu’à %(amount)s") % {"amount": euros(round(high))}
    return _("environ %(low)s à %(high)s") % {"low": sentences.lower(round(low)), "high": euros(round(high))}


def received_words(answer: Answer) -> str:
    """«déjà reçu : 120 € par mois», or «»."""
    if not answer.received:
        return ""
    return _("déjà reçu : %(amount)s par mois") % {"amount": euros(answer.received)}


def condition_figures(condition: ConditionRead) -> str:
    """«24 382 €, limite 21 349 €», «au moins 24 382 €, limite 21 349 €», «limite 21 349 €» of a value that may be anything, or «»."""
    value = sentences.measured(condition.value_min, condition.value_max, condition.unit)
    limit = sentences.measured(condition.limit_min, condition.limit_max, condition.unit)
    if limit and is_wide(condition):
        if condition.value_min is None or condition.limit_max is None or condition.value_min <= condition.limit_max:
            return _("limite %(limit)s") % {"limit": limit}
        value = _("au moins %(value)s") % {"value": sentences.measured(condition.value_min, condition.value_min, condition.unit)}
    if value and limit:
        return _("%(value)s, limite %(limit)s") % {"value": value, "limit": limit}
    return value


def count_words(*, to_claim: int, to_check: int) -> str:
    """The one live line: «3 à demander, 2 à vérifier»."""
    return _("%(claim)d à demander, %(check)d à vérifier") % {"claim": to_claim, "check": to_check}
