"""Whether a text for the commission may name the person: names, days, numbers, addresses. Pure; it warns, its author decides."""

import re
from collections.abc import Iterable

from relais.kernel.guards.reading import findings
from relais.kernel.names import folded

_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b")
_WRITTEN_DATE = re.compile(
    r"\b(?:1er|\d{1,2})\s+(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s+\d{4}\b", re.IGNORECASE
)
_PHONE = re.compile(r"\b0\d(?:[ .-]?\d{2}){4}\b")
_MAIL = re.compile(r"\S+@\S+\.\S+")
_STREET = re.compile(
    r"\b\d{1,4}\s*(?:bis|ter)?,?\s+(?:rue|avenue|av|boulevard|bd|chemin|impasse|place|allee|quai|route|square)\b", re.IGNORECASE
)
_TITLED = re.compile(r"\b(?:M\.|Mme|Mlle|Monsieur|Madame)\s+([A-ZÀ-Ý][\w’'-]+)")
#: words of a name that are also words of everybody.
_PLAIN = frozenset(["madame", "monsieur", "mme", "mlle", "famille", "une", "des", "les", "pour", "dit", "dite", "aux", "mon", "son"])


def naming(text: str, *, names: Iterable[str]) -> list[str]:
    """The passages that may tell who she is, each once; ``names``: all those by which she and her home are known."""
    words = [word for name in names for word in re.findall(r"[\w’'-]+", name)]
    known = {part for word in words for part in folded(word).split() if len(part) > 2 and part not in _PLAIN}
    found = [word for word in re.findall(r"[\w’'-]+", text) if set(folded(word).split()) & known]
    # a name of two letters is also a word of everybody: it is told as it is written, elsewhere than where a sentence begins
    found += [word for word in words if len(word) == 2 and re.search(rf"(?<=[\w,;)])\s+{re.escape(word)}\b", text)]
    for pattern in (_DATE, _WRITTEN_DATE, _PHONE, _MAIL, _STREET):
        found += [match[0] for match in pattern.finditer(text)]
    found += [match[0] for match in _TITLED.finditer(text)]
    found += [text[one.start : one.end] for one in findings(text) if not one.blocks and str(one.kind) in {"nir", "iban"}]
    return list(dict.fromkeys(found))
