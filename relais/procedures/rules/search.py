"""One box over all the tools: what people say («plus de sous», «lettre rouge») finds the page, accents and one typo forgiven. Pure.

Each tool feeds entries; an index answers in the order of use. The words searched are never kept.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: words that tell nothing alone; they still count in a whole phrase.
STOP = frozenset({
    "a", "ai", "ait", "alors", "as", "au", "aux", "avec", "c", "ce", "cela", "ces", "cet", "cette", "chez", "comment", "d", "dans",
    "de", "des", "du", "elle", "en", "encore", "est", "et", "etre", "eu", "faire", "fais", "fait", "font", "ils", "il", "j", "je",
    "l", "la", "le", "les", "leur", "leurs", "lui", "m", "ma", "mais", "me", "mes", "moi", "mon", "n", "ne", "nos", "notre", "nous",
    "on", "ont", "ou", "par", "pas", "pour", "pourquoi", "qu", "quand", "que", "quel", "quelle", "qui", "quoi", "s", "sa", "se",
    "ses", "si", "son", "sont", "sur", "t", "ta", "te", "tes", "ton", "tu", "un", "une", "vais", "veux", "veut", "vos", "votre",
    "vous", "y", "suis", "peux", "peut",
})  # fmt: skip
#: what is read of a question; longer is no search any more.
LONGEST = 120
_WORD = re.compile(r"[a-z0-9]+")
_EXACT, _PREFIX, _TYPO, _TYPO_PREFIX = 1.0, 0.75, 0.6, 0.5
#: share of the meaning of a question that an entry must hold.
_ENOUGH = 0.5
_PHRASE, _TITLE = 6.0, 1.5


@dataclass(frozen=True, slots=True)
class Entry:
    """What one may find. ``kind``: its tool, as shown; ``words``: what people say when they need it; ``hint``: one line under the title."""

    title: str
    url: str
    kind: str
    words: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    title: frozenset[str]
    words: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Entries made ready to be searched; build it once with ``index_of``."""

    read: tuple[_Read, ...] = ()
    rarity: dict[str, float] = field(default_factory=dict)

    def find(self, question: str, *, limit: int = 12) -> tuple[Entry, ...]:
        """The entries that answer, best first, ties by title; none for a question without a word."""
        asked = tokens(question[:LONGEST])
        if not asked:
            return ()
        said = f" {' '.join(_WORD.findall(folded(question[:LONGEST])))} "
        scored = [(self._score(one, asked, said), one.entry) for one in self.read]
        found = sorted((-score, entry.title, entry.url) for score, entry in scored if score > 0)
        by_url = {entry.url: entry for _, entry in scored}
        return tuple(by_url[url] for _, _, url in found[:limit])

    def _score(self, one: _Read, asked: Sequence[str], said: str) -> float:
        held = total = score = 0.0
        for word in asked:
            weight = self.rarity.get(word, 1.0)
            in_title, in_words = _best(word, one.title), _best(word, one.words)
            held += weight * max(in_title, in_words)
            score += weight * max(in_title * _TITLE, in_words)
            total += weight
        phrases = sum(_PHRASE for phrase in one.phrases if f" {phrase} " in said)
        whole = any(f" {phrase} " == said for phrase in one.phrases)
        if held < _ENOUGH * total and not phrases:
            return 0.0
        return score / len(asked) + phrases / len(asked) + (_PHRASE if whole else 0.0)


def index_of(entries: Iterable[Entry]) -> Index:
    """The index of these entries. A word that many entries share weighs less."""
    read = tuple(
        _Read(
            entry,
            frozenset(tokens(entry.title)),
            frozenset(word for phrase in (*entry.words, entry.hint) for word in tokens(phrase)),
            tuple(" ".join(_WORD.findall(folded(phrase))) for phrase in entry.words if tokens(phrase)),
        )
        for entry in entries
    )
    counts = Counter(word for one in read for word in one.title | one.words)
    return Index(read, {word: 1.0 + math.log(len(read) / count) for word, count in counts.items()})


def folded(text: str) -> str:
    """Lower case, without accents: «Œuvre, ÉTÉ» → «oeuvre, ete»."""
    spread = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def tokens(text: str) -> tuple[str, ...]:
    """The words that carry meaning, folded, plurals kept: a prefix or a typo joins them."""
    return tuple(word for word in _WORD.findall(folded(text)) if word not in STOP)


def _best(word: str, held: frozenset[str]) -> float:
    if word in held:
        return _EXACT
    best = 0.0
    for other in held:
        best = max(best, _likeness(word, other))
    return best


def _likeness(word: str, other: str) -> float:
    """How much a typed word looks like a word held: whole, as its beginning, or with one fault."""
    if len(word) >= 3 and other.startswith(word):
        return _PREFIX
    if len(other) >= 4 and word.startswith(other):
        return _TYPO
    if len(word) < 4:
        return 0.0
    if one_fault(word, other):
        return _TYPO
    started = len(word) >= 5 and any(one_fault(word, other[:length]) for length in (len(word), len(word) + 1))
    return _TYPO_PREFIX if started else 0.0


def one_fault(one: str, other: str) -> bool:
    """Whether two words differ by one letter changed, added, left out, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((rank for rank, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if len(left) == len(right):
        swapped = len(left) > 1 and left[0] == right[1] and left[1] == right[0] and left[2:] == right[2:]
        return left[1:] == right[1:] or swapped
    return left[1:] == right if len(left) > len(right) else left == right[1:]
