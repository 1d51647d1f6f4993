"""«Ce qui change le délai»: for each fact that a rule looks at, its dates with and without it. Computed, never told. Pure.

A fact that was given is taken away; one that was not is tried: today, else on the first day of the answer from which it can be.
What changes no date is left out. When reception may be more than a month of days, only what a proof of it would change is told: each day
is reckoned, and nothing else says as much.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from relais.kernel.sentences import LongDay, Sentence
from relais.law.clocks.asking import days_of, limited, placed
from relais.law.clocks.counting import OutOfReachError
from relais.law.clocks.engine import Answer, Dated, answer
from relais.law.clocks.given import Given, ImpossibleDatesError, Reception
from relais.law.clocks.holidays import ABROAD, calendar, holidays_of
from relais.law.clocks.tables import Rule

#: how long the last item is waited for in a trial; its words say both days.
_ITEMS: Final = timedelta(days=15)
#: a window of reception beyond which only its proof is tried.
_WIDE: Final = timedelta(days=31)
#: a date that moves off days that do not count moves by less.
_NEAR: Final = timedelta(days=8)
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Shift:
    """One date that the fact moves. ``without``, ``having``: its safe and legal day without the fact and with it, None when it has none."""

    code: str
    words: str
    meaning: str
    without: Days | None
    having: Days | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one fact does. ``told``: it was given, so that the answer already counts with it; else it is a trial."""

    fact: str
    told: bool
    words: Sentence
    shifts: tuple[Shift, ...]


def changes(found: Answer, given: Given, *, on: date) -> tuple[Change, ...]:
    """The facts that move a date of this answer, in the order in which they are asked; none for an expired rule."""
    if found.expired or not found.dates:
        return ()
    trial = _Trial(found, given, on)
    if found.reception.last - found.reception.first > _WIDE:
        return tuple(trial.proof())
    parts = (trial.proof(), trial.items(), trial.days(), trial.stops(), trial.remedies(), trial.places())
    return tuple(change for part in parts for change in part)


def _if(name: str, day: date) -> Sentence:
    match name:
        case "filed":
            return Sentence("Si l’organisme reçoit le recours le {day}", day=LongDay(day))
        case "rectification":
            return Sentence("Si vous demandez la rectification le {day}", day=LongDay(day))
        case "answer":
            return Sentence("Si une réponse écrite arrive le {day}", day=LongDay(day))
        case "silence_reasons":
            return Sentence("Si vous demandez les motifs du refus le {day}", day=LongDay(day))
        case _:
            return Sentence("Si l’organisme reçoit la dernière pièce le {day}", day=LongDay(day))


def _since(name: str, day: date) -> Sentence:
    match name:
        case "filed":
            return Sentence("Le recours reçu par l’organisme le {day}", day=LongDay(day))
        case "rectification":
            return Sentence("La rectification demandée le {day}", day=LongDay(day))
        case "answer":
            return Sentence("La réponse reçue le {day}", day=LongDay(day))
        case "silence_reasons":
            return Sentence("Les motifs demandés le {day}", day=LongDay(day))
        case _:
            return Sentence("La dernière pièce reçue le {day}", day=LongDay(day))


