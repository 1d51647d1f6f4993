"""Who leads files and is still at work: conditions on files and on assignments."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Role, RoleGrant
from relais.people.models import Assignment
from relais.people.policies import current
from relais.people.terms import Part


def lead_now(now: datetime) -> QuerySet[Assignment]:
    """The référent of the outer query's file, now, still at work as one."""
    return Assignment.objects.filter(current(now), at_work(now), file_id=OuterRef("pk"), part=Part.LEAD)


def led_by_someone(now: datetime) -> Q:
    """The same, as a condition on files: one list for all of them."""
    return Q(pk__in=Assignment.objects.filter(current(now), part=Part.LEAD, member_id__in=_working(now)).values("file_id"))


def led_through(path: str, now: datetime) -> Q:
    """The same for rows whose file is at the end of this path, row by row: for the few rows of a long table."""
    lead = Assignment.objects.filter(current(now), part=Part.LEAD, file_id=OuterRef(f"{path}_id"), member_id__in=_working(now))
    return Q(Exists(lead))


def _working(now: datetime) -> QuerySet[Any, Any]:
    working = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role=Role.SOCIAL_WORKER, member__is_active=True)
    return working.values("member_id")


def at_work(now: datetime) -> Q:
    """Assignments of members who may accompany today: account open, role in force. A role that ends leaves its files without a référent."""
    working = RoleGrant.objects.in_force(timezone.localdate(now)).filter(member_id=OuterRef("member_id"), role=Role.SOCIAL_WORKER)
    return Q(Exists(working), member__is_active=True)
