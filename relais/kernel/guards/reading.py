"""Reads a text, or one cell of a table, and tells what a guard found; masks it when asked."""

import re
from collections.abc import Iterable, Iterator

from relais.kernel.guards import numbers, rarer, secrets, sensitive, vocabulary
from relais.kernel.guards.finding import Finding, Kind, Severity
from relais.kernel.guards.folding import Folded
from relais.kernel.guards.numbers import Span

#: characters looked at in one go; a longer text is read by pieces that overlap.
_PIECE = 100_000
_OVERLAP = 500
_PASSWORD_HEADER = re.compile(
    rf"\b(?:{vocabulary.PASSWORD}s?|{vocabulary.PASS}|codes? (?:de |d'|du |de la |des )?{vocabulary.SECRET_CODE}|pin|puk|cvv|digits?)\b"
)
_CODE_HEADER = re.compile(r"^codes?$|\bcode (?:secret|pin|confidentiel|personnel)|^pin$")
_PUBLIC_HEADER = re.compile(rf"\bcodes? (?:{vocabulary.PUBLIC_CODE})\b")
_ASKS_ONLY = re.compile(r"\?|\b(?:oublie\w*|perdu\w*|connu\w*|date|change\w*|demande\w*|probleme\w*|nombre|oui|non)\b")


def findings(text: str) -> list[Finding]:
    """What is in the text, in order; no passage twice, a secret before what is only sensitive."""
    found: list[Finding] = []
    for start in range(0, max(1, len(text)), _PIECE):
        found += _piece(text, start, min(len(text), start + _PIECE + _OVERLAP))
    return _settled(found)


def blocking(text: str) -> list[Finding]:
    """Only what stops a save."""
    return [one for one in findings(text) if one.blocks]


def cell_findings(text: str, *, header: str) -> list[Finding]:
    """The same for one cell of a table, where the header of its column (or the label beside it) may say that it is a secret."""
    found = findings(text)
    kind = _kind_of_header(header)
    if kind is None or not _is_value(text):
        return found
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    whole = Finding(1, start, end, kind, Severity.BLOCK)
    return _settled([whole, *(one for one in found if one.blocks)])


def masked(text: str, found: Iterable[Finding] | None = None) -> str:
    """The text with each blocking passage replaced by ``MASK``; what comes out has none left."""
    for _round in range(20):
        stops = blocking(text) if found is None else [one for one in found if one.blocks]
        if not stops:
            return text
        for one in sorted(stops, key=lambda finding: finding.start, reverse=True):
            text = f"{text[: one.start]}{secrets.MASK}{text[one.end :]}"
        found = None
    return secrets.MASK  # masking uncovered a new passage twenty times: the whole gives way rather than one secret


def _piece(text: str, first: int, last: int) -> Iterator[Finding]:
    part = text[first:last]
    folded = Folded(part)
    typed = "".join(part[folded.origin(index)] for index in range(len(folded.text)))
    for start, end, kind in _spans(folded.text, typed):
        begin = first + folded.origin(start)
        finish = first + (folded.origin(end - 1) + 1 if end > start else folded.origin(end))
        yield Finding(text.count("\n", 0, begin) + 1, begin, finish, kind, kind.severity)


def _spans(text: str, typed: str) -> Iterator[Span]:
    yield from numbers.spans(text)
    yield from secrets.spans(text, typed)
    yield from rarer.spans(text, typed)
    yield from sensitive.spans(text)


def _settled(found: Iterable[Finding]) -> list[Finding]:
    """Where passages overlap the one that blocks stays, then the longest."""
    kept: list[Finding] = []
    for one in sorted(set(found), key=lambda finding: (not finding.blocks, finding.start - finding.end, finding.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda finding: finding.start)


def _kind_of_header(header: str) -> Kind | None:
    said = Folded(header).text.strip().replace("_", " ")
    if not said or len(said) > 60 or _PUBLIC_HEADER.search(said) or _ASKS_ONLY.search(said):
        return None
    if _CODE_HEADER.search(said):
        return Kind.CODE
    return Kind.PASSWORD if _PASSWORD_HEADER.search(said) else None


def _is_value(text: str) -> bool:
    """A cell that holds something else than «oui», «oublié», «à changer»."""
    said = Folded(text).text.strip()
    if len(said) < 3 or secrets.MASK[1:-1] in text or said.strip("x*.-_?") == "":
        return False
    told = re.findall(r"[\w-]+'?", said)
    plain = sum(word in vocabulary.ABSENT for word in told)
    return not plain or (len(told) <= 2 and plain < len(told) and bool(re.search(r"\d", said)))
