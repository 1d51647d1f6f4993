"""From a letter and what was told to its words: the subject, the body, the enclosures. Pure; the words are French."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relais.kernel.sentences import FIRM, figure
from relais.law.letters.body import Filling, Items, Paragraph, Printed, as_text, printed, read_body
from relais.law.letters.letter import COMMON, Field, Kind, Letter
from relais.law.situation.days import MONTH_NAMES

#: the last words of every letter, editable as the others.
CLOSING = "Avec mes salutations respectueuses."
#: what a field may hold once understood; a list is the items of a «liste».
Value = str | date | Decimal | bool | tuple[str, ...] | None
Told = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a letter. ``body``: pieces to print, ``enclosures``: what goes with it, item by item."""

    subject: str
    body: tuple[Printed, ...]
    enclosures: tuple[str, ...]

    @property
    def body_text(self) -> str:
        """The body as plain text, to be edited."""
        return as_text(self.body)


def written(letter: Letter, told: Told) -> Written:
    """The letter filled with what was told. A field that may not be empty and is leaves a line to write by hand."""
    told_raw = {code: _raw(value) for code, value in told.items()}
    # an answer to a question that is not asked any more is left out
    wanted = {field.code for field in asked(letter, told_raw)} | COMMON
    raw = {code: value for code, value in told_raw.items() if code in wanted}
    filling: Filling = {field.code: _filling(field, told.get(field.code)) for field in letter.fields} | {
        code: told_raw.get(code) or TO_WRITE for code in COMMON
    }
    subject = printed(read_body(letter.subject), told=raw, filling=filling)
    enclosed = printed(letter.enclosures, told=raw, filling=filling)
    return Written(
        subject=as_text(subject),
        body=(*printed(letter.body, told=raw, filling=filling), Paragraph(CLOSING)),
        enclosures=tuple(item for piece in enclosed if isinstance(piece, Items) for item in piece.items),
    )


def asked(letter: Letter, raw: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields to ask, given the raw answers so far, in order. An answer to a field that is not asked opens no other."""
    found: list[Field] = []
    for field in letter.fields:
        known = {one.code: raw.get(one.code, "") for one in found}
        if field.when is None or field.when.holds(known):
            found.append(field)
    return tuple(found)


def examples(letter: Letter, *, on: date) -> dict[str, Value]:
    """Every field told with its example, the first choice of a choice, this day, one hundred euros: to measure and to show a letter."""
    usual: dict[Kind, Value] = {Kind.DATE: on, Kind.AMOUNT: Decimal(412), Kind.FLAG: True, Kind.ADDRESS: "12 rue des Lilas\n59000 Lille"}
    told: dict[str, Value] = {}
    for field in letter.fields:
        match field.kind:
            case Kind.CHOICE:
                told[field.code] = next(iter(field.choices))
            case Kind.LINES:
                told[field.code] = tuple(line for line in field.example.splitlines() if line.strip())
            case Kind.TEXT | Kind.LONG:
                told[field.code] = field.example
            case _:
                told[field.code] = usual[field.kind]
    return told


def day_words(day: date) -> str:
    """«22 novembre 2026», «1er janvier 2027»: a letter needs no weekday."""
    rank = f"1er{FIRM}" if day.day == 1 else f"{day.day}{FIRM}"
    return f"{rank}{MONTH_NAMES[day.month - 1]} {day.year}"


def amount_words(amount: Decimal) -> str:
    """«1 234 €», «1 234,56 €»."""
    euros, cents = divmod(round(amount * 100), 100)
    return f"{figure(euros)}{f',{cents:02d}' if cents else ''}{FIRM}€"


def _raw(value: Value) -> str:
    """What conditions read: the code of a choice, «oui» for a ticked box, "" for what is not told."""
    match value:
        case None | False | ():
            return ""
        case True:
            return "oui"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)


#: a mandatory answer left empty: a line to write by hand.
TO_WRITE = "……………………"


def _filling(field: Field, value: Value) -> str | tuple[str, ...]:
    match value:
        case tuple():
            return value or (TO_WRITE,)
        case date():
            return day_words(value)
        case Decimal():
            return amount_words(value)
        case str() if value:
            return field.choices.get(value, value)
        case _:
            return TO_WRITE
