"""Numbers that check themselves: bank cards (Luhn), NIR, IBAN and RIB (keys modulo 97).

Sources: ISO/IEC 7812-1 (Luhn), ISO 13616 (IBAN); keys of the NIR and of the RIB: complement to 97. A number whose key is wrong is
left alone: most numbers of a file are references of procedures.
"""

import re
from collections.abc import Iterator

from relais.kernel.guards.finding import Kind

#: start, end in the folded text, and the kind.
Span = tuple[int, int, Kind]

_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![a-z0-9])")
_FRENCH_IBAN = re.compile(r"(?<![a-z0-9])fr[ -]?\d{2}(?:[ .-]?[a-z0-9]){23}(?![a-z0-9])")
_NIR = re.compile(r"(?<![\d])[1-478](?:[ .-]?\d){4}[ .-]?\d(?:[ .-]?[\dab])(?:[ .-]?\d){6}[ .-]{0,3}/?[ .-]?\d ?\d(?!\d)")
_LABELLED_NIR = re.compile(
    r"\b(?:nir|n[°o]? ?(?:de )?secu|secu(?:rite sociale)?|n[°o]? ?ss|numero (?:de )?ss|immatriculation)\b[^\d\n]{0,25}"
    r"([1-478](?:[ .-]?\d){4}[ .-]?\d(?:[ .-]?[\dab])(?:[ .-]?\d){6})(?!\d)"
)
_CARD = re.compile(r"(?<![\d.,])\d(?:[ .-]?\d){14,18}(?![\d])")
#: said to be a card: a slip in one figure does not make it public.
_LABELLED_CARD = re.compile(
    r"\b(?:cartes?(?: (?:bleue|bancaire|visa|mastercard|de credit|de paiement))?|cb|visa|mastercard)"
    r"(?: ?(?:n[°o]?|no|numero|num))?\s*[:=]?\s*(\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4})(?!\d)"
)
_SIRET_BEFORE = re.compile(r"(?:siret|siren|imei|tva|rcs)\W{0,12}$")
_RIB = re.compile(r"(?<![a-z0-9])(\d{5})[ .-]?(\d{5})[ .-]?((?:[a-z0-9][ ]?){11})[ .-]?(\d{2})(?![a-z0-9])")
_RIB_LETTERS = {
    letter: str(value) for row, first in (("abcdefghi", 1), ("jklmnopqr", 1), ("stuvwxyz", 2)) for value, letter in enumerate(row, first)
}
#: characters of an IBAN by country: those met in France; another country's only needs its key.
_LENGTHS = {
    "fr": 27,
    "mc": 27,
    "be": 16,
    "de": 22,
    "es": 24,
    "it": 27,
    "pt": 25,
    "lu": 20,
    "ch": 21,
    "nl": 18,
    "gb": 22,
    "ro": 24,
    "pl": 28,
    "bg": 22,
}


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)


def is_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    total = 0
    for rank, char in enumerate(reversed(digits)):
        value = int(char) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Key of ISO 13616 right, and the length of its country when it is a known one."""
    bare = _bare(text)
    if not 15 <= len(bare) <= 34 or _LENGTHS.get(bare[:2], len(bare)) != len(bare):
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1


def is_nir(text: str) -> bool:
    """Fifteen characters whose key is right (Corsica: 2A is counted 19, 2B 18), and a month that exists."""
    bare = _bare(text)
    if len(bare) != 15 or not bare[13:].isdigit():
        return False
    number = bare[:13].replace("a", "0").replace("b", "0") if not bare[:13].isdigit() else bare[:13]
    if not number.isdigit() or (not bare[:13].isdigit() and bare[5:7] not in ("2a", "2b")):
        return False
    less = {"2a": 1_000_000, "2b": 2_000_000}.get(bare[5:7], 0)
    month = int(bare[3:5])
    return 97 - (int(number) - less) % 97 == int(bare[13:]) and (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99)


def is_card(digits: str) -> bool:
    """A number of the lengths and first digits that payment cards have, with its check digit; never a SIRET (14 digits)."""
    length = len(digits)
    fits = (
        (length == 16 and digits[0] in "2456" and len(set(digits)) > 1)
        or (length == 15 and digits[:2] in ("34", "37"))
        or (length == 19 and digits[0] in "56")
    )
    return fits and is_luhn(digits)


def is_rib(bank: str, counter: str, account: str, key: str) -> bool:
    """The key of a French RIB: 97 - (89 b + 15 g + 3 c) mod 97."""
    digits = "".join(_RIB_LETTERS.get(char, char) for char in _bare(account))
    return len(digits) == 11 and digits.isdigit() and 97 - (89 * int(bank) + 15 * int(counter) + 3 * int(digits)) % 97 == int(key)


def spans(text: str) -> Iterator[Span]:
    """Every number of a folded text that checks itself; the first kind that fits takes the passage."""
    taken: list[tuple[int, int]] = []
    for start, end, kind in _candidates(text):
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            yield start, end, kind


def _candidates(text: str) -> Iterator[Span]:
    for pattern in (_FRENCH_IBAN, _IBAN):
        yield from ((*match.span(), Kind.IBAN) for match in pattern.finditer(text) if is_iban(match[0]))
    yield from ((*match.span(), Kind.IBAN) for match in _RIB.finditer(text) if is_rib(*match.groups()))
    yield from ((*match.span(), Kind.NIR) for match in _NIR.finditer(text) if is_nir(match[0]))
    yield from ((*match.span(1), Kind.NIR) for match in _LABELLED_NIR.finditer(text))
    yield from ((*match.span(1), Kind.CARD) for match in _LABELLED_CARD.finditer(text))
    for match in _CARD.finditer(text):
        if is_card(re.sub(r"\D", "", match[0])) and not _SIRET_BEFORE.search(text[max(0, match.start() - 25) : match.start()]):
            yield *match.span(), Kind.CARD
