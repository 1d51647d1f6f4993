"""The births of several persons typed in one field: «12/3/2014, 5/6/2020», «12 ans et 6 ans», «2», «aucun». Pure."""

import re
from dataclasses import dataclass

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.places.plain import plain
from relais.law.situation.days import Day, read_birth
from relais.law.situation.typed import UnreadableError

#: beyond, it is a mistyped figure; the largest families of the caseloads hold half as many.
MOST_PERSONS = 20

_BETWEEN = re.compile(r"[,;\n]|\b(?:et|and)\b|\s-\s")
_DATES_ALONE = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\s+)+\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}")
_NOBODY = frozenset({"0", "none", "no", "aucun", "aucune", "non", "sans", "pas", "pas d enfant", "zero"})
_NUMBER = re.compile(r"(\d{1,3})(?: (?:enfants?|personnes?|adultes?|child(?:ren)?|people|persons?|adults?))?")


@dataclass(frozen=True, slots=True)
class Births:
    """As many persons as entries; None stands for a person whose birth is not told."""

    days: tuple[Day | None, ...]


def has_persons(text: str) -> bool:
    """Whether the words of the field tell somebody: neither empty, nor «0», nor «aucun»."""
    words = plain(text)
    return bool(words) and words not in _NOBODY


def read_births(text: str, *, month: Month, called: Sentence) -> Births:
    """The persons told in one field; ``called`` is their plural («enfants») in messages.

    A lone figure is a number of persons, several figures are ages. UnreadableError with the entry that cannot be read.
    """
    words = plain(text)
    if words in _NOBODY:
        return Births(())
    number = _NUMBER.fullmatch(words)
    if number is not None:
        return Births((None,) * _checked(int(number[1]), called))
    whole = text.strip()
    entries = whole.split() if _DATES_ALONE.fullmatch(whole) else [entry.strip() for entry in _BETWEEN.split(whole)]
    entries = [entry for entry in entries if entry]
    _checked(len(entries), called)
    return Births(tuple(_entry(entry, month) for entry in entries))


def _checked(number: int, called: Sentence) -> int:
    if number > MOST_PERSONS:
        raise UnreadableError(
            Sentence(
                "{number} {called}\u00a0: cette page en compte {most} au plus. Vérifiez le nombre.",
                number=number,
                called=called,
                most=MOST_PERSONS,
            )
        )
    return number


def _entry(entry: str, month: Month) -> Day | None:
    if plain(entry) in ("", "nsp", "inconnu", "inconnue"):
        return None
    try:
        return read_birth(entry, month=month)
    except UnreadableError as error:
        raise UnreadableError(Sentence("«\u00a0{entry}\u00a0»\u00a0: {why}", entry=entry, why=error.sentence)) from error


def with_birth(text: str, *, rank: int, birth: str, count: int) -> str:
    """The words of the field once the birth of its person ``rank`` (from 1) is told; ``count`` persons in all.

    «2» becomes «12/3/2014, ?»: a person whose birth is not told keeps her place. A rank beyond ``count`` (a question of an older tab)
    changes nothing.
    """
    if rank > count:
        return text
    entries = [entry.strip() for entry in _BETWEEN.split(text) if entry.strip()]
    if len(entries) != count:
        entries = ["?"] * count
    entries[rank - 1] = birth.strip() or "?"
    return ", ".join(entries)
