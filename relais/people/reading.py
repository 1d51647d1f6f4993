"""What a screen has already read about its reader: asked once at the door, used by every panel below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

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


@dataclass(frozen=True, slots=True)
class Hand:
    """What one actor holds by name, read for a page whose panels all begin by it.

    ``led``: the open files that the actor leads, the last opened first, and ``kept``: those kept for a colleague who is away, with the
    names of the persons. ``named``: for each level, every file that a part, a sharing, an exceptional access or the duty desk opens to this
    very actor, closed ones included, within ``policies.bounds``; ``called``: the names of their persons. The same files as the scopes give;
    ``tests/people/test_hand.py`` compares.
    """

    actor: Actor
    led: Mapping[UUID, str]
    kept: Mapping[UUID, str]
    called: Mapping[UUID, str]
    named: Mapping[Level, frozenset[UUID]]

    @property
    def files(self) -> frozenset[UUID]:
        """The open files led and kept: all read and written up to the administrative level."""
        return frozenset(self.led) | frozenset(self.kept)


def known(told: Reading | None, actor: Actor, *, now: datetime) -> Reading | None:
    """What was read of a file (``File.reading``), when it was for this very actor and this very request; None when it has to be asked."""
    return told if told is not None and told.actor == actor and is_fresh(told, now=now) else None


def is_fresh(told: Reading, *, now: datetime) -> bool:
    """Whether this was read for the request under way, those who take part in the file (``File.parts``) included."""
    return told.at <= now <= told.at + SERVES
