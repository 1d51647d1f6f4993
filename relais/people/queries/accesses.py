"""Accesses that last a time, the duty roster, and in which services the actor does what."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from relais.accounts.models import Role, Service
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import BreakGlass, File, Presence, RosterDay


def exceptional_accesses_to_review(actor: Actor) -> QuerySet[BreakGlass]:
    """Those of the services that the actor heads, not yet reviewed, oldest first; one's own excepted."""
    if actor.organisation_id is None or actor.has_role(*policies.CLOSED_BY_NATURE):
        return BreakGlass.objects.none()
    headed = File.objects.within(actor).filter(policies.held_in(actor, Role.HEAD), pk=OuterRef("file_id"))
    found = BreakGlass.objects.filter(Exists(headed), review="").exclude(member_id=policies.identity(actor))
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
