"""One rule, the days given, one answer: the dates that follow, each with its safe day, its legal day and its source.

Pure. The legal day is the last one that the text gives; the safe day is the one to keep when a reading is unsure (délai franc, holiday
of some communes, a week-end that may not count): it is never after the legal day. An unknown reception answers each date by the first
safe day and the last legal day of all the days that reception may have been.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from relais.kernel.sentences import LongDay, Sentence
from relais.law.clocks.counting import end_of_month, first_working, last_working, plus_months, start_of_next_month
from relais.law.clocks.given import Given, ImpossibleDatesError, Pause, Reception, check
from relais.law.clocks.holidays import ABROAD
from relais.law.clocks.sources import sources
from relais.law.clocks.tables import GIVEN, Rule, Step

#: months added for who lives abroad (CJA R.421-7, CPC 643).
_DISTANCE_MONTHS: Final = 2
#: the cap of a time that cannot be held against the person, before administrative courts (CE n° 389842 and n° 417270).
_REASONABLE_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of an answer. ``counted``: the last day as it falls, before any move. ``began``: the days it was counted from, safe
    then legal (the same when one is sure)."""

    code: str
    safe: date
    legal: date
    meaning: str
    words: str
    source: str
    counted: date
    began: tuple[date, date]
    step: Step | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The dates of a rule for one day of reception. ``start``: the day its clock really starts. ``overtaken``: steps that an answer
    received in time keeps from happening. ``idle``: days given that change nothing to this rule."""

    rule: Rule
    given: Given
    start: date
    dates: tuple[Dated, ...]
    overtaken: frozenset[str]
    idle: frozenset[str]


@dataclass(slots=True)
class _Progress:
    """What is known while the steps of a rule are read in their order."""

    given: Given
    reached: dict[str, Dated] = field(default_factory=dict)
    overtaken: set[str] = field(default_factory=set)
    answer_late: bool = False

    def began(self, step: Step) -> tuple[date, date] | None:
        """The safe and the legal day from which a step counts; None when it does not start."""
        if (earlier := self.reached.get(step.origin)) is not None:
            return earlier.safe, earlier.legal
        day = self.given.day(step.origin) if step.origin in GIVEN else None
        if day is None:
            return None
        if step.completion == "restart" and self.given.complete is not None:
            day = max(day, self.given.complete)
        return day, day


def _rectified(now: _Progress) -> bool:
    asked, limit = now.given.rectification, now.reached.get("droit_rectification")
    return asked is not None and limit is not None and asked <= limit.legal


def _rectified_late(now: _Progress) -> bool:
    asked, appeal = now.given.rectification, now.reached.get("cra")
    return asked is not None and not _rectified(now) and appeal is not None and asked <= appeal.legal


def _answered(now: _Progress) -> bool:
    return now.given.answer is not None and not now.answer_late


_HOLDS: Final[Mapping[str, Callable[[_Progress], bool]]] = {
    "filed": lambda now: now.given.filed is not None,
    "answered": _answered,
    "answered_late": lambda now: now.answer_late,
    "rectified": _rectified,
    "rectified_late": _rectified_late,
    "reasons_given": lambda now: now.given.silence_reasons is not None and now.answer_late,
    "reasons_not_given": lambda now: now.given.silence_reasons is not None and not now.answer_late,
}


def reckon(rule: Rule, given: Given) -> Reckoning:
    """The dates of a rule for one day of reception; ImpossibleDatesError when the days given contradict each other."""
    check(given)
    now = _Progress(given)
    for step in rule.steps:
        _take(step, now)
    _check_reasons(now)
    first = now.began(rule.steps[0]) if rule.steps else None
    dates = (*now.reached.values(), *_reasonable(rule, now))
    return Reckoning(rule, given, first[0] if first else given.received, dates, frozenset(now.overtaken), _idle(rule, given))


def _take(step: Step, now: _Progress) -> None:
    """Read one step: keep its date, or note that an answer came first."""
    if not all(_HOLDS[condition](now) for condition in step.when):
        return
    began = now.began(step)
    if began is None:
        return
    if step.not_after and ((until := now.reached.get(step.not_after)) is None or began[0] > until.legal):
        return
    dated = _dated(step, began, now.given)
    first = now.given.day(step.yields_to) if step.yields_to else None
    if first is not None and first <= dated.legal:
        now.overtaken.add(step.code)
        now.reached.pop(step.code, None)
        return
    now.answer_late = now.answer_late or (first is not None and step.yields_to == "answer")
    now.reached[step.code] = dated


def _check_reasons(now: _Progress) -> None:
    refusal = next((dated for dated in now.reached.values() if dated.meaning == "refus"), None)
    asked = now.given.silence_reasons
    if asked is not None and refusal is not None and asked < refusal.safe:
        told = Sentence(
            "les motifs se demandent quand le refus par silence existe, le {refused}, pas le {asked}",
            refused=LongDay(refusal.safe),
            asked=LongDay(asked),
        )
        raise ImpossibleDatesError(told, "silence_reasons")


def _dated(step: Step, began: tuple[date, date], given: Given) -> Dated:
    legal = _last_day(step, began[1], given, safe=False)
    safe = min(_last_day(step, began[0], given, safe=True), legal)
    counted = _rounded(step, step.span.after(began[1], given.zone))
    return Dated(step.code, safe, legal, step.meaning, step.words, step.source.said, counted, began, step)


def _last_day(step: Step, began: date, given: Given, *, safe: bool) -> date:
    """The last day of a step counted from ``began``, pauses of the clock included when it is a limit."""
    if step.completion == "suspend":
        return _kept_open(step, began, given, safe=safe)
    if step.meaning != "limite":
        return _finish(step, began, given, safe=safe)
    for pause in sorted(given.interrupted, key=lambda one: one.began):
        if began <= pause.began <= _finish(step, began, given, safe=safe):
            began = pause.ended
    return _suspended(step, began, given, given.suspended, safe=safe)


def _suspended(step: Step, began: date, given: Given, pauses: Iterable[Pause], *, safe: bool) -> date:
    """The last day when the clock stands still during these pauses; days that two pauses share count once."""
    lost, reached_to = timedelta(0), began
    for pause in sorted(pauses, key=lambda one: (one.began, one.ended)):
        if pause.began <= _finish(step, began, given, safe=safe, later=lost) and pause.ended > reached_to:
            lost += pause.ended - max(pause.began, reached_to)
            reached_to = pause.ended
    return _finish(step, began, given, safe=safe, later=lost)


def _kept_open(step: Step, began: date, given: Given, *, safe: bool) -> date:
    """A silence that a request for missing items suspends until they are received or their time is over (CRPA L.114-5).

    When the day of that request is not known, the safe day takes no suspension and the legal day the longest: all counted again from
    completion.
    """
    if given.asked is not None:
        ends = [day for day in (given.complete, given.asked_until) if day is not None]
        if ends:
            return _suspended(step, began, given, [Pause(given.asked, min(ends))], safe=safe)
    elif given.complete is not None and not safe:
        return max(_finish(step, began, given, safe=safe), _finish(step, given.complete, given, safe=safe))
    return _finish(step, began, given, safe=safe)


def _rounded(step: Step, day: date) -> date:
    if step.rounding == "month_end":
        return end_of_month(day)
    return start_of_next_month(day) if step.rounding == "next_month" else day


def _finish(step: Step, began: date, given: Given, *, safe: bool, later: timedelta = timedelta(0)) -> date:
    """The span, ``later`` days lost to pauses, the day of a délai franc, then the move off a day that does not count."""
    if step.distance is not None and given.zone == ABROAD and not safe:
        began = plus_months(began, _DISTANCE_MONTHS)
    day = _rounded(step, step.span.after(began, given.zone)) + later
    if step.franc and not safe:
        day += timedelta(days=1)
    if step.moves == "yes":
        return first_working(day, given.zone, certain_only=safe)
    if step.moves == "unsure":
        return last_working(day, given.zone) if safe else first_working(day, given.zone)
    return last_working(day, given.zone) if step.moves == "before" and safe else day


def _reasonable(rule: Rule, now: _Progress) -> list[Dated]:
    """The one-year cap, when the notice told no remedies and an administrative court will judge."""
    limit = next((dated for dated in now.reached.values() if dated.meaning == "limite"), None)
    if not now.given.remedies_missing or limit is None or rule.judge not in ("administratif", "selon"):
        return []
    last = plus_months(limit.began[1], _REASONABLE_MONTHS)
    source = sources()["ce-417270" if rule.family == "silence" else "ce-389842"]
    words = Sentence("Au-delà, même si le courrier ne disait pas les recours, le juge administratif refuse en principe")
    return [Dated("delai_raisonnable", min(limit.safe, last), last, "limite", words, source.said, last, limit.began, None)]


def _idle(rule: Rule, given: Given) -> frozenset[str]:
    """The days given that no step of this rule looks at."""
    used = {step.origin for step in rule.steps} | {step.yields_to for step in rule.steps}
    words = {word for step in rule.steps for word in step.when}
    if words & {"rectified", "rectified_late"}:
        used.add("rectification")
    if any(step.completion != "none" for step in rule.steps):
        used |= {"complete", "asked", "asked_until"}
    optional = ("complete", "asked", "filed", "rectification", "answer", "silence_reasons")
    return frozenset(name for name in optional if name not in used and given.day(name) is not None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule answers. ``dates``: empty when the rule is expired or holds no date. ``reckonings``: one for each possible day of
    reception, in order."""

    rule: Rule
    reception: Reception
    expired: bool
    dates: tuple[Dated, ...]
    reckonings: tuple[Reckoning, ...]


def answer(rule: Rule, given: Given, *, within: Reception, on: date) -> Answer:
    """The answer for every day that reception may have been; «on ne sait pas» (``expired``) when the rule is no longer valid ``on``.

    ``given.received`` is replaced by each day of ``within``. ImpossibleDatesError when no day of reception agrees with the others.
    """
    if on > rule.valid_until:
        return Answer(rule, within, True, (), ())
    reckonings, refused = [], None
    for day in within.days():
        try:
            reckonings.append(reckon(rule, replace(given, received=day)))
        except ImpossibleDatesError as error:
            refused = error
    if not reckonings and refused is not None:
        raise refused
    return Answer(rule, within, False, _widest(reckonings), tuple(reckonings))


def _widest(reckonings: Iterable[Reckoning]) -> tuple[Dated, ...]:
    """Each date once: the first safe day and the last legal day of all the reckonings."""
    found: dict[str, Dated] = {}
    for reckoning in reckonings:
        for dated in reckoning.dates:
            held = found.get(dated.code)
            if held is None:
                found[dated.code] = dated
            else:
                last = max(held, dated, key=lambda one: one.legal)
                found[dated.code] = replace(last, safe=min(held.safe, dated.safe))
    return tuple(found.values())
