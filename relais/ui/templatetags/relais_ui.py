"""Filters for French typography, amounts and dates, and the ``icon`` tag. Built in (settings), so nobody writes ``{% load %}``.

A filter given ``None`` or "" answers ""; anything else that it cannot read is an error, never silence.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language

from relais.kernel.money import euros as euros_of
from relais.ui import typography
from relais.ui.guarded import offered, works_here
from relais.ui.icons import ICONS
from relais.ui.kept import kept
from relais.ui.sentences import said

register = template.Library()
register.tag(kept)


class MonthLike(Protocol):
    """A calendar month, such as ``relais.kernel.months.Month``."""

    year: int
    number: int


def _language() -> str:
    return get_language() or "fr"


def _day(value: date | datetime) -> date:
    """The civil day here: an aware moment is first brought to local time."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def typo(text: object) -> str:
    """French spaces and apostrophes, for text that comes from data (templates are written with them)."""
    if isinstance(text, SafeData):
        return mark_safe(typography.french_markup(str(text)))  # noqa: S308 - it was already safe, only spaces change
    return typography.french("" if text is None else str(text))


@register.filter
def dit(text: str) -> str:
    """A text of a data file in the language of the page, with French spaces in French: the law, the registers."""
    return said(text) if _language().startswith("en") else typography.french(said(text))


@register.filter
def nombre(value: object, decimals: int | None = None) -> str:
    """A number as written in the language of the page: «1 234,5»."""
    return "" if value is None or value == "" else typography.number(value, decimals=decimals, language=_language())


@register.filter
def euros(value: object, decimals: int | None = None) -> str:
    """«1 234 €», «1 234,56 €»; ``|euros:0`` rounds to the euro."""
    return "" if value is None or value == "" else typography.euros(value, decimals=decimals, language=_language())


@register.filter
def centimes(value: int | None) -> str:
    """Centimes as «1 234,56 €»; «» for none."""
    return "" if value is None else typography.euros(euros_of(value), decimals=2, language=_language())


@register.filter
def fraction(value: Fraction) -> str:
    """A count of units or parts: «1,8»."""
    return typography.number(Decimal(value.numerator) / value.denominator, language=_language())


@register.simple_tag
def fourchette(low: object, high: object) -> str:
    """«entre 120 € et 180 €», or «120 €» when both are the same euro."""
    return typography.euros_range(low, high, language=_language())


@register.simple_tag(name="works_here")
def works_in_this_file() -> bool:
    """Whether who reads writes in the file whose page it is: a link to an act is for them alone, it would be a 404 to the others."""
    return works_here()


@register.simple_tag
def without_it() -> list[tuple[object, str]]:
    """The ways to do without a secret that a text held: label and address of each."""
    return [*offered()]


@register.filter
def date_longue(value: date | None) -> str:
    """«vendredi 15 janvier 2027»."""
    return typography.long_date(_day(value), language=_language()) if value else ""


@register.filter
def date_courte(value: date | None) -> str:
    """«15 janvier 2027»."""
    return typography.short_date(_day(value), language=_language()) if value else ""


@register.filter
def date_breve(value: date | None) -> str:
    """«lun. 23 nov.», where there is no room for more."""
    return typography.brief_date(_day(value), language=_language()) if value else ""


@register.filter
def heure(value: datetime | None) -> str:
    """«9 h 30», inside a sentence or beside a day in words; a column of hours keeps ``date:"H:i"``."""
    if not value:
        return ""
    return typography.hour((timezone.localtime(value) if timezone.is_aware(value) else value).time(), language=_language())


@register.filter
def relatif(value: date | None) -> str:
    """«dans 3 jours», counted from today; write the date beside it, or use ``<c-when>`` which does."""
    return typography.relative(_day(value), today=timezone.localdate(), language=_language()) if value else ""


@register.filter
def mois_annee(value: date | MonthLike | None) -> str:
    """«janvier 2027», from a date or a month."""
    if not value:
        return ""
    month = value.month if isinstance(value, date) else value.number
    return typography.month_and_year(value.year, month, language=_language())


_DRAWN = {
    name: format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', path)
    for name, path in ICONS.items()
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word, hidden from screen readers because the word says it. KeyError for an unknown name."""
    return _DRAWN[name]


#: the word carries the meaning; the drawing repeats it for who reads shapes faster than words.
TONE_ICONS = {
    "info": "info",
    "attention": "warning",
    "urgent": "warning",
    "done": "done",
    "pine": "info",
    "neutral": "open",
    "open": "open",
}


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The drawing that goes with a tone of badge or banner. KeyError for an unknown tone."""
    return icon(TONE_ICONS[tone])


@register.filter
def lines(error: str | list[str]) -> list[str]:
    """One error or several, as a list: what ``<c-control :errors>`` wants."""
    if not error:
        return []
    return [error] if isinstance(error, str) else list(error)


@register.filter
def at(items: Sequence[object], index: int) -> object:
    """The item at this place, or "" beyond the end."""
    return items[index] if index < len(items) else ""


@register.filter
def sens(text: str) -> str:
    """The ``dir`` of a text that somebody typed: "ltr" or "rtl", after its first letter."""
    return typography.reading_direction(text)


@register.filter
def times(count: int | str) -> range:
    """``{% for _ in 3|times %}``."""
    return range(int(count))
