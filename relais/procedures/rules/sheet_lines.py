"""A sheet made ready to be shown: each sentence with the number of its source, each channel with what one dials or writes to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from relais.law.blockers.catalogue import body_of
from relais.law.clocks.tables import Rule, rules
from relais.law.rights.card import Reference
from relais.law.sheets.sheet import CHANNELS, Age, Channel, Said, Sheet

#: what stands before a sentence in the text to copy.
_DASH = "- "


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. ``number``: rank of its source in the list at the foot of the page, 0 for an advice of practice.

    ``rule``: the clock it rests on, None without, or when the clock is not known here.
    """

    words: str
    number: int
    unverified: bool
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One channel, its fields as in ``Channel``. ``label``: the words of its kind; ``dialled``: the number without spaces."""

    kind: str
    label: str
    line: Line
    form: str
    number: str
    dialled: str
    address: str


@dataclass(frozen=True, slots=True)
class Source:
    """One reference of the foot of the page."""

    number: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a sheet reads."""

    sheet: Sheet
    ways: tuple[Way, ...]
    missing: tuple[str, ...]
    filers: tuple[Line, ...]
    levers: tuple[Line, ...]
    bring: tuple[Line, ...]
    traps: tuple[Line, ...]
    steps: tuple[Line, ...]
    silence: Line | None
    appeals: tuple[Line, ...]
    renewal: Line | None
    sources: tuple[Source, ...]
    old: bool
    expired: bool
    unverified: int

    @property
    def body(self) -> str:
        """The code of its body, by which a missing way is told to it."""
        return body_of(self.sheet.organisme)


def shown(sheet: Sheet, *, age: Age) -> Shown:
    """The sheet in lines. ``age``: what time did to it; ``unverified``: how many of its sentences nobody could check."""
    ranks = {key: rank for rank, (key, _) in enumerate(sheet.references, 1)}

    def line(said: Said) -> Line:
        return Line(said.words, ranks.get(said.source, 0), said.unverified, rules().get(said.rule))

    def several(group: Iterable[Said]) -> tuple[Line, ...]:
        return tuple(line(said) for said in group)

    order = list(CHANNELS)
    ways = sorted(sheet.channels, key=lambda channel: order.index(channel.kind))
    return Shown(
        sheet=sheet,
        ways=tuple(_way(channel, line(channel.said)) for channel in ways),
        missing=tuple(CHANNELS[kind] for kind in sheet.missing),
        filers=several(sheet.filers),
        levers=several(sheet.levers),
        bring=several(sheet.bring),
        traps=several(sheet.traps),
        steps=several(sheet.steps),
        silence=line(sheet.silence) if sheet.silence else None,
        appeals=several(sheet.appeals),
        renewal=line(sheet.renewal) if sheet.renewal else None,
        sources=tuple(Source(ranks[key], reference) for key, reference in sheet.references),
        old=age is Age.OLD,
        expired=age is Age.EXPIRED,
        unverified=sum(said.unverified for said in sheet.statements),
    )


def _way(channel: Channel, line: Line) -> Way:
    dialled = channel.number.replace(" ", "")
    return Way(channel.kind, CHANNELS[channel.kind], line, channel.form, channel.number, dialled, channel.address)


def copied(view: Shown) -> str:
    """The sheet as plain French text, to paste in another tool; no name, no fact of anybody."""
    sheet = view.sheet
    parts = [f"{sheet.title}\n{sheet.summary}", _part("Comment faire", [_way_text(way) for way in view.ways])]
    if not sheet.offline:
        parts.append("Aucun canal non numérique connu.")
    parts += [
        _part(title, [_text(line) for line in lines])
        for title, lines in (
            ("Qui peut faire la demande pour la personne", view.filers),
            ("Appui en droit", view.levers),
            ("Papiers à apporter", view.bring),
            ("Étapes", view.steps),
            ("Pièges", view.traps),
            ("Si l’organisme ne répond pas", (view.silence,) if view.silence else ()),
            ("En cas de refus", view.appeals),
            ("Renouvellement", (view.renewal,) if view.renewal else ()),
        )
    ]
    sources = [f"{source.number}. {source.reference.text}" for source in view.sources]
    checked = f"Fiche vérifiée le {sheet.verified_on:%d/%m/%Y} par {sheet.verified_by}. Seul le courrier reçu fait foi."
    return "\n\n".join(part for part in (*parts, _part("Sources", sources, dash=""), checked) if part)


def _part(title: str, lines: list[str], *, dash: str = _DASH) -> str:
    return "\n".join((title.upper(), *(f"{dash}{line}" for line in lines))) if lines else ""


def _way_text(way: Way) -> str:
    details = [f"cerfa n° {way.form}" if way.form else "", way.number, way.address]
    told = ", ".join(detail for detail in details if detail)
    return f"{way.label}{f' ({told})' if told else ''} : {_text(way.line)}"


def _text(line: Line) -> str:
    marks = [f"source {line.number}" if line.number else "", "à vérifier" if line.unverified else ""]
    told = ", ".join(mark for mark in marks if mark)
    return f"{line.words} [{told}]" if told else line.words
