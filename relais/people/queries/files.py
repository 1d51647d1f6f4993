"""Which files the actor reads: the scope first, a total order."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.people import policies, seldom
from relais.people.models import Assignment, Channel, File, RosterDay
from relais.people.reading import Hand, Reading, is_fresh, known
from relais.people.rules import Level
from relais.people.terms import ChannelKind, Part


def files(actor: Actor, *, now: datetime, level: Level = Level.EXISTENCE, held: Hand | None = None) -> QuerySet[File]:
    """The files of which the actor reads this level, in the order of the names that people are called by. ``held``: as in ``reaches``."""
    scope = policies.reaches(actor, level, now=now, held=held)
    return in_order(File.objects.within(actor).filter(scope))


def in_order(found: QuerySet[File]) -> QuerySet[File]:
    """By folded name, so that É stands by E whatever the database; with the person and the service."""
    return found.select_related("person", "service").order_by("name_key", "pk")


def files_led(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files that the actor leads."""
    return files(actor, now=now).filter(policies.leads(actor, now=now), closed_at=None)


def files_in_hand(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files that the actor leads, and those that they keep for a colleague who is away: whose alerts come to them."""
    return files(actor, now=now).filter(policies.leads(actor, now=now) | policies.stands_in(actor, now=now), closed_at=None)


def file(actor: Actor, file_id: UUID, *, now: datetime, level: Level = Level.EXISTENCE, works: bool = False) -> File | None:
    """One file, with its channels and those who take part in it now; None when this level of it is out of the actor's scope.
    Of a person whose address is protected, a postal channel is for the readers of the address.

    ``works``: the actor must also write this level. ``File.reading`` then tells all that the actor reads and writes. Three queries,
    one more when something is shared with the actor; what the file seldom has (``people.seldom``) is asked with it.
    """
    parts = Assignment.objects.filter(policies.current(now)).select_related("member").order_by("starts_at", "pk")
    found, worked, told = _opened(actor, file_id, now=now, beside=seldom.asked())
    if found is None or level not in (worked if works else told):
        return None
    prefetch_related_objects([found], Prefetch("assignments", parts, to_attr="parts"))
    leading = policies.leads_among(actor, found.parts)  # type: ignore[attr-defined]  # just prefetched
    found.reading = Reading(actor, now, read=told, works=worked, leads=leading)
    channels = Channel.objects.order_by("kind", "pk")
    if not policies.can_read_address(actor, found, now=now):
        channels = channels.exclude(kind=ChannelKind.POST)  # where she gets her letters is where she lives
    prefetch_related_objects([found], Prefetch("person__channels", channels))
    return found


def levels(actor: Actor, file_id: UUID, *, now: datetime) -> frozenset[Level]:
    """The levels that the actor reads in this file now; empty out of scope."""
    return _opened(actor, file_id, now=now)[2]


def levels_worked(actor: Actor, file_id: UUID, *, now: datetime) -> frozenset[Level]:
    """The levels that the actor also writes: those read by a sharing alone are left out."""
    return _opened(actor, file_id, now=now)[1]


def _opened(
    actor: Actor, file_id: UUID, *, now: datetime, beside: Mapping[str, Exists] = MappingProxyType({})
) -> tuple[File | None, frozenset[Level], frozenset[Level]]:
    """This file if no bound closes it, with the levels that the actor writes and those they read.

    One query, whether the file exists or not, and a second one for the levels of what was shared with the actor. ``has_duty`` on the
    file: whether somebody receives today in its service. ``beside``: what else is asked of the file in the same query.
    """
    by_work = policies.ways(actor, now=now)
    opened = {f"way_{number}": _asked(way) for number, (_levels, way) in enumerate(by_work)}
    here = File.objects.within(actor).filter(policies.bounds(actor), pk=file_id)
    on_duty = RosterDay.objects.within(actor).filter(service_id=OuterRef("service_id"), on=timezone.localdate(now))
    rows = here.annotate(**opened, is_shared=_asked(policies.shared(actor, Level.EXISTENCE, now=now)), has_duty=Exists(on_duty), **beside)
    rows = rows.select_related("person", "service")
    found = next(iter(rows), None)
    if found is None:
        return None, frozenset(), frozenset()
    works = frozenset().union(*(levels for number, (levels, _way) in enumerate(by_work) if getattr(found, f"way_{number}")))
    return found, works, works | (_shared(actor, here, now=now) if getattr(found, "is_shared") else frozenset())  # noqa: B009  # annotation


def _shared(actor: Actor, here: QuerySet[File], *, now: datetime) -> frozenset[Level]:
    """The levels that an act of sharing opens; whoever is given any is given the existence of the file."""
    told = here.annotate(**{f"share_{level.name}": _asked(policies.shared(actor, level, now=now)) for level in Level})
    values = next(iter(told.values_list(*(f"share_{level.name}" for level in Level))), ())
    return frozenset(level for level, is_open in zip(Level, values, strict=False) if is_open)


def _asked(way: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(way, output_field=BooleanField())


def reads(actor: Actor, found: File, level: Level, *, now: datetime) -> bool:
    """Whether the actor reads this level of a file; no query when its screen has already asked."""
    return level in read(actor, found, now=now)


def read(actor: Actor, found: File, *, now: datetime) -> frozenset[Level]:
    """The levels of a file that the actor reads; no query when its screen has already asked."""
    told = known(found.reading, actor, now=now)
    return told.read if told is not None else levels(actor, found.pk, now=now)


def works(actor: Actor, found: File, *, now: datetime) -> frozenset[Level]:
    """The levels of a file that the actor also writes; no query when its screen has already asked."""
    told = known(found.reading, actor, now=now)
    return told.works if told is not None else levels_worked(actor, found.pk, now=now)


def leads(found: QuerySet[File]) -> QuerySet[File]:
    """The same files, each with ``lead_name``: the name of its référent, None when nobody leads it. No query more."""
    return found.annotate(lead_name=F("lead__display_name"))


def lead_of(found: File, *, now: datetime) -> Member | None:
    """The référent of a file now; None when nobody leads it. No query when the screen of the file has read who takes part."""
    if found.reading is not None and is_fresh(found.reading, now=now) and hasattr(found, "parts"):
        return next((part.member for part in found.parts if part.part == Part.LEAD), None)
    part = found.assignments.filter(policies.current(now), part=Part.LEAD).select_related("member").first()
    return None if part is None else part.member
