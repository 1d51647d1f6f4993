"""Rules of files as plain values: levels of content, what a part opens, how long an exceptional access lasts."""

import enum
from datetime import datetime, time, timedelta, tzinfo

from relais.kernel.decisions import ALLOWED, Decision, refused


class Level(enum.StrEnum):
    """What is read in a file (doctrine §3.3). ``EXISTENCE``: only that there is one. N3 belongs to each note, never to a file."""

    EXISTENCE = "existence"
    RECEPTION = "n0"
    ADMINISTRATIVE = "n1"
    EVALUATION = "n2"


#: what each part in a file opens; the evaluation (N2) also asks that the reader be bound by secrecy.
OPENED_BY_PART: dict[str, frozenset[Level]] = {
    "referent": frozenset(Level),
    "co_referent": frozenset(Level),
    "suppleant": frozenset(Level),
    "equipe": frozenset({Level.EXISTENCE, Level.RECEPTION, Level.EVALUATION}),
}

#: an exceptional access ends by itself (doctrine §3.5).
EXCEPTIONAL_ACCESS = timedelta(hours=24)
#: the head of service reviews it within seven days.
REVIEW_WITHIN = timedelta(days=7)
#: characters of the sentence that an exceptional access is told in, at least.
SHORTEST_REASON = 15


def parts_that_open(level: Level) -> frozenset[str]:
    """The parts whose holder reads this level."""
    return frozenset(part for part, levels in OPENED_BY_PART.items() if level in levels)


def end_of_day(now: datetime, *, zone: tzinfo) -> datetime:
    """The midnight that ends the day of ``now`` in this zone: when a presence at the duty desk ends."""
    local = now.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)


def words_are_enough(words: str) -> Decision:
    """An exceptional access is told in a sentence that the head of service will read."""
    if len(words.strip()) < SHORTEST_REASON:
        return refused("Dites pourquoi en une phrase : qui vous l’a demandé, ou ce qui presse.")
    return ALLOWED
