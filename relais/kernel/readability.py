"""How easy a French text is to read: the measure of Flesch as adapted by Kandel and Moles (1958).

``207 - 1.015 * words/sentences - 73.6 * syllables/word``: higher is easier, short texts may pass 100. Syllables are counted
with pyphen's French hyphenation, which misses some mute e: compare scores with each other, not with another tool's.
Targets (doctrine §8.4): 70 for letters, 80 for the person's sheet.
"""

import re
from functools import lru_cache

import pyphen

LETTER_TARGET = 70.0
PERSON_TARGET = 80.0

_WORD = re.compile(r"\d[\d\s\u00a0\u202f.,/]*\d|\d|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_END = re.compile(r"[.!?…]+(?=\s|$|»|\))|\n{2,}")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)[’'](?=.)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr_FR")


def words(text: str) -> list[str]:
    """The words of a text: an elision («l’aide») and a number («651,69») count as one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences, ended by a full stop, ``!``, ``?``, an ellipsis or an empty line."""
    return [part for part in _END.split(text) if words(part)]


def syllables(word: str) -> int:
    """Syllables of one word, at least one; the elided article adds none."""
    bare = _ELISION.sub("", word)
    return sum(len(_hyphens().positions(part)) + 1 for part in re.split(r"[-'’]", bare) if part) or 1


def kandel_moles(text: str) -> float:
    """The score of a text; ValueError when it holds no word."""
    found = words(text)
    if not found:
        raise ValueError("no word to measure")
    length = len(found) / max(1, len(sentences(text)))
    return 207.0 - 1.015 * length - 73.6 * sum(map(syllables, found)) / len(found)
