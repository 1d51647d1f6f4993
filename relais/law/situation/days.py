"""Dates as people type them: «12/3/88», «12 mars 1988», «1988-03-12», «38 ans», «6 mois», «mars 1988».

Ages are understood in English too («38 years», «6 months old»): a page in English says them so beside the box.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.places.plain import plain
from relais.law.situation.typed import UnreadableError

MONTH_NAMES = (
    Sentence("janvier"), Sentence("février"), Sentence("mars"), Sentence("avril"),
    Sentence("mai"), Sentence("juin"), Sentence("juillet"), Sentence("août"),
    Sentence("septembre"), Sentence("octobre"), Sentence("novembre"), Sentence("décembre"),
)  # fmt: skip
OLDEST_AGE = 120
#: an unborn child is told by the date when the birth is expected.
MONTHS_AHEAD = 9

_BY_NAME = {plain(name)[:length]: rank for rank, name in enumerate(MONTH_NAMES, 1) for length in range(3, len(name) + 1)}
#: three letters are shared by juin and juillet.
_BY_NAME.pop("jui")
_UNREADABLE = Sentence("Cette date ne se lit pas. Écrivez le jour, le mois et l’année\u00a0: 12/03/1988.")
_UNREADABLE_BIRTH = Sentence("Cette date ne se lit pas. Écrivez par exemple 12/03/1988, ou l’âge\u00a0: 38 ans.")


class _NoDateError(UnreadableError):
    """What was typed is no date at all, so that another way of telling may be proposed."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as read; ``approximate`` when only an age, a year or a month was told."""

    day: date
    approximate: bool = False


def read_birth(text: str, *, month: Month) -> Day:
    """A birth date or an age, for the month screened. UnreadableError when it is neither.

    An age gives an approximate day: the first of the screened month, minus the age, minus six months (the middle of the year
    in which the person may have been born). Months of age count from the first of the screened month. A year alone gives its
    1 July, a month alone its 15th. A birth may be expected at most nine months after the screened month.
    """
    words = plain(text)
    age = re.fullmatch(r"([0-9]{1,3})(?: ans?| years?(?: old)?)?", words)
    if age is not None:
        return born_by_age(int(age[1]), month=month)
    months = re.fullmatch(r"([0-9]{1,2}) (?:mois|months?(?: old)?)", words)
    if months is not None:
        return Day(month.plus(-int(months[1])).first_day(), approximate=True)
    if re.fullmatch(r"[0-9]{4}", words):
        return _sensible(Day(date(_year(words), 7, 1), approximate=True), month)
    only_month = _month_alone(words)
    if only_month is not None:
        return _sensible(Day(_built(*only_month, 15), approximate=True), month)
    try:
        return _sensible(Day(read_date(text, latest=births(month)[1])), month)
    except _NoDateError as problem:
        raise UnreadableError(_UNREADABLE_BIRTH) from problem


def born_by_age(years: int, *, month: Month) -> Day:
    """The approximate birth day of someone of this age (see ``read_birth``). UnreadableError beyond 120."""
    if not 0 <= years <= OLDEST_AGE:
        raise UnreadableError(Sentence("L’âge va de 0 à {oldest} ans.", oldest=OLDEST_AGE))
    return Day(month.plus(-12 * years - 6).first_day(), approximate=True)


def read_date(text: str, *, latest: date) -> date:
    """A day. A year of two digits is of this century unless that passes ``latest``. UnreadableError when there is no such day."""
    iso = re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", text)
    if iso is not None:
        return _built(_year(iso[1]), int(iso[2]), int(iso[3]))
    words = re.sub(r"^(?:le )?([0-9]+)(?:er)?\b", r"\1", plain(text))
    joined = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", words)
    parts = list(joined.groups()) if joined else words.split()
    if len(parts) != 3 or not re.fullmatch(r"[0-9]{1,2}", parts[0]) or not re.fullmatch(r"[0-9]{2}|[0-9]{4}", parts[2]):
        raise _NoDateError(_UNREADABLE)
    number = _month_number(parts[1])
    if len(parts[2]) == 4:
        return _built(_year(parts[2]), number, int(parts[0]))
    year = latest.year // 100 * 100 + int(parts[2])
    passes = (year, number, int(parts[0])) > (latest.year, latest.month, latest.day)
    return _built(year - 100 if passes else year, number, int(parts[0]))


