"""A text made plain for the guards: lower case, no accent, ordinary spaces and quotes; each character knows where it came from."""

import unicodedata
from functools import lru_cache

#: written by hand or pasted, without any width: they would cut a word in two for a machine and for nobody else.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_AS = {
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "：": ":",
    "﹕": ":",
    "＝": "=",
} | dict.fromkeys("‐‑‒–—−", "-")


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in _INVISIBLE or unicodedata.combining(char):
        return ""
    if char in _AS:
        return _AS[char]
    if char != "\n" and char.isspace():
        return " "
    base = unicodedata.normalize("NFKD", char)
    kept = next((one for one in base if not unicodedata.combining(one)), "")
    lower = kept.lower()
    return lower[:1]


class Folded:
    """``text`` as folded; ``origin(i)`` is the place in the original of the folded character ``i`` (its length at the end)."""

    __slots__ = ("_places", "text")

    def __init__(self, original: str) -> None:
        if original.isascii():
            self.text = original.lower().replace("\t", " ").replace("\r", " ").replace("`", "'")
            self._places: list[int] | None = None
            return
        kept: list[str] = []
        places: list[int] = []
        for place, char in enumerate(original):
            plain = _plain(char)
            if plain:
                kept.append(plain)
                places.append(place)
        places.append(len(original))
        self.text = "".join(kept)
        self._places = places

    def origin(self, index: int) -> int:
        """Where the folded character stands in the original."""
        return index if self._places is None else self._places[index]
