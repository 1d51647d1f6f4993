"""Who examines an exceptional access (doctrine §3.5): a head of the service; failing any, the delegate for data protection.

A head whom the person keeps out, or who took the access herself, examines nothing of it: another head of the service does, the one who
answers for the whole organisation being one. When none is left, the delegate does, who knows the journal of accesses and no file: by a
reference, without the person's name nor what was written.
"""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies
from relais.people.models import Bar, BreakGlass, File

#: an identifier, or a column of an outer question.
Column = Any


#: name of their number among the lines of the day.
TO_REVIEW = "à examiner"


def examines(actor: Actor) -> bool:
    """Whether accesses may come before this actor: who heads a service, or the delegate; no query."""
    return actor.organisation_id is not None and (policies.heads_somewhere(actor) or actor.has_role(Role.DPO))


def to_examine(actor: Actor, *, now: datetime) -> QuerySet[BreakGlass]:
    """Those that this actor examines, not examined yet, oldest first. ``named``: whether they may know whose file it is."""
    if not examines(actor):
        return BreakGlass.objects.none()
    waiting = BreakGlass.objects.filter(review="").exclude(member_id=policies.identity(actor))
    named = policies.heads_somewhere(actor)
    if named:
        mine = Q(Exists(policies.headed_files(actor).filter(pk=OuterRef("file_id"))))
    else:
        here = File.objects.filter(policies.bounds(actor), pk=OuterRef("file_id"))
        file = {"house": OuterRef("file__organisation_id"), "service": OuterRef("file__service_id")}
        heads = _heads(**file, person=OuterRef(OuterRef("file__person_id")), now=now).exclude(member_id=OuterRef("member_id"))
        mine = Q(Exists(here)) & ~Q(Exists(heads))
    found = waiting.filter(mine).annotate(named=Value(named, output_field=BooleanField()))
    return found.select_related("file__person", "member").order_by("starts_at", "pk")


def _heads(*, house: Column, service: Column, person: Column, now: datetime) -> QuerySet[RoleGrant]:
    """Roles of those who head this service now and whom this person does not keep out."""
    today = timezone.localdate(now)
    kept_out = Bar.objects.filter(member_id=OuterRef("member_id"), person_id=person, lifted_at=None)
    closed = RoleGrant.objects.in_force(today).filter(member_id=OuterRef("member_id"), role__in=policies.CLOSED_BY_NATURE)
    heads = RoleGrant.objects.in_force(today).filter(role=Role.HEAD, member__is_active=True, member__organisation_id=house)
    return heads.filter(Q(service=None) | Q(service_id=service), ~Exists(kept_out), ~Exists(closed))


def examiners(found: File, *, now: datetime) -> tuple[list[Member], bool]:
    """Who examines the exceptional accesses to this file today, by name, and whether they are heads; no heads: the delegates, or nobody."""
    heads = _heads(house=found.organisation_id, service=found.service_id, person=found.person_id, now=now)
    named = Member.objects.filter(pk__in=heads.values("member_id")).order_by("display_name", "pk")
    if named:
        return list(named), True
    kept_out = found.person.bars.filter(lifted_at=None).values("member_id")
    roles = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role=Role.DPO, member__organisation_id=found.organisation_id)
    delegates = Member.objects.filter(pk__in=roles.values("member_id"), is_active=True).exclude(pk__in=kept_out)
    return list(delegates.order_by("display_name", "pk")), False


def can_examine(actor: Actor, access: BreakGlass, *, now: datetime) -> Decision:
    """A head of the service, never of one's own access; the delegate when no head may."""
    if access.member_id == actor.user_id:
        return refused("On n’examine pas son propre accès : une autre responsable doit le faire.")
    if not to_examine(actor, now=now).filter(pk=access.pk).exists():
        return refused("Un accès exceptionnel est examiné par la responsable du service.")
    return ALLOWED