def read_expected_birth(text: str, *, month: Month) -> date:
    """The day when a birth is expected, at most nine months after the screened month."""
    found = read_date(text, latest=date(month.year // 100 * 100 + 99, 12, 31))
    return _sensible(Day(found), month).day


def read_month(text: str, *, month: Month) -> Month:
    """«2026-08», «08/2026», «août 2026», or «août» for the latest one not after the month screened."""
    words = plain(text)
    iso = re.fullmatch(r"([0-9]{4}) ([0-9]{1,2})", words)
    told = (int(iso[1]), int(iso[2])) if iso else _month_alone(words)
    if told is None and words in _BY_NAME:
        number = _BY_NAME[words]
        told = (month.year - (number > month.number), number)
    if told is None or not (1900 <= told[0] <= 2199 and 1 <= told[1] <= 12):
        raise UnreadableError(Sentence("Le mois «\u00a0{text}\u00a0» ne se lit pas. Écrivez par exemple août 2026 ou 2026-08.", text=text))
    return Month(*told)


def checked_birth(day: date, *, month: Month) -> date:
    """A birth day already known as a date. UnreadableError when too old or too far ahead."""
    return _sensible(Day(day), month).day


@lru_cache(maxsize=64)
def births(month: Month) -> tuple[date, date]:
    """The first and the last day on which somebody may be born, or be expected."""
    return date(month.year - OLDEST_AGE, 1, 1), month.plus(MONTHS_AHEAD + 1).first_day() - timedelta(days=1)


def _sensible(told: Day, month: Month) -> Day:
    first, last = births(month)
    if told.day > last:
        raise UnreadableError(Sentence("Cette date est dans plus de neuf mois."))
    if told.day < first:
        raise UnreadableError(Sentence("Cette date donne plus de {oldest} ans.", oldest=OLDEST_AGE))
    return told


def _month_alone(words: str) -> tuple[int, int] | None:
    """«mars 1988», «3 1988» → (1988, 3)."""
    parts = words.split()
    if len(parts) != 2 or not re.fullmatch(r"[0-9]{4}", parts[1]) or not (parts[0] in _BY_NAME or re.fullmatch(r"[0-9]{1,2}", parts[0])):
        return None
    return _year(parts[1]), _month_number(parts[0])


def _month_number(word: str) -> int:
    if word.isdigit() and len(word) <= 2:
        if not 1 <= int(word) <= 12:
            raise UnreadableError(_no_month(int(word)))
        return int(word)
    if word not in _BY_NAME:
        raise _NoDateError(_UNREADABLE)
    return _BY_NAME[word]


def _year(word: str) -> int:
    if not 1900 <= int(word) <= 2199:
        raise UnreadableError(Sentence("L’année {year} ne convient pas\u00a0: de 1900 à 2199.", year=word))
    return int(word)


def _built(year: int, number: int, day: int) -> date:
    if not 1 <= number <= 12:
        raise UnreadableError(_no_month(number))
    last = monthrange(year, number)[1]
    if not 1 <= day <= last:
        name = MONTH_NAMES[number - 1]
        raise UnreadableError(Sentence("Cette date n’existe pas\u00a0: {month} {year} a {days} jours.", month=name, year=year, days=last))
    return date(year, number, day)


def _no_month(number: int) -> Sentence:
    return Sentence("Cette date n’existe pas\u00a0: il n’y a pas de mois {number}.", number=number)
