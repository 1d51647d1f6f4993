"""The answer about a letter received, ready to be shown and copied: sentences with their source, lines of time, replies. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relais.law.clocks.shape import in_order
from relais.law.clocks.tables import Rule, rules
from relais.law.clocks.wording import day_words
from relais.law.letters.letter import Letter
from relais.law.mail.decoding import Decoded, carried
from relais.law.mail.mail import Contact, Mail
from relais.law.sheets.sheet import Age, Said
from relais.procedures.rules.sheet_lines import Line, Source
from relais.procedures.rules.timeline import Timeline, timeline

#: what a mediation does to the clocks, by ``Rule.effect``.
EFFECTS: Mapping[str, str] = {
    "suspend": "Elle suspend le délai, à partir du jour où votre demande est jugée recevable.",
    "interrupt": "Elle arrête le délai du tribunal, qui repart en entier à la fin.",
    "none": "Elle n’arrête aucun délai : envoyez aussi votre recours.",
}


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call. ``dialled``: the number without spaces."""

    who: str
    line: Line
    number: str
    dialled: str
    lever: Line | None


@dataclass(frozen=True, slots=True)
class ToSend:
    """A letter to send, with the answers that are known already: name of the box → what is typed in it."""

    letter: Letter
    purpose: str
    boxes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A type made ready: its sentences in lines."""

    mail: Mail
    look: tuple[Line, ...]
    urgent: Line | None
    meaning: tuple[Line, ...]
    month: tuple[Line, ...]
    no_clock: Line | None
    first: tuple[Line, ...]
    calls: tuple[Call, ...]
    avoid: tuple[Line, ...]
    sources: tuple[Source, ...]
    unverified: int
    old: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One clock: its line of time, None when it holds no date; the rule, None for the days printed in the letter alone."""

    line: Timeline | None
    rule: Rule | None
    notes: tuple[str, ...]


def told(mail: Mail, *, age: Age) -> Told:
    """The type in lines. ``age``: what time did to it; ``unverified``: how many of its sentences nobody could check."""
    ranks = {key: rank for rank, (key, _) in enumerate(mail.references, 1)}

    def line(said: Said) -> Line:
        return Line(said.words, ranks.get(said.source, 0), said.unverified)

    def several(group: Iterable[Said]) -> tuple[Line, ...]:
        return tuple(line(said) for said in group)

    def call(contact: Contact) -> Call:
        number, lever = contact.number, contact.lever
        return Call(contact.who, line(contact.said), number, number.replace(" ", ""), line(lever) if lever else None)

    return Told(
        mail=mail,
        look=several(mail.look),
        urgent=line(mail.urgent) if mail.urgent else None,
        meaning=several(mail.meaning),
        month=several(mail.month),
        no_clock=line(mail.no_clock) if mail.no_clock else None,
        first=several(mail.first),
        calls=tuple(call(contact) for contact in mail.contacts),
        avoid=several(mail.avoid),
        sources=tuple(Source(ranks[key], reference) for key, reference in mail.references),
        unverified=sum(said.unverified for said in mail.statements),
        old=age is Age.OLD,
        expired=age is Age.EXPIRED,
    )


def drawn(found: Decoded) -> tuple[Drawn, ...]:
    """The clocks of the letter; the days printed in it stand on the first line of time, and no note is said twice."""
    today, printed = found.today, found.printed
    lines: list[Drawn] = []
    noted: set[str] = set()
    for clock in found.clocks:
        dates = (*clock.found.dates, *(printed if not lines else ()))
        start = timeline(clock.found, today=today)
        line = timeline(dates, today=today, start=(start.first, start.last)) if dates else None
        lines.append(Drawn(line, clock.found.rule, tuple(note for note in clock.notes if note not in noted)))
        noted.update(clock.notes)
    if not lines and printed:
        first = found.within.first if found.within else today
        lines.append(Drawn(timeline(printed, today=today, start=(first, found.within.last if found.within else today)), None, ()))
    return tuple(lines)


def to_send(found: Decoded, letters: Mapping[str, Letter], *, prefix: str) -> tuple[ToSend, ...]:
    """The letters to send that this instance has; ``prefix``: what stands before the code of a field in their form."""
    return tuple(
        ToSend(known, reply.purpose, tuple((prefix + code, _typed(value)) for code, value in answers.items()))
        for reply in found.mail.replies
        if (known := letters.get(reply.letter)) is not None
        for answers in [carried(reply, known, found.mail, found.told)]
    )


def mediation(mail: Mail) -> tuple[Rule, str] | None:
    """The mediation of that service and what it does to the clocks, None when none is known."""
    rule = rules().get(mail.mediation)
    return (rule, EFFECTS[rule.effect]) if rule is not None and rule.effect in EFFECTS else None


def _typed(value: str | date | Decimal) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


def copied(view: Told, found: Decoded) -> str:
    """The answer as plain French text, to paste in another tool: dates, acts, sources; neither name nor number of anybody."""
    mail = found.mail
    dates = [dated for clock in drawn(found) if clock.line for dated in in_order(point.dated for point in clock.line.points)]
    notes = list(dict.fromkeys(note for clock in found.clocks for note in clock.notes))
    parts = (
        (mail.title, [mail.name]),
        ("À savoir d’abord", [view.urgent.words] if view.urgent else []),
        ("Ce que cela veut dire", _words(view.meaning)),
        ("Ce qui change ce mois-ci", _words(view.month)),
        ("Dates", [_date_text(dated.safe, dated.legal, dated.words, dated.source) for dated in dates]),
        ("À savoir sur ces dates", notes or _words((view.no_clock,) if view.no_clock else ())),
        ("À faire d’abord", _words(view.first)),
        ("Qui appeler", [f"{call.who}{f' ({call.number})' if call.number else ''} : {call.line.words}" for call in view.calls]),
        ("À ne pas faire", _words(view.avoid)),
        ("Sources", [source.reference.text for source in view.sources]),
    )
    checked = f"Vérifié le {mail.verified_on:%d/%m/%Y} par {mail.verified_by}. Seul le courrier reçu fait foi."
    return "\n\n".join(["\n".join([title.upper(), *(f"- {line}" for line in lines)]) for title, lines in parts if lines] + [checked])


def _words(lines: Iterable[Line]) -> list[str]:
    return [f"{line.words}{' [à vérifier]' if line.unverified else ''}" for line in lines]


def _date_text(safe: date, legal: date, words: str, source: str) -> str:
    when = day_words(legal) if safe == legal else f"{day_words(safe)} (date sûre), {day_words(legal)} (date légale)"
    return f"{when} : {words} ({source})."
