"""Names of people as they are looked for: without accents, in any order, and as they sound in French."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_REPEATED = re.compile(r"(.)\1+")
#: written → heard, in this order, on words without accents. Digits stand for nasal vowels: 1 «in», 2 «an», 3 «on».
_HEARD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"[^a-z]", ""),
        (r"ph", "f"),
        (r"sch|sh", "ch"),
        (r"ch(?=[rlnst])", "k"),
        (r"ch", "#"),
        (r"gn", "n"),
        (r"gu(?=[eiy])", "g"),
        (r"g(?=[eiy])", "j"),
        (r"qu|q|k|c(?![eiy])", "k"),
        (r"c", "s"),
        (r"eaux?|aux?|ot$|os$|ault$|aud$", "o"),
        (r"oeu|eu", "e"),
        (r"ou", "u"),
        (r"(?:ai|ei|i|y|u)[nm](?![aeiouynm])", "1"),
        (r"[ae][nm](?![aeiouynm])", "2"),
        (r"o[nm](?![aeiouynm])", "3"),
        (r"ai|ei|ay|ey|et$|er$|ez$|ée$", "e"),
        (r"y|ll(?=[ae])", "i"),
        (r"w", "v"),
        (r"z|x", "s"),
        (r"h", ""),
    )
)
_SILENT_END = re.compile(r"(?<=..)[estdp]+$")


def folded(text: str) -> str:
    """Lower-case words without accents nor signs, one space between: «Éléonore D’Aubigné-Roux» is «eleonore d aubigne roux»."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return _NOT_LETTERS.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


def heard(text: str) -> str:
    """The same words as they sound: «Phillipe Gauthier» and «Filipe Gotié» are near; words that say nothing alone are left out."""
    return " ".join(sound for word in folded(text).split() if (sound := _sound(word)))


def _sound(word: str) -> str:
    for written, sound in _HEARD:
        word = written.sub(sound, word)
    return _REPEATED.sub(r"\1", _SILENT_END.sub("", word))


#: the letters of a folded word, and the sounds of a heard one.
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SOUNDS = "#123abdefgijklmnoprstuv"
#: what stands before a name and is nobody's.
_TITLES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "famille"))
#: small words that stand in many family names, and say nothing alone.
_PARTICLES = frozenset(("d", "de", "des", "du", "la", "le", "les", "l", "el", "al", "ait", "ben", "van", "von", "der", "da", "di", "dos"))
#: a shorter word says too little for one letter of it to be wrong.
SHORTEST_SLIP = 4
#: letters of a key, at most.
LONGEST = 40


def told_apart(text: str) -> tuple[str, ...]:
    """The words of a name, folded, each once; a title is left out unless it stands alone."""
    words = tuple(dict.fromkeys(word[:LONGEST] for word in folded(text).split()))
    return tuple(word for word in words if word not in _TITLES) or words


def slips(word: str, letters: str = LETTERS) -> frozenset[str]:
    """Every word that one slip makes of this one: a letter left out, doubled, changed, or two that changed places.

    None of a short word. ``letters``: those of the written word, or the sounds of the heard one.
    """
    if len(word) < SHORTEST_SLIP:
        return frozenset()
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    changed = {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    added = {head + letter + tail for head, tail in cuts for letter in letters}
    return frozenset((left_out | swapped | changed | added) - {word})


def cuts(word: str) -> frozenset[str]:
    """The word, and what is left of it without one of its letters: two words one slip apart share one of these."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def joined(words: tuple[str, ...]) -> frozenset[str]:
    """What the words make when the space between two of them, or between all, was not typed: «le goff» is also «legoff»."""
    pairs = {first + second for first, second in pairwise(words)}
    return frozenset(word[:LONGEST] for word in pairs | ({"".join(words)} if len(words) > 1 else set()))


def keys(*names: str) -> tuple[frozenset[str], frozenset[str]]:
    """Under which words, written and heard, whoever bears these names is found."""
    written: set[str] = set()
    for name in names:
        words = told_apart(name)
        written |= {*words, *joined(words)}
    return frozenset(written), frozenset(sound for word in written if (sound := _sound(word)))


def family_words(shown: str) -> tuple[str, ...]:
    """The words of the family name in a name as people show it: what follows a title («Mme Le Goff») or the first name («Inès Bakri»)."""
    _first, _space, rest = shown.strip().partition(" ")
    return told_apart(rest) if rest else ()


def same_family(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two family names, as words, are one name or one holds the other: «Le Goff» and «Legoff», «Roux-Petit» and «Petit»."""
    if not one or not other:
        return False
    if "".join(one) == "".join(other):
        return True
    first, second = (frozenset(words) - _PARTICLES for words in (one, other))
    return bool(first and second) and (first <= second or second <= first)
