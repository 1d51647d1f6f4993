"""Words that people type, by kind of fact, to values. Screens and files read answers here and nowhere else."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence, quoted
from relais.law.places.place import is_place
from relais.law.places.plain import plain
from relais.law.situation.amounts import checked_amount, plain_amount, read_money, read_monthly, read_number
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.days import births, checked_birth, read_birth, read_expected_birth
from relais.law.situation.facts import Fact, Kind, Value
from relais.law.situation.typed import REFUSED, UNKNOWN, Typed, UnreadableError, known, tidy
from relais.law.situation.whereabouts import read_place

_UNKNOWN_WORDS = frozenset(
    {"nsp", "ne sait pas", "ne sais pas", "je ne sais pas", "on ne sait pas", "inconnu", "inconnue", "a demander", "non demande"}
)
_REFUSED_WORDS = frozenset(
    {
        "refus",
        "refuse",
        "refusee",
        "ne souhaite pas repondre",
        "je ne souhaite pas repondre",
        "prefere ne pas repondre",
        "ne veut pas repondre",
    }
)
_YES = frozenset({"oui", "o", "1", "vrai", "true", "x", "yes"})
_NO = frozenset({"non", "n", "0", "faux", "false", "no"})
#: what fills most cells of a file, read without a look at the longer words.
_PLAINEST = frozenset({"oui", "non"})
_FLAGS = {"oui": True, "non": False}
_PLAIN_DAY = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})|([0-9]{2})/([0-9]{2})/((?:19|20)[0-9]{2})")
#: characters of a plain amount.
_SHORT = 12
_Reader = Callable[[Fact, str, Month, bool], Typed]


def parse(fact: Fact, text: str, *, month: Month, guess: bool = True) -> Typed:
    """What was typed for a fact, for the month screened.

    Empty and «?» are unknown, «refus» is refused. ``guess``: a beginning of name may stand for a far larger commune (screens
    show what was understood; files pass False). UnreadableError with a French message otherwise; AmbiguousPlaceError with the
    communes to choose among.
    """
    clean = tidy(text)
    if not clean.strip("?"):
        return UNKNOWN
    if clean in fact.choices:  # as files write it; the way below is ten times longer
        return known(clean)
    if not clean[0].isdigit() and clean not in _PLAINEST:
        words = plain(clean)
        if words in _UNKNOWN_WORDS:
            return UNKNOWN
        if words in _REFUSED_WORDS:
            return REFUSED
    return _READERS[fact.kind](fact, clean, month, guess)


def parse_cell(fact: Fact, cell: object, *, month: Month) -> Typed:
    """What a cell of a sheet holds: as ``parse`` for texts, and numbers, dates and booleans as spreadsheets keep them."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, datetime):
        cell = cell.date()
    value: Value | None = cell if isinstance(cell, bool) and fact.kind is Kind.FLAG else None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        value = _amount_cell(fact, cell)
        cell = _as_written(fact, cell)
    elif isinstance(cell, date) and fact.kind is Kind.DATE:
        value = checked_birth(cell, month=month)
    return parse(fact, str(cell), month=month, guess=False) if value is None else known(value)


def plainest(fact: Fact, cell: str, *, month: Month) -> Value | None:
    """What most cells of a file hold, a code, a plain amount or a day, without a look at the other ways to write it; None for the others,
    which ``parse_cell`` reads."""
    if fact.kind is Kind.FLAG:
        return _FLAGS.get(cell)
    if fact.kind is Kind.CHOICE:
        return cell if cell in fact.choices else None
    if fact.kind is Kind.DATE:
        return _plain_day(cell, month)
    if fact.kind in (Kind.MONEY, Kind.MONTHLY) and len(cell) <= _SHORT and (amount := plain_amount(cell)) is not None:
        return amount if fact.kind is Kind.MONEY else (amount,) * MONTHS_KEPT
    return None


