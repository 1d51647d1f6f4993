"""Cells of a table as people type them in France, read into values. ValueError: a ``Sentence`` on what is wrong, without the cell."""

import re
from datetime import date, time, timedelta

from relais.kernel.sentences import Sentence
from relais.law.situation.days import read_date

OLDEST = 1890
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_TIME = re.compile(r"\b([01]?\d|2[0-3])\s?(?:h|:|H)\s?([0-5]\d)?\b")
_NOTHING = frozenset(
    {"", "-", "--", "/", "?", "x", "nc", "n.c.", "néant", "neant", "sans", "inconnu", "inconnue", "non", "aucun", "aucune", "0"}
)


def said(cell: str) -> str:
    """The cell without spaces around; "" for what people write to say nothing («-», «néant», «?»)."""
    words = " ".join(cell.split())
    return "" if words.casefold() in _NOTHING else words


def birth(cell: str, *, on: date) -> tuple[date | None, int | None]:
    """The day of birth, or the year alone. ValueError on a day to come or too old."""
    if re.fullmatch(r"\d{4}", cell):
        year = int(cell)
        if not OLDEST <= year <= on.year:
            raise ValueError(Sentence("cette année de naissance n’est pas possible"))
        return None, year
    day = a_day(cell, latest=on)
    if not date(OLDEST, 1, 1) <= day <= on:
        raise ValueError(Sentence("cette date de naissance n’est pas possible"))
    return day, day.year


def a_day(cell: str, *, latest: date) -> date:
    """A day: «12/03/88», «12 mars 1988», «1988-03-12», «12.03.1988»; a time after it is left aside."""
    words = re.sub(r"[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$", "", cell).strip()
    words = re.sub(
        r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?\s+", "", words, flags=re.IGNORECASE
    )
    words = _TIME.sub("", words).strip(" àa,;") if not re.fullmatch(r"[\d/.\- ]+", words) else words
    try:
        return read_date(words, latest=latest)
    except ValueError:
        raise ValueError(Sentence("cette date ne se lit pas : écrivez le jour, le mois et l’année, 12/03/2027")) from None


def last_day(cell: str, *, on: date) -> date:
    """The last day of a right; a month alone («03/2027») is its last day."""
    if (month := re.fullmatch(r"(0?[1-9]|1[0-2])[/.\- ](\d{4})", cell)) is not None:
        year, rank = int(month[2]), int(month[1])
        first = date(year + rank // 12, rank % 12 + 1, 1)
        return first - timedelta(days=1)
    day = a_day(cell, latest=on + timedelta(days=365 * 30))
    if not on.year - 30 <= day.year <= on.year + 30:
        raise ValueError(Sentence("l’année de cette date n’est pas possible"))
    return day


def a_time(cell: str) -> time:
    """An hour: «14h30», «14:30», «9 h»; a spreadsheet's «14:30:00» too."""
    found = _TIME.search(cell)
    if found is None:
        raise ValueError(Sentence("cette heure ne se lit pas : écrivez 14h30"))
    return time(int(found[1]), int(found[2] or 0))


def has_time(cell: str) -> bool:
    """Whether an hour is written in this cell, other than a midnight that a spreadsheet adds to a day."""
    found = _TIME.search(cell)
    return found is not None and (int(found[1]), int(found[2] or 0)) != (0, 0)


def phone(cell: str) -> str:
    """A number as it is dialled, by pairs when it is French; what a spreadsheet took for a number finds its first 0 again."""
    digits = re.sub(r"[\s.\-/()]", "", cell)
    digits = re.sub(r"^(?:\+33|0033)0?", "0", digits)
    digits = re.sub(r"(?<=^\d{9})\.0$", "", digits)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = "0" + digits
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return " ".join(digits[rank : rank + 2] for rank in range(0, 10, 2))
    if re.fullmatch(r"\+?\d{6,15}", digits):
        return digits
    raise ValueError(Sentence("ce numéro de téléphone ne se lit pas"))


def email(cell: str) -> str:
    """An address of electronic mail."""
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise ValueError(Sentence("cette adresse électronique ne se lit pas"))
    return cell


def short(cell: str, *, longest: int) -> str:
    """A text no longer than its place."""
    if len(cell) > longest:
        raise ValueError(Sentence("ce texte est trop long : {longest} signes au plus", longest=longest))
    return cell
