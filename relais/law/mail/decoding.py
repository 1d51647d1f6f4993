"""From a type of letter and what was told, the answer: its clocks, the days printed in it, what comes first. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from relais.law.clocks.engine import Answer, Dated, answer
from relais.law.clocks.given import Given, Reception, reception
from relais.law.clocks.holidays import METROPOLE
from relais.law.clocks.notes import notes
from relais.law.clocks.tables import rules
from relais.law.letters.letter import Kind, Letter
from relais.law.mail.mail import FACTS, RECEIVED, WRITTEN, Mail, Reply

#: source of a day that the letter itself gives.
PRINTED = "Date écrite dans la lettre"


@dataclass(frozen=True, slots=True)
class Told:
    """What was told. ``received``: None when unknown; ``written``: date of the letter, or of the sending.

    ``days``: fact → day, for the facts of ``FACTS`` that are days. ``remedies``: whether the letter tells how to appeal, None: unknown.
    """

    received: date | None = None
    written: date | None = None
    amount: Decimal | None = None
    number: str = ""
    remedies: bool | None = None
    zone: str = METROPOLE
    days: Mapping[str, date] | None = None

    def day(self, fact: str) -> date | None:
        """The day of a fact, None when it was not told."""
        return (self.days or {}).get(fact)

    def of(self, word: str) -> date | Decimal | str | None:
        """What was told under the word of the files: ``recu``, ``ecrit``, ``montant``, ``numero``, or a day."""
        told = {RECEIVED: self.received, WRITTEN: self.written, "montant": self.amount, "numero": self.number}
        return told[word] if word in told else self.day(word)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of the letter with the sentences that go with it."""

    found: Answer
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Decoded:
    """The answer. ``printed``: the days that the letter itself gives."""

    mail: Mail
    told: Told
    within: Reception | None
    clocks: tuple[Clock, ...]
    printed: tuple[Dated, ...]
    today: date

    @cached_property
    def next(self) -> Dated | None:
        """The first day to keep: the nearest limit whose legal day is not over."""
        ahead = [dated for dated in self._limits if dated.legal >= self.today]
        return min(ahead, key=lambda dated: (dated.safe, dated.legal), default=None)

    @cached_property
    def awaited(self) -> Dated | None:
        """The next day on which silence decides, yes or no."""
        dates = [dated for clock in self.clocks for dated in clock.found.dates if dated.meaning in ("acceptation", "refus")]
        return min((dated for dated in dates if dated.legal >= self.today), key=lambda dated: dated.legal, default=None)

    @property
    def over(self) -> tuple[Dated, ...]:
        """The limits that are over."""
        return tuple(dated for dated in self._limits if dated.legal < self.today)

    @property
    def _limits(self) -> list[Dated]:
        """The limits of acts; the cap of a year when remedies are missing is drawn, and never the day to keep."""
        dates = [*self.printed, *(dated for clock in self.clocks for dated in clock.found.dates)]
        return [dated for dated in dates if dated.meaning == "limite" and dated.code != "delai_raisonnable"]


def decoded(mail: Mail, told: Told, *, on: date) -> Decoded:
    """The answer on that day. ImpossibleDatesError when the days contradict each other, or when none starts a clock that needs one."""
    within = _within(mail, told)
    clocks = () if within is None else tuple(_clock(code, told, within, on, mail) for code in mail.clocks)
    return Decoded(mail, told, within, clocks, _printed(mail, told), on)


def _within(mail: Mail, told: Told) -> Reception | None:
    if not mail.clocks and told.received is None and told.written is None:
        return None
    return reception(received=told.received, posted=told.written)


def _clock(code: str, told: Told, within: Reception, on: date, mail: Mail) -> Clock:
    rule = rules()[code]
    given = Given(
        within.first,
        posted=told.written if mail.start.letter else None,
        complete=told.day("complet"),
        asked=told.day("pieces_demandees"),
        asked_until=told.day("pieces_avant"),
        rectification=told.day("rectification"),
        zone=told.zone,
        remedies_missing=told.remedies is False,
    )
    found = answer(rule, given, within=within, on=on)
    return Clock(found, notes(found, given))


def _printed(mail: Mail, told: Told) -> tuple[Dated, ...]:
    found = []
    for asked in mail.asked:
        day = told.day(asked.fact)
        if FACTS[asked.fact].printed and day is not None:
            words = "Jour de l’audience" if asked.fact == "audience" else "Dernier jour d’après la lettre"
            found.append(Dated(asked.fact, day, day, "limite", words, PRINTED, day, (day, day), None))
    return tuple(found)


_DAYS = (RECEIVED, WRITTEN)
#: what a letter to send may ask → what was told of the letter received.
_CARRIED = {
    "recue_le": RECEIVED, "recu_le": RECEIVED, "decision_du": WRITTEN, "courrier_du": WRITTEN, "contrainte_du": WRITTEN,
    "montant": "montant", "numero": "numero", "reference": "numero",
}  # fmt: skip


def carried(reply: Reply, letter: Letter, mail: Mail, told: Told) -> dict[str, str | date | Decimal]:
    """The answers of the letter to send that are known already, by the code of its field: those of the reply, then those told."""
    found: dict[str, str | date | Decimal] = dict(reply.answers)
    for one in letter.fields:
        word = reply.takes.get(one.code) or _CARRIED.get(one.code, "")
        if not word or one.kind is Kind.CHOICE or (one.code not in reply.takes and word in _DAYS and not mail.start.letter):
            continue
        value = told.of(word)
        if value:
            found[one.code] = value
    return found