def _plain_day(cell: str, month: Month) -> date | None:
    """1988-03-12 or 12/03/1988, when there is such a day and somebody may be born on it."""
    found = _PLAIN_DAY.fullmatch(cell)
    if found is None:
        return None
    try:
        day = date.fromisoformat(cell if found[1] else f"{cell[6:]}-{cell[3:5]}-{cell[:2]}")
    except ValueError:
        return None
    first, last = births(month)
    return day if first <= day <= last else None


def _amount_cell(fact: Fact, cell: float) -> Value | None:
    """The value of a number cell, for amounts; None for the other kinds."""
    if fact.kind is Kind.MONEY:
        return checked_amount(cell)
    return (checked_amount(cell),) * MONTHS_KEPT if fact.kind is Kind.MONTHLY else None


def _as_written(fact: Fact, cell: float) -> object:
    """The number without «.0»; with its leading zeros for a commune."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return f"{cell:05d}" if fact.kind is Kind.PLACE and isinstance(cell, int) else cell


def read_commune_code(text: str) -> str:
    """An INSEE code, and nothing else (exact column of files, JSON). UnreadableError when no commune bears it."""
    code = text.strip().upper().zfill(5)
    if not is_place(code):
        raise UnreadableError(Sentence("Le code INSEE {code} n’est celui d’aucune commune.", code=code))
    return code


def _flag(_fact: Fact, words: str, _month: Month, _guess: bool) -> Typed:
    bare = words if words in _YES or words in _NO else plain(words)
    if bare in _YES or bare in _NO:
        return known(bare in _YES)
    raise UnreadableError(Sentence("Répondez par oui ou par non."))


def _date(fact: Fact, words: str, month: Month, _guess: bool) -> Typed:
    if fact.code != "naissance":
        return known(read_expected_birth(words, month=month))
    born = read_birth(words, month=month)
    return known(born.day, approximate=born.approximate)


def _choice(fact: Fact, words: str) -> str:
    """By code or label, else by a beginning that only one choice has."""
    words = plain(words)
    names = {code: (_plain_word(code), _plain_word(label)) for code, label in fact.choices.items()}
    for accepted in (str.__eq__, str.startswith):
        found = [code for code, both in names.items() if any(accepted(name, words) for name in both)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableError(Sentence("Plusieurs réponses commencent ainsi\u00a0: {answers}.", answers=_listed(fact, found)))
    raise UnreadableError(Sentence("Cette réponse n’est pas dans la liste\u00a0: {answers}.", answers=_listed(fact, list(fact.choices))))


@cache
def _plain_word(word: str) -> str:
    """``plain`` of a word of the catalogue, kept; what a person typed is never kept."""
    return plain(word)


def _listed(fact: Fact, codes: list[str]) -> tuple[Sentence, ...]:
    return tuple(quoted(fact.choices[code]) for code in codes)


def is_value(fact: Fact, value: Value) -> bool:
    """Whether a value already read is of the fact's kind (not whether it is sensible: see ``checks``)."""
    match fact.kind:
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.CHOICE:
            return isinstance(value, str) and value in fact.choices
        case Kind.PLACE:
            return isinstance(value, str)
        case Kind.DATE:
            return isinstance(value, date)
        case Kind.MONTHLY:
            return isinstance(value, tuple) and len(value) == MONTHS_KEPT and all(_is_number(amount) for amount in value)
        case _:
            return _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)


_READERS: Mapping[Kind, _Reader] = {
    Kind.MONEY: lambda _fact, words, _month, _guess: known(read_money(words)),
    Kind.MONTHLY: lambda _fact, words, month, _guess: known(read_monthly(words, month=month)),
    Kind.NUMBER: lambda _fact, words, _month, _guess: known(read_number(words)),
    Kind.FLAG: _flag,
    Kind.CHOICE: lambda fact, words, _month, _guess: known(_choice(fact, words)),
    Kind.PLACE: lambda _fact, words, _month, guess: known(read_place(words, guess=guess)),
    Kind.DATE: _date,
}
