"""What the screen of a file has already read about its reader: asked once at the door, used by every panel below."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relais.foundation.access import Actor
from relais.people.rules import Level

#: a reading serves the request that made it, and no longer than this.
SERVES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one actor reads and writes of one file at one moment, written on the file by ``queries.file``.

    ``read``: the levels of ``policies.reaches``; ``works``: those of ``policies.works_in``; ``leads``: whether the actor leads the file.
    """

    actor: Actor
    at: datetime
    read: frozenset[Level]
    works: frozenset[Level]
    leads: bool


def known(told: Reading | None, actor: Actor, *, now: datetime) -> Reading | None:
    """What was read of a file (``File.reading``), when it was for this very actor and this very request; None when it has to be asked."""
    return told if told is not None and told.actor == actor and is_fresh(told, now=now) else None


def is_fresh(told: Reading, *, now: datetime) -> bool:
    """Whether this was read for the request under way, those who take part in the file (``File.parts``) included."""
    return told.at <= now <= told.at + SERVES
