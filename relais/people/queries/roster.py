"""The week of the duty desk: who receives on which day, for everyone who works in the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from relais.accounts.models import Member, Service
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import RosterDay

WORKING_DAYS = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day and the lines of its roster."""

    on: date
    lines: Sequence[RosterDay]


def roster_services(actor: Actor) -> QuerySet[Service]:
    """The services whose roster the actor reads: where they work, or all for a role held in the whole organisation."""
    every = Service.objects.within(actor).order_by("name", "pk")
    return every if any(service is None for _role, service in actor.held) else every.filter(pk__in=actor.service_ids)


def reads_a_roster(actor: Actor) -> bool:
    """Whether there is a roster for this actor; no query."""
    return bool(actor.service_ids) or any(service is None for _role, service in actor.held)


def week(actor: Actor, service: Service, *, monday: date) -> list[Day]:
    """Monday to Saturday of a week; one query whatever the number of lines. The service is one of ``roster_services``."""
    days = [monday + timedelta(days=number) for number in range(WORKING_DAYS)]
    found = RosterDay.objects.within(actor).filter(service=service, on__gte=days[0], on__lte=days[-1])
    lines = list(found.select_related("member").order_by("on", "member__display_name", "pk"))
    return [Day(day, [line for line in lines if line.on == day]) for day in days]


def keeps_roster(actor: Actor, service: Service) -> bool:
    """Whether the actor writes this roster."""
    return bool(policies.can_keep_roster(actor, service_id=service.pk))


def may_be_on_duty(actor: Actor, service: Service) -> QuerySet[Member]:
    """The members who may receive in this service: theirs, or where they hold a role."""
    here = Member.objects.within(actor).filter(is_active=True)
    found = here.filter(service=service) | here.filter(grants__service=service, grants__revoked_at=None)
    return found.distinct().order_by("display_name", "pk")
