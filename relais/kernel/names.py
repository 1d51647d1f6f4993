"""Names of people as they are looked for: without accents, in any order, and as they sound in French."""

import re
import unicodedata

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
