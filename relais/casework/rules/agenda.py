"""Rules of the agenda as plain values: what overlaps, which hours are free, what may still change, how somebody is reminded.

Moments are aware datetimes; periods are half open. Days are those of the zone given.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from relais.kernel.decisions import ALLOWED, Decision, refused

#: minutes of an appointment, in the order they are offered.
DURATIONS = (15, 30, 45, 60, 90, 120)
LONGEST = timedelta(hours=8)
#: an appointment may be written after it was held, not to rewrite the past.
WRITTEN_BACK = timedelta(days=7)
FURTHEST = timedelta(days=730)
#: hours between which the counter offers free slots; anybody may book outside them by hand.
OPENINGS = ((time(9), time(12)), (time(14), time(17)))
_STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Span:
    """A period, half open."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Span") -> bool:
        """True when both share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def whole_day(on: date, *, zone: tzinfo) -> Span:
    """From this midnight to the next."""
    return Span(datetime.combine(on, time.min, tzinfo=zone), datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone))


def week_of(on: date) -> tuple[date, ...]:
    """The seven days of the week of this day, from Monday."""
    monday = on - timedelta(days=on.weekday())
    return tuple(monday + timedelta(days=number) for number in range(7))


def conflicting(spans: Sequence[Span]) -> frozenset[int]:
    """Places of the spans that meet another one: shown, never forbidden."""
    in_order = sorted(range(len(spans)), key=lambda place: spans[place].starts_at)
    found: set[int] = set()
    last: int | None = None
    for place in in_order:
        if last is not None and spans[place].meets(spans[last]):
            found |= {place, last}
        if last is None or spans[place].ends_at > spans[last].ends_at:
            last = place
    return frozenset(found)


def free_hours(on: date, *, busy: Iterable[Span], length: timedelta, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    """The starts, within opening hours of a weekday, that meet nothing busy and come after ``after``."""
    if on.weekday() >= 5:
        return
    taken = tuple(busy)
    for opens, closes in OPENINGS:
        start, end = datetime.combine(on, opens, tzinfo=zone), datetime.combine(on, closes, tzinfo=zone)
        while start + length <= end:
            asked = Span(start, start + length)
            if start > after and not any(asked.meets(one) for one in taken):
                yield start
            start += _STEP


def may_stand(*, starts_at: datetime, ends_at: datetime, now: datetime) -> Decision:
    """Whether an appointment may be written at these hours."""
    if ends_at <= starts_at or ends_at - starts_at > LONGEST:
        return refused("Un rendez-vous dure de quelques minutes à huit heures.")
    if starts_at < now - WRITTEN_BACK:
        return refused("Ce jour est passé depuis plus d’une semaine.")
    if starts_at > now + FURTHEST:
        return refused("Ce jour est dans plus de deux ans : vérifiez l’année.")
    return ALLOWED


def may_end(*, state: str, starts_at: datetime, now: datetime, zone: tzinfo) -> Decision:
    """Whether one may say that the person came, or did not, or correct it: on the day itself or after."""
    if state in {"annule", "deplace"}:
        return refused("Ce rendez-vous a été annulé ou déplacé.")
    if starts_at.astimezone(zone).date() > now.astimezone(zone).date():
        return refused("Ce rendez-vous n’a pas encore eu lieu.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody: a kind (``telephone``, ``sms``, ``courriel``, ``courrier``, ``proche``), and whether it may be used."""

    kind: str
    may_be_used: bool


#: what each kind of channel becomes on the list of reminders.
_BY_KIND = {"telephone": "appel", "proche": "appel", "sms": "message", "courriel": "message", "courrier": "lettre"}


def reminder(ways: Sequence[Way], *, do_not_contact: bool, writes_to: str) -> tuple[str, int | None]:
    """How to remind somebody: the first way that she lets us use, and its place; ("", None) when there is none or she asked for silence.

    ``writes_to``: the address where she asked to be written to, which is a letter when no other way was given (S39, S70).
    """
    if do_not_contact:
        return "", None
    for place, way in enumerate(ways):
        if way.may_be_used and way.kind in _BY_KIND:
            return _BY_KIND[way.kind], place
    refuses_letters = any(way.kind == "courrier" for way in ways)
    return ("lettre", None) if writes_to and not refuses_letters else ("", None)
