"""What an alert may not say: anything that leads to a person. Pure; tells the kind of what was found, never the passage.

No rule knows every name: the screen says so, and a colleague reads again before anything is sent.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from relais.kernel.guards.finding import Kind
from relais.kernel.guards.folding import Folded
from relais.kernel.guards.reading import findings


class Mark(StrEnum):
    """What leads to somebody."""

    SECRET = "secret"  # noqa: S105  # the name of a kind, not a password
    NIR = "nir"
    ACCOUNT = "account"
    EMAIL = "email"
    NUMBER = "number"
    BIRTH = "birth"
    NAME = "name"


#: a reference, a phone, an identifier: so many digits in one go.
DIGITS: Final = 7
#: years back from which a whole date is rather a birth than a day of work.
OLD: Final = 3

_EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+|[\w.+-]+ ?(?:\(at\)|\[at\]) ?[\w-]+")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/. -](\d{1,2})[/. -]((?:19|20)\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)-(\d{2})-(\d{2})(?!\d)")
_HOUR = re.compile(r"(?<!\d)\d{1,2} ?[h:] ?\d{2}(?!\d)")
_NUMBER = re.compile(rf"(?<!\d)\d(?:[ ./-]{{0,2}}\d){{{DIGITS - 1},}}")
_BORN = re.compile(r"\bnee?(?:\(e\)|\.e)?s? (?:le|en|vers) |\bdate de naissance ?[:=] ?\S")
_TITLE = re.compile(
    r"\b(?:M\.|MM\.|M\b(?=\s+[A-ZÀ-Ý])|Mme|Mmes|Mlle|Mr|Monsieur|Madame|Mademoiselle)[\s\u00a0\u202f]+"
    r"(?:(?:(?:[Dd]e|[Dd]u|[Dd]es|[Ll]e|[Ll]a)\s+|d’|d')*)([A-ZÀ-Ý][\w’'-]*)"
)
#: who is written to without being anybody.
_OFFICES = frozenset({"Monsieur", "Madame", "Directeur", "Directrice", "Maire", "Prefet", "Préfet", "Préfète", "Bonjour"})


def marks(text: str, *, on: date) -> list[Mark]:
    """The kinds of what leads to a person in a text, each once. ``on``: today, which tells an old date."""
    return list(dict.fromkeys([*_guarded(text), *_read(text, on=on)]))


def _guarded(text: str) -> Iterable[Mark]:
    for one in findings(text):
        if one.blocks:
            yield Mark.SECRET
        elif one.kind is Kind.NIR:
            yield Mark.NIR
        elif one.kind is Kind.IBAN:
            yield Mark.ACCOUNT


def _read(text: str, *, on: date) -> Iterable[Mark]:
    folded = Folded(text).text
    if _EMAIL.search(folded):
        yield Mark.EMAIL
    years = [int(found[3] or found[4]) for found in _DATE.finditer(folded)]
    if _BORN.search(folded) or any(year <= on.year - OLD for year in years):
        yield Mark.BIRTH
    if _NUMBER.search(_HOUR.sub(" h ", _DATE.sub(" d ", folded))):
        yield Mark.NUMBER
    if any(found[1] not in _OFFICES for found in _TITLE.finditer(text)):
        yield Mark.NAME
