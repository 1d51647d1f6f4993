"""Reads of people: the actor first, the scope as first filter, a total order."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role, Service
from relais.foundation.access import Actor
from relais.kernel.names import folded, heard
from relais.people import policies
from relais.people.models import Assignment, Bar, BreakGlass, Channel, File, Presence, RosterDay
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


def file(actor: Actor, file_id: UUID, *, now: datetime, level: Level = Level.EXISTENCE) -> File | None:
    """One file, with its channels and those who take part in it now; None when this level of it is out of the actor's scope."""
    parts = Assignment.objects.filter(policies.current(now)).select_related("member").order_by("starts_at", "pk")
    found = files(actor, now=now, level=level).prefetch_related(
        Prefetch("assignments", queryset=parts, to_attr="parts"),
        Prefetch("person__channels", queryset=Channel.objects.order_by("kind", "pk")),
    )
    return found.filter(pk=file_id).first()


def levels(actor: Actor, file_id: UUID, *, now: datetime) -> frozenset[Level]:
    """The levels that the actor reads in this file now; empty out of scope."""
    return frozenset(
        level for level in Level if File.objects.within(actor).filter(policies.reaches(actor, level, now=now), pk=file_id).exists()
    )


def address(actor: Actor, found: File, *, now: datetime) -> str:
    """The address that this actor may read: the person's, or nothing when it is protected; the address to write to always."""
    return found.person.address if policies.can_read_address(actor, found, now=now) else ""


def reads_address(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the person's own address is for this actor."""
    return policies.can_read_address(actor, found, now=now)


def members_to_bar(actor: Actor, found: File) -> QuerySet[Member]:
    """The members of the organisation whom the person has not kept out yet."""
    already = found.person.bars.filter(lifted_at=None).values("member_id")
    return Member.objects.within(actor).filter(is_active=True).exclude(pk__in=already).order_by("display_name", "pk")


def assignable(actor: Actor, found: File) -> QuerySet[Member]:
    """The social workers of the organisation whom this person did not bar: those who may take part in the file."""
    working = Member.objects.within(actor).filter(is_active=True, grants__role=Role.SOCIAL_WORKER, grants__revoked_at=None)
    barred = found.person.bars.filter(lifted_at=None).values("member_id")
    return working.exclude(pk__in=barred).distinct().order_by("display_name", "pk")


def exceptional_accesses_to_review(actor: Actor) -> QuerySet[BreakGlass]:
    """Those of the services that the actor heads, not yet reviewed, oldest first; one's own excepted."""
    if actor.organisation_id is None or actor.has_role(*policies.CLOSED_BY_NATURE):
        return BreakGlass.objects.none()
    headed = File.objects.within(actor).filter(policies.held_in(actor, Role.HEAD)).values("pk")
    found = BreakGlass.objects.filter(file_id__in=headed, review="").exclude(member_id=policies.identity(actor))
    return found.select_related("file__person", "member").order_by("starts_at", "pk")


def exceptional_accesses(actor: Actor, found: File, *, now: datetime) -> QuerySet[BreakGlass]:
    """Who opened this file exceptionally: for whoever leads it or heads its service; the newest first."""
    if not policies.sees_openings(actor, found, now=now):
        return BreakGlass.objects.none()
    return found.exceptional_accesses.select_related("member").order_by("-starts_at", "pk")


def sees_openings(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the actor may see who opened this file, to tell the person."""
    return policies.sees_openings(actor, found, now=now)


def presences(actor: Actor, found: File, *, now: datetime) -> QuerySet[Presence]:
    """Who received the person at the duty desk: for the same as the exceptional accesses; the newest first."""
    if not policies.sees_openings(actor, found, now=now):
        return Presence.objects.none()
    return found.presences.select_related("member").order_by("-starts_at", "pk")


def on_duty(actor: Actor, service_id: int, *, now: datetime) -> QuerySet[RosterDay]:
    """Who receives in this service today."""
    return (
        RosterDay.objects.within(actor)
        .filter(service_id=service_id, on=timezone.localdate(now))
        .select_related("member")
        .order_by("member__display_name", "pk")
    )


def lead_of(found: File, *, now: datetime) -> Member | None:
    """The référent of a file now; None when nobody leads it."""
    part = found.assignments.filter(policies.current(now), part=Part.LEAD).select_related("member").first()
    return None if part is None else part.member


def parts_to_give(actor: Actor, found: File, *, now: datetime) -> list[Part]:
    """The parts that the actor may give in this file, in the order of the screen."""
    return [part for part in Part if policies.can_assign(actor, found, part=part, now=now)]


def barred(found: File) -> QuerySet[Bar]:
    """Whom the person keeps out of her files today."""
    return found.person.bars.filter(lifted_at=None).select_related("member").order_by("asked_at", "pk")


def may_open_files(actor: Actor) -> QuerySet[Service]:
    """The services where the actor may open a file."""
    return _services_of(actor, Role.SOCIAL_WORKER)


def headed(actor: Actor) -> QuerySet[Service]:
    """The services that the actor heads."""
    return _services_of(actor, Role.HEAD)


def _services_of(actor: Actor, role: Role) -> QuerySet[Service]:
    held = {service for code, service in actor.held if code == role}
    every = Service.objects.within(actor).order_by("name", "pk")
    return every if None in held else every.filter(pk__in=[service for service in held if service is not None])


def may_break_glass(actor: Actor) -> bool:
    """Whether the exceptional access is shown to the actor."""
    return bool(policies.can_break_glass(actor))


def access_now(actor: Actor, found: File, *, now: datetime) -> BreakGlass | Presence | None:
    """The access of a time by which the actor is in this file now, for the banner that says until when."""
    mine = policies.current(now)
    glass = found.exceptional_accesses.filter(mine, member_id=policies.identity(actor)).order_by("-ends_at").first()
    return glass or found.presences.filter(mine, member_id=policies.identity(actor)).order_by("-ends_at").first()


def leads(found: QuerySet[File], *, now: datetime) -> QuerySet[File]:
    """The same files, each with ``leads``: its référent, in a list of at most one."""
    lead = Assignment.objects.filter(policies.current(now), part=Part.LEAD).select_related("member").order_by("pk")
    return found.prefetch_related(Prefetch("assignments", lead, to_attr="leads"))
