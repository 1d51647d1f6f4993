"""The texts of law in the language of the page: French is the source, the catalogues of ``relais/law/locale`` hold the English.

Law knows no language but French (docs/adr/0014): what it answers is a ``str`` or a ``Sentence``, said again here.
"""

import math
from datetime import date

from django.utils.translation import get_language, gettext, gettext_noop

from relais.kernel.sentences import LongDay, Measure, Sentence, Spoken, filled
from relais.ui import typography

FRENCH = "fr"
#: from so many euros on, cents would be noise.
_WHOLE_FROM = 20.0
#: periods of the units of law; tests/ui/test_sentences.py knows every unit of the cards.
PERIODS = (gettext_noop("mois"), gettext_noop("an"))


def language() -> str:
    """The language of the page: «fr» when none is chosen."""
    return get_language() or FRENCH


def said(text: str) -> str:
    """A text of law in the language of the page; what has no translation stays French."""
    if not text or language().startswith(FRENCH):
        return str(text)
    if isinstance(text, Sentence):
        return filled(gettext(text.template), text.values, _value)
    return gettext(text)


def _value(value: Spoken) -> str:
    if isinstance(value, str):
        return said(value) if isinstance(value, Sentence) else value
    match value:
        case date():
            return typography.short_date(value, language=language())
        case LongDay():
            return typography.long_date(value.day, language=language())
        case tuple():
            return ", ".join(_value(one) for one in value)
        case Measure():
            return measured(value.low, value.high, value.unit)
        case _:
            return typography.number(value, language=language()) if isinstance(value, float) else str(value)


def euros(amount: float) -> str:
    """«1 234 €», rounded to the euro from twenty euros on."""
    return typography.euros(amount, decimals=0 if abs(amount) >= _WHOLE_FROM else None, language=language())


def measured(low: float | None, high: float | None, unit: str) -> str:
    """One figure with its unit, or two joined by «à»: «1 200 à 1 400 € / mois»; «» when there is nothing to compare."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    money, _slash, period = unit.partition("/")
    in_euros = money in ("€", "euros", "eur")
    last = euros(high) if in_euros else typography.number(high, language=language())
    tail = f" / {gettext(period)}" if in_euros and period else "" if in_euros or not unit else f" {gettext(unit)}"
    if high - low < 0.5:
        return f"{last}{tail}"
    first = lower(low) if in_euros else typography.number(low if low < 100 else round(low), language=language())
    return gettext("%(low)s à %(high)s") % {"low": first, "high": last} + tail


def lower(low: float) -> str:
    """The lower figure of a range in euros: French names the euro once, English at each figure."""
    if not language().startswith(FRENCH):
        return euros(low)
    return typography.number(low if low < 100 else round(low), language=language())
