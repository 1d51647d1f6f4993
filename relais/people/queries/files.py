"""Which files the actor reads: the scope first, a total order."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import Assignment, Channel, File
from relais.people.rules import Level
from relais.people.terms import Part


def files(actor: Actor, *, now: datetime, level: Level = Level.EXISTENCE) -> QuerySet[File]:
    """The files of which the actor reads this level, in the order of the names that people are called by."""
    scope = policies.reaches(actor, level, now=now)
    return in_order(File.objects.within(actor).filter(scope))


def in_order(found: QuerySet[File]) -> QuerySet[File]:
    """By folded name, so that É stands by E whatever the database; with the person and the service."""
    return found.select_related("person", "service").order_by("name_key", "pk")


def files_led(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files that the actor leads."""
    return files(actor, now=now).filter(policies.leads(actor, now=now), closed_at=None)


def file(actor: Actor, file_id: UUID, *, now: datetime, level: Level = Level.EXISTENCE, works: bool = False) -> File | None:
    """One file, with its channels and those who take part in it now; None when this level of it is out of the actor's scope.

    ``works``: the actor must also write this level.
    """
    parts = Assignment.objects.filter(policies.current(now)).select_related("member").order_by("starts_at", "pk")
    found = files(actor, now=now, level=level).prefetch_related(
        Prefetch("assignments", queryset=parts, to_attr="parts"),
        Prefetch("person__channels", queryset=Channel.objects.order_by("kind", "pk")),
    )
    if works:
        found = found.filter(policies.works_in(actor, level, now=now))
    return found.filter(pk=file_id).first()


def levels(actor: Actor, file_id: UUID, *, now: datetime) -> frozenset[Level]:
    """The levels that the actor reads in this file now; empty out of scope."""
    return _levels(actor, file_id, {level: policies.reaches(actor, level, now=now) for level in Level})


def levels_worked(actor: Actor, file_id: UUID, *, now: datetime) -> frozenset[Level]:
    """The levels that the actor also writes: those read by a sharing alone are left out."""
    return _levels(actor, file_id, {level: policies.works_in(actor, level, now=now) for level in Level})


def _levels(actor: Actor, file_id: UUID, scopes: Mapping[Level, Q]) -> frozenset[Level]:
    """The levels whose scope holds this file; one query."""
    opened = {level.name: ExpressionWrapper(scope, output_field=BooleanField()) for level, scope in scopes.items()}
    row = File.objects.within(actor).filter(pk=file_id).annotate(**opened).values(*opened).first()
    return frozenset() if row is None else frozenset(level for level in scopes if row[level.name])


def leads(found: QuerySet[File], *, now: datetime) -> QuerySet[File]:
    """The same files, each with ``leads``: its référent, in a list of at most one."""
    lead = Assignment.objects.filter(policies.current(now), part=Part.LEAD).select_related("member").order_by("pk")
    lead = lead.only("file_id", "member_id", "part", "member__display_name")
    return found.prefetch_related(Prefetch("assignments", lead, to_attr="leads"))


def lead_of(found: File, *, now: datetime) -> Member | None:
    """The référent of a file now; None when nobody leads it."""
    part = found.assignments.filter(policies.current(now), part=Part.LEAD).select_related("member").first()
    return None if part is None else part.member
