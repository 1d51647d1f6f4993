"""Who stands in for an absent member in which files, and who would best: the actor first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.people.models import Assignment, File
from relais.people.queries.handovers import colleagues_who_may_take, may_prepare_for, to_hand_over
from relais.people.terms import Part


@dataclass(frozen=True, slots=True)
class Cover:
    """A file that the absent member leads, and who covers it on these days: a substitute, or a co-référent who is there anyway."""

    file: File
    by: Member | None


def covers(actor: Actor, member: Member, *, starts_at: datetime, ends_at: datetime, now: datetime) -> list[Cover]:
    """Each file that this member leads and that the actor may have covered; those that nobody covers first. Two queries."""
    if not may_prepare_for(actor).filter(pk=member.pk).exists():
        return []
    files = list(to_hand_over(actor, member, now=now))
    there = Assignment.objects.filter(
        file__in=files, part__in=(Part.SUBSTITUTE, Part.CO_LEAD), starts_at__lt=ends_at, member__is_active=True
    )
    there = (
        there.exclude(ends_at__lte=max(starts_at, now)).exclude(member=member).select_related("member").order_by("part", "starts_at", "pk")
    )
    by: dict[UUID, Member] = {one.file_id: one.member for one in there}
    found = [Cover(file, by.get(file.pk)) for file in files]
    return sorted(found, key=lambda one: one.by is not None)


def likely_substitute(actor: Actor, member: Member, *, now: datetime) -> UUID | None:
    """The colleague who took part the most in this member's files: proposed first, chosen by nobody yet."""
    files = to_hand_over(actor, member, now=now).order_by().values("pk")
    may = colleagues_who_may_take(actor, member, now=now).order_by().values("pk")
    known = Assignment.objects.filter(file_id__in=files, part__in=(Part.SUBSTITUTE, Part.CO_LEAD, Part.TEAM), member_id__in=may)
    counted = known.order_by().values("member_id").annotate(number=Count("pk")).order_by("-number", "member_id")
    return next((row["member_id"] for row in counted[:1]), None)
