"""The sheet of paper of a letter: who writes, to whom, when, what, who signs. Pure; its words are French.

The address stands where an envelope shows it through its window; a longer one grows downwards, in smaller letters, its lines one after
the other: whatever was typed, the addresses stay on the first page and nothing leaves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from relais.law.letters.body import Items, Paragraph, Printed
from relais.law.letters.letter import Letter
from relais.law.letters.writing import day_words

#: what the window of an envelope shows: lines, and letters of eleven points on one of them.
WINDOW_LINES, WINDOW_LETTERS = 6, 38
#: beyond that many lines an address is set as one; beyond that many letters, it or a name is set smaller.
MOST_LINES, MOST_LETTERS = 10, 160
#: who signs under a measure of protection: the judgment says it, the person tells it, nothing here decides it.
PROTECTED: Mapping[str, str] = {
    "avec": "Signature de la curatrice ou du curateur",
    "pour": "Signature de la tutrice ou du tuteur, pour {name}",
}
REGISTERED = "Lettre recommandée avec avis de réception"
#: the sender who is not the person (``terms.sendings.Sender``).
SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the line above the name, "" for the person herself, and the name."""

    title: str
    name: str

    @property
    def dense(self) -> bool:
        """Set smaller."""
        return len(self.title) + len(self.name) > MOST_LETTERS


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the body for a template: a paragraph by its lines, or a list by its items."""

    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """A paragraph whole: its first letter gives its direction."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole sheet, ready to print. ``sender`` and ``recipient``: lines, the first one is a name."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_day: str
    registered: str
    subject: str
    greeting: str
    body: tuple[Piece, ...]
    signatures: tuple[Signature, ...]
    enclosures: tuple[str, ...]

    @property
    def sender_dense(self) -> bool:
        """The address of the sender is set smaller."""
        return _dense(self.sender)

    @property
    def recipient_dense(self) -> bool:
        """That of the service is."""
        return _dense(self.recipient)

    @property
    def beyond_window(self) -> bool:
        """The address is longer than what the window of an envelope shows."""
        return sum(-(-len(line) // WINDOW_LETTERS) for line in self.recipient) > WINDOW_LINES


def paper(*, letter: Letter, told: Mapping[str, object], subject: str, body: tuple[Printed, ...], enclosures: tuple[str, ...]) -> Paper:
    """The sheet of a letter. ``told``: the common answers (``nom``, ``adresse``, ``telephone``, ``destinataire``, ``lieu``, ``le``,
    ``protection``, ``protection_nom``), texts and one date; any may be missing. With ``expediteur`` «service», ``structure`` stands at
    the top and ``signataire`` signs for her.
    """
    name = _text(told, "nom")
    own = (*_address(name), *_address(_text(told, "adresse")), *_address(_text(told, "telephone")))
    day, place = told.get("le"), _text(told, "lieu")
    when = f"le {day_words(day)}" if isinstance(day, date) else ""
    return Paper(
        sender=_address(_text(told, "structure")) if by_service(told) else own,
        recipient=_address(_text(told, "destinataire")),
        place_and_day=", ".join(part for part in (place, when) if part) if place else when.capitalize(),
        registered=REGISTERED if letter.sending == "lrar" else "",
        subject=subject,
        greeting=letter.greeting,
        body=tuple(_piece(one) for one in body),
        signatures=_signatures(told, name, _text(told, "protection"), _text(told, "protection_nom")),
        enclosures=enclosures,
    )


def by_service(told: Mapping[str, object]) -> bool:
    """Whether the service writes, for the person."""
    return told.get("expediteur") == SERVICE


def opening(told: Mapping[str, object]) -> str:
    """What stands before her words in a letter that the service writes; "" in her own."""
    return f"J’écris pour {_text(told, 'nom')}, avec son accord. Voici sa lettre :" if by_service(told) else ""


def _signatures(told: Mapping[str, object], name: str, protection: str, guardian: str) -> tuple[Signature, ...]:
    if by_service(told):
        own: tuple[Signature, ...] = (Signature(f"Pour {name}", _text(told, "signataire")),)
    else:
        own = () if protection == "pour" else (Signature("", name),)
    title = PROTECTED.get(protection, "").format(name=name)
    return (*own, Signature(title, guardian)) if title else own


def _piece(one: Printed) -> Piece:
    match one:
        case Paragraph(text):
            return Piece(lines=tuple(text.split("\n")))
        case Items(items):
            return Piece(items=items)


def _text(told: Mapping[str, object], code: str) -> str:
    value = told.get(code)
    return value.strip() if isinstance(value, str) else ""


def _address(text: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return lines if len(lines) <= MOST_LINES else (", ".join(lines),)


def _dense(lines: tuple[str, ...]) -> bool:
    return len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_LETTERS
