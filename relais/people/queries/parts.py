"""Who may take part in a file, and whom the person keeps out of it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from relais.accounts.models import Member, Role
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import Bar, File
from relais.people.terms import Part


def members_to_bar(actor: Actor, found: File) -> QuerySet[Member]:
    """The members of the organisation whom the person has not kept out yet."""
    already = found.person.bars.filter(lifted_at=None).values("member_id")
    return Member.objects.within(actor).filter(is_active=True).exclude(pk__in=already).order_by("display_name", "pk")


def may_lead(actor: Actor, service_id: int) -> QuerySet[Member]:
    """The social workers of this service: whom its head may name as référent of a file that is being opened."""
    here = Q(grants__service_id=service_id) | Q(grants__service=None)
    working = Member.objects.within(actor).filter(here, is_active=True, grants__role=Role.SOCIAL_WORKER, grants__revoked_at=None)
    return working.distinct().order_by("display_name", "pk")


def assignable(actor: Actor, found: File) -> QuerySet[Member]:
    """The social workers of the organisation whom this person did not bar: those who may take part in the file."""
    working = Member.objects.within(actor).filter(is_active=True, grants__role=Role.SOCIAL_WORKER, grants__revoked_at=None)
    barred = found.person.bars.filter(lifted_at=None).values("member_id")
    return working.exclude(pk__in=barred).distinct().order_by("display_name", "pk")


def parts_to_give(actor: Actor, found: File, *, now: datetime) -> list[Part]:
    """The parts that the actor may give in this file, in the order of the screen."""
    return [part for part in Part if policies.can_assign(actor, found, part=part, now=now)]


def barred(found: File) -> QuerySet[Bar]:
    """Whom the person keeps out of her files today."""
    return found.person.bars.filter(lifted_at=None).select_related("member").order_by("asked_at", "pk")