class _Trial:
    """One answer, and the same rule answered with one fact more or less."""

    def __init__(self, found: Answer, given: Given, on: date) -> None:
        self.rule: Rule = found.rule
        self.base = found.dates
        self.given, self.on, self.within = given, on, found.reception

    def _dates(self, within: Reception | None = None, **facts: Any) -> tuple[Dated, ...] | None:  # noqa: ANN401  # fields of Given, each of its own type
        """The dates with other facts; None when they cannot be."""
        where = within or self.within
        try:
            return answer(self.rule, replace(self.given, **facts), within=where, on=self.on).dates
        except (ImpossibleDatesError, OutOfReachError):
            return None

    def _trying(self, fact: str, words: Sentence, **facts: Any) -> Change | None:  # noqa: ANN401  # fields of Given
        """The change of a fact that is not told; None when it cannot be or moves nothing."""
        tried = self._dates(**facts)
        moved = () if tried is None else _shifts(self.base, tried)
        return Change(fact, False, words, moved) if moved else None

    def _without(self, fact: str, words: Sentence, **facts: Any) -> Iterator[Change]:  # noqa: ANN401  # fields of Given
        plain = self._dates(**facts)
        moved = () if plain is None else _shifts(plain, self.base)
        if moved:
            yield Change(fact, True, words, moved)

    def proof(self) -> Iterator[Change]:
        """A proof of the day of reception, when only a window is known: at its first day, and at its last."""
        if self.within.known:
            return
        for day in (self.within.first, self.within.last):
            dates = self._dates(Reception(day, day))
            moved = () if dates is None else _shifts(self.base, dates)
            if moved:
                yield Change("received", False, Sentence("Si une preuve dit une réception le {day}", day=LongDay(day)), moved)

    def items(self) -> Iterator[Change]:
        """Items that the administration asked, and the day the last one came."""
        asked = days_of(self.rule)
        if "complete" not in asked:
            return
        given = self.given
        if given.complete is not None or given.asked is not None:
            words = _since("complete", given.complete) if given.complete else Sentence("Les pièces demandées et pas encore reçues")
            yield from self._without("complete", words, asked=None, asked_until=None, complete=None)
            return
        first = max(self.on, self.within.last)
        if "asked" not in asked:
            yield from _kept(self._trying("complete", _if("complete", first), complete=first))
            return
        last = first + _ITEMS
        words = Sentence(
            "Si des pièces sont demandées le {asked} et que la dernière arrive le {last}", asked=LongDay(first), last=LongDay(last)
        )
        yield from _kept(self._trying("complete", words, asked=first, complete=last))

    def days(self) -> Iterator[Change]:
        """An appeal filed, a correction asked, an answer, the reasons of a refusal."""
        asked = days_of(self.rule)
        for name in asked:
            # an answer answers an appeal, where the rule knows one: it is not tried before
            if name in ("asked", "asked_until", "complete") or (name == "answer" and "filed" in asked and self.given.filed is None):
                continue
            if (told := self.given.day(name)) is not None:
                yield from self._without(name, _since(name, told), **{name: None})
            else:
                tried = (self._trying(name, _if(name, day), **{name: day}) for day in self._ahead())
                yield from _kept(next((change for change in tried if change is not None), None))

    def _ahead(self) -> list[date]:
        """Days on which a trial may be made: today, then the dates of the answer still to come."""
        first = max(self.on, self.within.last)
        return sorted({first, *(dated.legal for dated in self.base if dated.legal > first)})

    def stops(self) -> Iterator[Change]:
        """An act told that stops the time that runs. None is tried: which acts stop which clock is not in the tables."""
        if not limited(self.rule):
            return
        for pause in (*self.given.suspended, *self.given.interrupted):
            words = Sentence("L’arrêt du délai, du {began} au {ended}", began=LongDay(pause.began), ended=LongDay(pause.ended))
            yield from self._without("stop", words, suspended=(), interrupted=())

    def remedies(self) -> Iterator[Change]:
        """A letter that does not say how to appeal."""
        if not limited(self.rule):
            return
        if self.given.remedies_missing:
            words = Sentence("Le courrier qui ne dit pas les recours")
            yield from self._without("remedies_missing", words, remedies_missing=False)
        else:
            words = Sentence("Si le courrier ne dit pas les recours possibles")
            yield from _kept(self._trying("remedies_missing", words, remedies_missing=True))

    def places(self) -> Iterator[Change]:
        """Each other place where the dates would differ; places that answer alike are said together."""
        if not placed(self.rule):
            return
        alike: dict[tuple[Dated, ...], list[str]] = {}
        for zone, name in calendar().zones.items():
            dates = self._dates(zone=zone) if zone != self.given.zone and self._may_differ(zone) else None
            if dates is not None and (_shifts(self.base, dates)):
                alike.setdefault(dates, []).append(name)
        for dates, names in alike.items():
            words = Sentence("Si la personne habite ici\u00a0: {places}", places=tuple(names))
            yield Change("zone", False, words, _shifts(self.base, dates))

    def _may_differ(self, zone: str) -> bool:
        """Whether a place may give other dates: time of distance, days counted one by one, or a holiday that it alone has, or alone lacks,
        near a date. Spares nine answers out of ten: most holidays are those of everywhere."""
        steps = self.rule.steps
        if ABROAD in (zone, self.given.zone) and any(step.distance is not None for step in steps):
            return True
        if any(step.span.unit.endswith("_days") for step in steps):
            return True
        return any(
            any(dated.safe - _NEAR <= day <= dated.legal + _NEAR for dated in self.base)
            for year in {day.year for dated in self.base for day in (dated.safe - _NEAR, dated.legal + _NEAR)}
            for certain in (False, True)
            for day in _apart(zone, self.given.zone, year, certain)
        )


@cache
def _apart(one: str, other: str, year: int, certain: bool) -> frozenset[date]:
    """The holidays of a year that only one of two places has."""
    return frozenset(holidays_of(year, one, certain_only=certain).keys() ^ holidays_of(year, other, certain_only=certain).keys())


def _kept(change: Change | None) -> Iterator[Change]:
    if change is not None:
        yield change


def _shifts(without: tuple[Dated, ...], having: tuple[Dated, ...]) -> tuple[Shift, ...]:
    """The dates that differ, those with the fact first, then those that only stood without it."""
    before, after = ({dated.code: dated for dated in dates} for dates in (without, having))
    moved = []
    for code in (*after, *(code for code in before if code not in after)):
        old, new = before.get(code), after.get(code)
        days = [None if dated is None else (dated.safe, dated.legal) for dated in (old, new)]
        shown = new or old
        if days[0] != days[1] and shown is not None:
            moved.append(Shift(code, shown.words, shown.meaning, days[0], days[1]))
    return tuple(moved)
