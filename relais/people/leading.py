"""Who leads files and is still at work. A role that ends, an account that closes, leave their files without a référent."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Role, RoleGrant


def led_by_nobody(now: datetime, path: str = "") -> Q:
    """The files that nobody at work leads; or the rows whose file is at the end of this path."""
    lead = f"{path}__lead" if path else "lead"
    return Q(**{f"{lead}__isnull": True}) | ~Q(**{f"{lead}__in": working(now)})


def working(now: datetime) -> QuerySet[Any, Any]:
    """The members who may accompany today: account open, role in force."""
    held = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role=Role.SOCIAL_WORKER, member__is_active=True)
    return held.values("member_id")
