"""Accesses that last a time, the duty roster, and in which services the actor does what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from relais.accounts.models import Role, Service
from relais.foundation.access import Actor
from relais.people import policies, seldom
from relais.people.models import BreakGlass, File, Presence, RosterDay
from relais.people.terms import Motive, Review

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"openings": seldom.Rows(BreakGlass), "presences": seldom.Rows(Presence)}


def exceptional_accesses(actor: Actor, found: File, *, now: datetime) -> QuerySet[BreakGlass]:
    """Who opened this file exceptionally: for whoever leads it or heads its service; the newest first."""
    if not policies.sees_openings(actor, found, now=now):
        return BreakGlass.objects.none()
    return found.exceptional_accesses.select_related("member").order_by("-starts_at", "pk")


def exceptional_accesses_by_month(actor: Actor, *, now: datetime, months: int = 3) -> list[tuple[date, int]]:
    """How many were taken in the services where the actor works, this month first; told to the team, of nobody (doctrine §3.5)."""
    first = timezone.localdate(now).replace(day=1)
    days = [first]
    while len(days) < months:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    here = policies.held_in(actor, Role.SOCIAL_WORKER, Role.HEAD)
    since = timezone.make_aware(datetime.combine(days[-1], time.min))
    taken = BreakGlass.objects.filter(file__in=File.objects.within(actor).filter(here), starts_at__gte=since)
    counted = Counter(timezone.localdate(moment).replace(day=1) for moment in taken.order_by().values_list("starts_at", flat=True))
    return [(day, counted[day]) for day in days]


def sees_openings(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the actor may see who opened this file, to tell the person."""
    return policies.sees_openings(actor, found, now=now)


def on_duty(actor: Actor, service_id: int, *, now: datetime) -> QuerySet[RosterDay]:
    """Who receives in this service today."""
    return (
        RosterDay.objects.within(actor)
        .filter(service_id=service_id, on=timezone.localdate(now))
        .select_related("member")
        .order_by("member__display_name", "pk")
    )


def may_open_some(actor: Actor) -> bool:
    """Whether there is a service where the actor may open a file; no query."""
    return actor.organisation_id is not None and actor.has_role(Role.SOCIAL_WORKER)


def heads_some(actor: Actor) -> bool:
    """Whether there is a service that the actor heads; no query."""
    return actor.organisation_id is not None and actor.has_role(Role.HEAD)


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


@dataclass(frozen=True, slots=True)
class Coming:
    """An access to a file for a time. ``motive`` and ``review`` are of an exceptional access; both "" for a presence at the duty desk."""

    member_id: UUID
    who: str
    starts_at: datetime
    ends_at: datetime
    motive: str
    review: str

    @property
    def motive_label(self) -> str:
        """The motive in the words of the screen."""
        return str(Motive(self.motive).label) if self.motive else ""

    @property
    def review_label(self) -> str:
        """What the head of the service answered; "" when not examined yet."""
        return str(Review(self.review).label) if self.review else ""


def comings(actor: Actor, found: File, *, now: datetime) -> tuple[Coming | None, list[Coming]]:
    """The access for a time by which the actor is in this file now, the last to end; and all of them, the newest first. One query.

    The list is for whoever leads the file or heads its service; empty for everybody else. No query where there never was any.
    """
    if not any(seldom.may_have(found, name) for name in SELDOM):
        return None, []
    me, sees = policies.identity(actor), policies.sees_openings(actor, found, now=now)
    seen = Q() if sees else Q(policies.current(now), member_id=me)
    columns = ("member_id", "who", "starts_at", "ends_at", "why", "answer")
    exceptional = found.exceptional_accesses.filter(seen).annotate(who=F("member__display_name"), why=F("motive"), answer=F("review"))
    present = found.presences.filter(seen).annotate(who=F("member__display_name"), why=Value(""), answer=Value(""))
    rows = exceptional.order_by().values_list(*columns).union(present.order_by().values_list(*columns), all=True)
    every = [Coming(*row) for row in rows.order_by("-starts_at", "who")]
    mine = [one for one in every if one.member_id == me and one.starts_at <= now < one.ends_at]
    return max(mine, key=lambda one: one.ends_at, default=None), every if sees else []
