"""Which files the actor reads, and how somebody is found among them: the scope first, a total order."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.kernel.names import folded, heard
from relais.people import policies
from relais.people.models import Assignment, Channel, File
from relais.people.rules import Level
from relais.people.terms import Part


def files(actor: Actor, *, now: datetime, level: Level = Level.EXISTENCE) -> QuerySet[File]:
    """The files of which the actor reads this level, by the name people are called by."""
    scope = policies.reaches(actor, level, now=now)
    return File.objects.within(actor).filter(scope).select_related("person", "service").order_by("person__called", "pk")


def files_led(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files that the actor leads."""
    return files(actor, now=now).filter(policies.leads(actor, now=now), closed_at=None)


def matching(found: QuerySet[File], words: str) -> QuerySet[File]:
    """Those of the people who bear these words among their names: accents, order, spaces and spelling by ear forgiven; none for no word."""
    asked, sounds = folded(words), heard(words)
    if not asked:
        return found.none()
    each = Q()
    for word in asked.split():
        by_ear = heard(word)
        each &= Q(person__name_key__contains=word) | (Q(person__sound_key__contains=by_ear) if by_ear else Q(pk__in=()))
    whole = Q(person__sound_key__contains=sounds.replace(" ", "")) if len(sounds) > 2 else Q(pk__in=())
    return found.filter(each | whole)


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
    return found.prefetch_related(Prefetch("assignments", lead, to_attr="leads"))


def lead_of(found: File, *, now: datetime) -> Member | None:
    """The référent of a file now; None when nobody leads it."""
    part = found.assignments.filter(policies.current(now), part=Part.LEAD).select_related("member").first()
    return None if part is None else part.member
