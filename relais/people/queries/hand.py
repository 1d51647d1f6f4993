"""The files in an actor's hand, read once for a page whose panels all begin by them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from relais.accounts.models import Role
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import Assignment, File
from relais.people.queries.files import files_in_hand, files_led
from relais.people.rules import Level
from relais.people.terms import Part


@dataclass(frozen=True, slots=True)
class Hand:
    """The open files that one actor leads, the last opened first, and those kept for a colleague who is away, with their names.

    The same files as ``files_led`` and ``files_in_hand`` at that moment, all read and written up to the administrative level: whoever
    leads a file or stands in for its référent reads it all. ``tests/people/test_hand.py`` compares both.
    """

    actor: Actor
    led: dict[UUID, str]
    kept: dict[UUID, str]

    @property
    def files(self) -> frozenset[UUID]:
        """Both."""
        return frozenset(self.led) | frozenset(self.kept)


def hand(actor: Actor, *, now: datetime) -> Hand:
    """What the actor has in hand now. One query; none for whoever follows no file."""
    if actor.user_id is None or actor.organisation_id is None or not actor.has_role(Role.SOCIAL_WORKER):
        return Hand(actor, {}, {})
    mine = Assignment.objects.filter(policies.current(now), member_id=actor.user_id, part__in=(Part.LEAD, Part.SUBSTITUTE))
    there = mine.filter(file__organisation_id=actor.organisation_id, file__closed_at=None)
    there = there.exclude(file__person_id__in=policies.bars_met(actor).values("person_id"))
    rows = there.order_by("-file__opened_at", "file__name_key", "file_id").values_list("part", "file_id", "file__person__called")
    led: dict[UUID, str] = {}
    kept: dict[UUID, str] = {}
    for part, file_id, called in rows:
        (led if part == Part.LEAD else kept)[file_id] = called
    return Hand(actor, led, kept)


Ids = Collection[UUID] | QuerySet[File, UUID]


def ids_in_hand(actor: Actor, *, now: datetime, held: Hand | None = None) -> Ids:
    """The identifiers of ``files_in_hand`` for a condition on rows: those of ``held`` when it is this actor's, else asked with the rows."""
    if held is not None and held.actor == actor:
        return held.files
    reached = policies.reaches(actor, Level.ADMINISTRATIVE, now=now)
    return files_in_hand(actor, now=now).filter(reached).order_by().values_list("pk", flat=True)


def ids_led(actor: Actor, *, now: datetime, held: Hand | None = None) -> Ids:
    """The same for ``files_led``."""
    if held is not None and held.actor == actor:
        return list(held.led)
    reached = policies.reaches(actor, Level.ADMINISTRATIVE, now=now)
    return files_led(actor, now=now).filter(reached).order_by().values_list("pk", flat=True)
