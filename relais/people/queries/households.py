"""Who lives with the person of a file, today and before: only what was lived together, and never what another file says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from relais.foundation.access import Actor
from relais.people import policies, rules
from relais.people.models import File, HouseholdMember
from relais.people.queries.files import files, reads
from relais.people.rules import Level, Stay
from relais.people.terms import Link


@dataclass(frozen=True, slots=True)
class Cohabitant:
    """Somebody who lives, or lived, with the person, from a day until another (half open; None: not known, not over).

    ``key``: the row, for an act on it. ``link``: who she is for the person of the file. ``is_self``: the person of the file.
    """

    key: int
    called: str
    birth_year: int | None
    link: Link
    alternating: bool
    starts_on: date | None
    ends_on: date | None
    is_self: bool


@dataclass(frozen=True, slots=True)
class Home:
    """One home of the person: two for a child in alternating custody. ``today``: who lives there; ``before``: who did."""

    key: UUID
    kept_apart: bool
    today: tuple[Cohabitant, ...]
    before: tuple[Cohabitant, ...]

    @property
    def lives_here(self) -> bool:
        """Whether the person herself lives there today."""
        return any(one.is_self for one in self.today)


def homes(actor: Actor, found: File, *, now: datetime, on: date) -> tuple[Home, ...]:
    """The homes of the person of this file, where she lives first; empty when nobody said, or out of scope (N1). Two queries."""
    return homes_told(found, on=on) if reads(actor, found, Level.ADMINISTRATIVE, now=now) else ()


def homes_told(found: File, *, on: date) -> tuple[Home, ...]:
    """The same, for whoever was let read her whole file before (her copy, read again by a second member)."""
    lived = HouseholdMember.objects.filter(person_id=found.person_id).values("household_id")
    rows = HouseholdMember.objects.filter(household_id__in=lived).select_related("household").order_by("pk")
    by_home: dict[UUID, list[HouseholdMember]] = {}
    for row in rows:
        by_home.setdefault(row.household_id, []).append(row)
    told = [_home(found, members, on=on) for members in by_home.values()]
    return tuple(sorted(told, key=lambda home: (not home.lives_here, str(home.key))))


def _home(found: File, rows: Sequence[HouseholdMember], *, on: date) -> Home:
    own = [row for row in rows if row.person_id == found.person_id]
    stays = [Stay(row.starts_on, row.ends_on, row.told_at, row.end_told_at) for row in own]
    seen = [one for row in rows for one in _seen(row, found, own[-1].link, stays)]
    today = tuple(one for one in seen if one.ends_on is None or one.ends_on > on)
    before = tuple(one for one in seen if one not in today)
    order = sorted(before, key=lambda one: (one.ends_on or on, one.key), reverse=True)
    return Home(rows[0].household_id, rows[0].household.kept_apart, tuple(sorted(today, key=lambda one: not one.is_self)), tuple(order))


def _seen(row: HouseholdMember, found: File, own: str, stays: Sequence[Stay]) -> list[Cohabitant]:
    """What the person knows of this stay: the time lived together."""
    is_self = row.person_id == found.person_id
    called, link = (found.person.called, Link.SELF) if is_self else (row.called, Link(rules.link_seen(own=own, other=row.link)))
    return [
        Cohabitant(row.pk, called, row.birth_year, link, row.alternating, stay.starts_on, stay.ends_on, is_self)
        for stay in (
            [Stay(row.starts_on, row.ends_on)] if is_self else rules.lived_together(Stay(row.starts_on, row.ends_on, row.told_at), stays)
        )
    ]


def may_live_with(actor: Actor, found: File, *, now: datetime) -> QuerySet[File]:
    """The other files of which the actor keeps the administrative part, whose person may be said to live here; never a protected one."""
    if found.person.address_protected:
        return File.objects.within(actor).none()
    writes = policies.works_in(actor, Level.ADMINISTRATIVE, now=now)
    kept = files(actor, now=now, level=Level.ADMINISTRATIVE).filter(writes, closed_at=None)
    here = HouseholdMember.objects.filter(household__members__person_id=found.person_id, ends_on=None, person__isnull=False)
    return kept.exclude(pk=found.pk).exclude(Q(person__address_protected=True) | Q(person_id__in=here.values("person_id")))
