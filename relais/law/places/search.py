"""Find communes by what people type: a name or its beginning, a postal code, an INSEE code, «saint-denis 93», «paris 11».

Order of the answers: exact name, then names that begin so, then names with a word that begins so; in each, the most peopled
first. A former commune answers by the commune that it became.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from relais.law.places.place import Place, departement, place
from relais.law.places.plain import plain, plain_lines
from relais.law.places.table import table

_CODE = re.compile(r"\d{2,5}|2[ab]\d{0,3}", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"(.*\D)\s+(\d{1,5}|2[ab])(?:e|er|eme)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Index:
    """``names``: every plain name after a newline, for ``str.find``; ``starts``: where those newlines are; ``codes``: current codes.

    ``postal``: (postal code, INSEE code), sorted. ``former``: former INSEE code → current one.
    """

    names: str
    starts: Sequence[int]
    codes: Sequence[str]
    postal: Sequence[tuple[str, str]]
    former: dict[str, str]


@cache
def _index() -> _Index:
    """Built at the first search (some tens of milliseconds)."""
    data = table()
    merged = [(name, now) for _, name, now in data.former if name]
    names = plain_lines("\n".join([*data.name, *(name for name, _ in merged)]))
    starts = list(accumulate((len(name) + 1 for name in names.split("\n")), initial=0))[:-1]
    pairs = sorted((postal, code) for code, postals in zip(data.code, data.postal, strict=True) for postal in postals.split())
    return _Index(
        names=f"\n{names}\n",
        starts=starts,
        codes=[*data.code, *(now for _, now in merged)],
        postal=pairs,
        former={code: now for code, _, now in data.former if code},
    )


def current_code(code: str) -> str | None:
    """The INSEE code itself, or that of the commune it became; None when it never was one."""
    if code in table().rank:
        return code
    return _index().former.get(code)


def search(text: str, limit: int = 10) -> list[Place]:
    """At most ``limit`` places for what was typed, best first; empty when nothing resembles it."""
    words = plain(text)
    if not words or limit < 1:
        return []
    if _CODE.fullmatch(words):
        return _places(_by_code(words.upper()), limit)
    found = list(_by_name(words, limit))
    numbered = _WITH_NUMBER.fullmatch(words)
    if numbered is not None:
        found = [*_by_arrondissement(numbered[1].strip(), numbered[2]), *_within(numbered[1].strip(), numbered[2].upper()), *found]
    return _places(found, limit)


def _places(codes: Iterable[str], limit: int) -> list[Place]:
    """Each place once, in order."""
    found: dict[str, Place] = {}
    for code in codes:
        here = place(code)
        if here is not None:
            found.setdefault(code, here)
        if len(found) == limit:
            break
    return list(found.values())


def _population(code: str) -> int:
    data = table()
    return int(data.population[data.rank[code]])


def by_postal(digits: str) -> list[str]:
    """INSEE codes of the communes whose postal code begins so, the most peopled first; arrondissements rather than their commune."""
    pairs, data = _index().postal, table()
    first, last = bisect_left(pairs, (digits, "")), bisect_left(pairs, (digits + "~", ""))
    codes = {code for _, code in pairs[first:last]}
    mothers = {data.mother[data.rank[code]] for code in codes}
    return sorted(codes - mothers, key=lambda code: (-_population(code), code))


def _by_code(code: str) -> Iterator[str]:
    """Postal code first (what people know), then INSEE code; a code of the past only when nothing of today bears it.

    Old codes abound and mislead: 75011 was Bonneuil-sur-Marne in the former Seine.
    """
    found = by_postal(code)
    yield from found
    if code in table().rank:
        yield code
    elif not found and (now := current_code(code)) is not None:
        yield now


def _by_name(words: str, limit: int) -> list[str]:
    """Codes by rank: exact, beginning of the name, beginning of a word; the most peopled first in each."""
    index = _index()
    best: dict[str, int] = {}
    for rank, needle in enumerate((f"\n{words}\n", f"\n{words}", f" {words}")):
        for at in _positions(index.names, needle):
            # ``starts`` holds the newline before each name: found by that newline, or by a space after it.
            row = bisect_left(index.starts, at) - (needle[0] == " ")
            best.setdefault(index.codes[row], rank)
        if len(best) >= limit:
            break
    return sorted(best, key=lambda code: (best[code], -_population(code), code))


def _positions(text: str, needle: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _within(words: str, number: str) -> list[str]:
    """Names with this beginning in a département, or under a postal code (then an arrondissement rather than its city)."""
    data = table()
    under = set(by_postal(number)) if len(number) > 2 else set()
    return [code for code in _by_name(words, len(data.code)) if departement(code) == number or code in under]


def _by_arrondissement(words: str, number: str) -> list[str]:
    """«paris 11» → Paris 11e Arrondissement."""
    if not number.isdigit() or not 1 <= int(number) <= 20:
        return []
    ordinal = "1er" if int(number) == 1 else f"{int(number)}e"
    wanted = f"{words} {ordinal} arrondissement"
    return [code for code in _by_name(wanted, 1) if table().mother[table().rank[code]]]
