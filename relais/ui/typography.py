"""French typography, amounts and dates in words: pure functions behind the template filters of the same names.

Spaces follow the Imprimerie nationale: U+202F (narrow, no break) before ``; ! ?`` and between thousands; U+00A0 (no break) before
``:``, ``€``, ``%`` and inside « ». Every function takes the language ("fr" or "en"), so that nothing here reads a setting.
"""

import re
import unicodedata
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

NARROW: Final = "\u202f"
NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"

_SPACES = "[ \u00a0\u202f]"
_RULES: Final = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\.(?!\.)"), "…"),
    (re.compile(rf"«{_SPACES}*"), f"«{NO_BREAK}"),
    (re.compile(rf"{_SPACES}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?<=[^\s;!?]){_SPACES}*([;!?]+)(?=[\s»)\]:]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"(?<=[^\s:]){_SPACES}*:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(rf"(?<=\d)(?<!\d{{4}}){_SPACES}(?=\d{{3}}(?:\D|$))"), NARROW),
    (re.compile(rf"(?<=\d){_SPACES}*(?=[€%])"), NO_BREAK),
    (re.compile(r"\b(M\.|Mme|Mmes|MM\.|n°|art\.) (?=\S)"), rf"\1{NO_BREAK}"),
)
#: in a text that is already HTML, what stands between these is prose.
_MARKUP: Final = re.compile(r"(<[^>]*>|&#?\w+;)")

_DAYS: Final = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_UNITS: Final = {
    "fr": {"day": ("jour", "jours"), "week": ("semaine", "semaines"), "month": ("mois", "mois"), "year": ("an", "ans")},
    "en": {"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months"), "year": ("year", "years")},
}
_NEAR: Final = {
    "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "fr"


def french(text: str) -> str:
    """Plain French text with its proper spaces, apostrophes and ellipses. Idempotent; no letter or digit is changed.

    Addresses and hours are left alone: a mark counts only when a space, a closing sign or the end follows it.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def french_markup(html: str) -> str:
    """The same for text that is already HTML: tags, attributes and entities are not touched."""
    return "".join(piece if index % 2 else french(piece) for index, piece in enumerate(_MARKUP.split(html)))


def _decimal(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as problem:
        raise ValueError(f"{value!r} is not an amount") from problem
    if not amount.is_finite():
        raise ValueError(f"{value!r} is not an amount")
    return amount


def number(value: object, *, decimals: int | None = None, language: str = "fr") -> str:
    """«1 234,5»: at most two decimals, none when whole; ``decimals`` fixes how many. ValueError when not a finite number."""
    amount = _decimal(value)
    if decimals is None:
        rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
        decimals = 0 if rounded == rounded.to_integral_value() else 2
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    written = f"{abs(rounded):,.{decimals}f}"
    if _language(language) == "fr":
        written = written.replace(",", NARROW).replace(".", ",")
    return f"{MINUS if rounded < 0 else ''}{written}"


def euros(value: object, *, decimals: int | None = None, language: str = "fr") -> str:
    """«1 234 €» when whole, else «1 234,56 €»; English «€1,234.56». ValueError when not a finite number."""
    written = number(value, decimals=decimals, language=language)
    if _language(language) == "fr":
        return f"{written}{NO_BREAK}€"
    return f"{MINUS}€{written[1:]}" if written.startswith(MINUS) else f"€{written}"


def euros_range(low: object, high: object, *, language: str = "fr") -> str:
    """«120 €» when both round to the same euro, else «entre 120 € et 180 €»."""
    first, last = euros(low, decimals=0, language=language), euros(high, decimals=0, language=language)
    if first == last:
        return first
    return f"entre {first} et {last}" if _language(language) == "fr" else f"between {first} and {last}"


def month_name(number_of_month: int, *, language: str = "fr") -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[_language(language)][number_of_month - 1]


def _day_of_month(day: date, language: str) -> str:
    return f"1er{NO_BREAK}" if day.day == 1 and language == "fr" else f"{day.day}{NO_BREAK}"


def long_date(day: date, *, language: str = "fr") -> str:
    """«vendredi 15 janvier 2027»."""
    language = _language(language)
    return f"{_DAYS[language][day.weekday()]} {_day_of_month(day, language)}{month_name(day.month, language=language)} {day.year}"


def short_date(day: date, *, language: str = "fr") -> str:
    """«15 janvier 2027»: where the weekday would only be noise."""
    language = _language(language)
    return f"{_day_of_month(day, language)}{month_name(day.month, language=language)} {day.year}"


#: the first letters by which a day and a month are known, as the lexicon of the Imprimerie nationale cuts them.
_SHORT_MONTHS: Final = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")


def brief_date(day: date, *, language: str = "fr") -> str:
    """«lun. 23 nov.»: a day of these weeks where there is no room, in an agenda; the year is told around it."""
    language = _language(language)
    weekday, month = _DAYS[language][day.weekday()][:3], _MONTHS[language][day.month - 1][:3]
    if language == "fr":
        weekday, month = f"{weekday}.", _SHORT_MONTHS[day.month - 1]
    return f"{weekday} {_day_of_month(day, language)}{month}"


def hour(at: time, *, language: str = "fr") -> str:
    """«9 h 30», «14 h»: an hour inside a sentence or beside a day in words; alone in a column, it stays «09:30»."""
    if _language(language) == "fr":
        return f"{at.hour}{NO_BREAK}h" + (f"{NO_BREAK}{at.minute:02}" if at.minute else "")
    return f"{at.hour}:{at.minute:02}"


def month_and_year(year: int, month: int, *, language: str = "fr") -> str:
    """«janvier 2027»."""
    return f"{month_name(month, language=language)} {year}"


def _span(days: int) -> tuple[int, str]:
    """A count of days as people say it: days below two weeks, weeks below two months, months below two years, then years."""
    for limit, length, unit in ((14, 1, "day"), (60, 7, "week"), (730, 30, "month")):
        if days < limit:
            return days // length, unit
    return days // 365, "year"


def reading_direction(text: str) -> str:
    """ "rtl" when the first letter that has a direction is read from right to left (Arabic, Hebrew), "ltr" otherwise: ``dir=auto``, for
    what has no browser.
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def relative(day: date, *, today: date, language: str = "fr") -> str:
    """«dans 3 jours», «il y a 2 mois», «demain»: always shown with the date beside it."""
    language = _language(language)
    distance = (day - today).days
    if distance in _NEAR[language]:
        return _NEAR[language][distance]
    count, unit = _span(abs(distance))
    words = f"{count}{NO_BREAK}{_UNITS[language][unit][count > 1]}"
    if language == "fr":
        return f"dans {words}" if distance > 0 else f"il y a {words}"
    return f"in {words}" if distance > 0 else f"{words} ago"
