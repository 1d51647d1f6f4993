"""The discreet writing aid: what in a note judges, reports hearsay, or names health or opinion. Said to its author, kept nowhere (S20).

It stops nothing and counts nothing. The person's own words are hers: nothing is said of them. The lexicon is ``judging_words.tsv``, with
the words that a structure adds, changes or removes (docs/using/mots-qui-jugent.md).
"""

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from relais.kernel.guards.finding import Kind
from relais.kernel.guards.folding import Folded
from relais.kernel.guards.reading import findings


class About(enum.StrEnum):
    """What a remark is about."""

    JUDGEMENT = "jugement"
    HEARSAY = "oui_dire"
    HEALTH = "sante"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One passage: ``start`` and ``end`` in the text; ``instead``: what may be written in its place, empty when nothing is proposed."""

    start: int
    end: int
    about: About
    instead: str = ""


_HEARSAY = re.compile(
    r"\b(?:il parait qu|parait[- ]il|on (?:m')?(?:a dit|dit|raconte) (?:de|qu)"
    r"|(?:d'apres|selon) (?:les|la|le|une?|des|certains) (?:voisin|rumeur|gens|bruit)\w*"
    r"|j'ai entendu dire|a ce qu'(?:on dit|il parait)|le bruit court|tout le monde (?:sait|dit)"
    r"|les voisins (?:disent|racontent)|serait connu[es]* pour|aurait la reputation)"
)
_ABOUT = {Kind.HEALTH: About.HEALTH, Kind.OPINION: About.OPINION}


#: form of a word (a star at its end: any end) → what may be written instead.
Words = Mapping[str, str]


@lru_cache(maxsize=1)
def national() -> Words:
    """The words of Relais."""
    lines = (files(__package__) / "judging_words.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def with_local(lines: Iterable[str], words: Words) -> tuple[Words, list[int]]:
    """These words with those of a structure: ``form⇥instead`` adds or changes one, ``-form`` removes one. Also the numbers of the lines
    that say neither: they change nothing."""
    told, wrong = dict(words), []
    for number, line in enumerate((one.strip() for one in lines), start=1):
        form, _tab, instead = (part.strip() for part in line.partition("\t"))
        if not line or line.startswith("#"):
            continue
        if line.startswith("-") and not instead and form[1:].strip():
            gone = _folded(form[1:]).removesuffix("*")
            told = {known: what for known, what in told.items() if known.removesuffix("*") != gone}
        elif form.removesuffix("*") and instead:
            told[_folded(form)] = instead
        else:
            wrong.append(number)
    return told, wrong


def _folded(form: str) -> str:
    return Folded(form.strip()).text


@lru_cache(maxsize=4)
def _patterns(words: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(form), instead) for form, instead in words)


def _pattern(form: str) -> re.Pattern[str]:
    whole = form.removesuffix("*")
    ending = r"\w*" if form.endswith("*") else "s?"
    return re.compile(rf"\b{re.escape(whole)}{ending}\b")


def remarks(text: str, words: Words | None = None) -> list[Remark]:
    """What to say to the author of a part that is not the person's words, in the order of the text. ``words``: those of the structure."""
    folded = Folded(text)
    found = [_remark(folded, match, About.HEARSAY) for match in _HEARSAY.finditer(folded.text)]
    for pattern, instead in _patterns(tuple((national() if words is None else words).items())):
        found += [_remark(folded, match, About.JUDGEMENT, instead) for match in pattern.finditer(folded.text) if not _quoted(folded, match)]
    found += [Remark(one.start, one.end, _ABOUT[one.kind]) for one in findings(text) if one.kind in _ABOUT]
    return sorted(set(found))


def _remark(folded: Folded, match: re.Match[str], about: About, instead: str = "") -> Remark:
    return Remark(folded.origin(match.start()), folded.origin(match.end() - 1) + 1, about, instead)


def _quoted(folded: Folded, match: re.Match[str]) -> bool:
    """Between quotation marks: somebody's words, reported as such."""
    return folded.text.count('"', 0, match.start()) % 2 == 1 and '"' in folded.text[match.end() :]
