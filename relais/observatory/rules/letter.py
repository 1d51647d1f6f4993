"""The letter of an alert: one page, in French, nobody named. What was met, the harm, the law, the fix asked, until when. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from relais.kernel.sentences import FIRM, LongDay, figure
from relais.observatory.rules.life import ASKED

OUTRO: Final = "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées."
NOBODY: Final = "Cette lettre ne porte aucune donnée sur une personne. Les situations sont comptées, jamais décrites."
#: what stands above what is asked, for the body and in a copy.
ASKS: Final = "Ce que nous vous demandons"
ASKS_OF_THE_BODY: Final = "Ce que nous demandons à l’organisme"
#: characters from which the letter is set smaller.
LONG: Final = 1300


@dataclass(frozen=True, slots=True)
class Seen:
    """One time the trouble was met. ``device``, ``browser``, ``harm``: in words, "" for none."""

    day: date
    people: int
    harm: str
    hour: int | None = None
    device: str = ""
    browser: str = ""
    times: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an alert says, in words. ``body``: the body; ``service``: its téléservice or line; ``trouble``: the blocker of the taxonomy."""

    house: str
    recipient: str
    address: str
    body: str
    service: str
    step: str
    trouble: str
    fix: str
    message: str = ""
    unfit: str = ""
    meanwhile: str = ""
    levers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter, ready for the page and for the PDF. ``facts``: term and words, in order; ``on``: its day, ISO; ``asks``: what stands
    above what is asked; ``copies``: to whom else it goes."""

    sender: str
    recipient: str
    address: tuple[str, ...]
    on: str
    subject: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    levers: tuple[str, ...]
    until: str
    signature: str
    outro: str = OUTRO
    nobody: str = NOBODY
    asks: str = ASKS
    copies: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """Its day in words."""
        return str(LongDay(date.fromisoformat(self.on)))

    @property
    def is_long(self) -> bool:
        """Whether it asks for smaller letters, to hold on its one page."""
        facts = (words for _term, words in self.facts)
        told = (*facts, *self.asked, *self.levers, *self.address, *self.copies, self.recipient, self.opening)
        return sum(map(len, told)) > LONG

    def kept(self) -> dict[str, Any]:
        """As plain values, to be kept as it went."""
        return asdict(self)


def again(kept: Mapping[str, Any]) -> Letter:
    """The letter that was kept."""
    plain = dict(kept)
    plain["facts"] = tuple((term, words) for term, words in plain["facts"])
    for name in ("address", "asked", "levers", "copies"):
        plain[name] = tuple(plain.get(name, ()))
    return Letter(**plain)


def letter(told: Told, seen: Sequence[Seen], *, on: date) -> Letter:
    """The letter of a day. ``seen``: at least one."""
    return Letter(
        sender=told.house,
        recipient=told.recipient,
        address=_lines(told.address),
        on=on.isoformat(),
        subject=f"dysfonctionnement de «{FIRM}{told.service}{FIRM}»",
        opening=(
            f"Nous accompagnons des personnes dans leurs démarches auprès de vos services. Nous vous signalons un blocage que nous avons "
            f"rencontré {_period(seen)}. Il empêche d’aller au bout d’une demande."
        ),
        facts=_facts(told, seen),
        asked=tuple(words for words in (told.fix, told.meanwhile and f"En attendant{FIRM}: {_small(told.meanwhile)}") if words),
        levers=told.levers,
        until=f"Merci de nous répondre par écrit avant le {LongDay(on + ASKED)}, en disant ce qui est corrigé et quand.",
        signature=f"{told.house}{FIRM}: nom, qualité et signature",
        copies=told.copies,
    )


def copy(first: Letter, *, to: str, address: str) -> Letter:
    """The same letter for somebody else, told of it. ``to``: who, in words; ``address``: lines."""
    plain = first.kept() | {
        "recipient": to,
        "address": _lines(address),
        "subject": f"copie pour information — {first.subject}",
        "opening": (
            f"Nous vous adressons copie, pour information, du signalement que nous faisons à{FIRM}: {first.recipient}. Il porte sur un "
            f"blocage que rencontrent des personnes que nous accompagnons."
        ),
        "until": "Merci de nous dire par écrit ce que vous pouvez faire pour que ce service réponde.",
        "asks": ASKS_OF_THE_BODY,
        "copies": (),
    }
    return again(plain)


def reminder(first: Letter, *, sent: date, seen: Sequence[Seen], on: date) -> Letter:
    """The letter sent again, with its day and what was met since. ``seen``: since it went, none when nothing was."""
    since = f" Depuis, il a été rencontré {_times(seen)} de plus." if seen else ""
    plain = first.kept() | {
        "on": on.isoformat(),
        "subject": f"relance — {first.subject}",
        "opening": f"Nous vous avons écrit le {LongDay(sent)} au sujet du blocage rappelé ici. Nous n’avons pas reçu de réponse.{since}",
        "until": (
            f"Merci de nous répondre par écrit avant le {LongDay(on + ASKED)}. Sans réponse, nous en informerons la déléguée ou le délégué "
            f"du Défenseur des droits."
        ),
    }
    return again(plain)


def _facts(told: Told, seen: Sequence[Seen]) -> tuple[tuple[str, str], ...]:
    minutes, times = sum(one.minutes or 0 for one in seen), sum(one.times or 0 for one in seen)
    lost = f"{figure(minutes)} minutes de travail perdues" if minutes else ""
    cost = ", ".join(words for words in (_many(times, "essai"), lost) if words)
    rows = (
        ("Service", f"{told.body} — {told.service}" if told.service != told.body else told.body),
        ("Étape", told.step),
        ("Ce qui bloque", told.trouble),
        ("Message affiché", f"«{FIRM}{told.message}{FIRM}»" if told.message else ""),
        ("Situation que le service ne prévoit pas", told.unfit),
        ("Nombre de situations", _times(seen)),
        ("Quand", _period(seen, hours=True)),
        ("Appareil et navigateur", _machines(seen)),
        ("Essais et temps perdu", cost),
        ("Conséquence pour les personnes", _harms(seen)),
    )
    return tuple((term, words) for term, words in rows if words)


def _times(seen: Sequence[Seen]) -> str:
    return _many(sum(one.people for one in seen), "situation")


def _many(number: int, word: str) -> str:
    return f"{figure(number)} {word}{'s' if number > 1 else ''}" if number else ""


def _period(seen: Sequence[Seen], *, hours: bool = False) -> str:
    first, last = min(one.day for one in seen), max(one.day for one in seen)
    told = f"le {LongDay(first)}" if first == last else f"du {LongDay(first)} au {LongDay(last)}"
    at = sorted({one.hour for one in seen if one.hour is not None})
    if not hours or not at:
        return told
    around = [f"{hour}{FIRM}h" for hour in at]
    return f"{told}, vers {' et '.join(around)}" if len(at) < 3 else f"{told}, entre {around[0]} et {around[-1]}"


def _machines(seen: Sequence[Seen]) -> str:
    told = Counter(", ".join(words for words in (one.device, one.browser) if words) for one in seen)
    return f"{FIRM}; ".join(words for words in sorted(told) if words)


def _harms(seen: Sequence[Seen]) -> str:
    told: Counter[str] = Counter()
    for one in seen:
        told[one.harm] += one.people
    ordered = sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{FIRM}; ".join(f"{_small(words)} ({number})" for words, number in ordered)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for line in (part.strip() for part in words.splitlines()) if line)
