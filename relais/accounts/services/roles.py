"""Roles are granted on days and in services, and ended; what was held stays for the yearly review."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies, rules
from relais.accounts.events import RoleEnded, RoleGranted
from relais.accounts.models import Member, Role, RoleGrant, Service
from relais.accounts.services.ground import UnableToKeepAccounts, demand, member_of
from relais.accounts.services.notices import tell
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope


@dataclass(frozen=True, slots=True)
class RoleOnDays:
    """A role to grant: ``service_id`` None for the whole organisation, ``starts_on`` included, ``ends_on`` excluded."""

    role: Role
    starts_on: date
    ends_on: date | None = None
    service_id: int | None = None


def role_on_days(code: str, *, service_id: int | None, starts_on: date, ends_on: date | None) -> RoleOnDays:
    """The role of this code, as a screen asks for it."""
    return RoleOnDays(Role(code), starts_on, ends_on, service_id)


def _held(member: Member) -> list[rules.Held]:
    rows = member.grants.filter(revoked_at=None).values_list("role", "service_id", "starts_on", "ends_on")
    return [rules.Held(*row) for row in rows]


@transaction.atomic
def grant_role(*, actor: Actor, member_id: UUID, asked: RoleOnDays, now: datetime) -> RoleGrant:
    """Give a role to a member, in one service or in the whole organisation, from one day to another."""
    member = member_of(actor, member_id)
    demand(policies.can_grant_role(actor, member_id=member.pk, organisation_id=member.organisation_id, role=asked.role))
    if not member.is_active:
        raise UnableToKeepAccounts(_("Ce compte est fermé."))
    service = None
    if asked.service_id is not None:
        service = Service.objects.filter(organisation_id=member.organisation_id, pk=asked.service_id, closed_at=None).first()
        if service is None:
            raise UnableToKeepAccounts(_("Ce service n’existe pas."))
    held = rules.Held(asked.role, asked.service_id, asked.starts_on, asked.ends_on)
    if not (decision := rules.may_begin(held, already=_held(member), today=timezone.localdate(now))):
        raise UnableToKeepAccounts(_(decision.reason))
    grant = RoleGrant.objects.create(
        member=member,
        role=asked.role,
        service=service,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        granted_at=now,
        granted_by_id=actor.user_id,
    )
    journal.record(actor=actor, action="role.granted", at=now, subject=grant, organisation_id=member.organisation_id)
    tell(member=member, author=actor, event="role_granted", detail=str(asked.role), now=now)
    bus.publish(RoleGranted(member.organisation_id, member.pk, grant.pk, str(asked.role), now))
    return grant


@transaction.atomic
def end_role(*, actor: Actor, member_id: UUID, grant_id: int, now: datetime) -> RoleGrant:
    """End a role at once, also when it has not begun; the row stays, with its moment. OutOfScope: this account never held it."""
    member = member_of(actor, member_id)
    demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    grant = member.grants.filter(pk=grant_id).first()
    if grant is None:
        raise OutOfScope
    if grant.revoked_at is not None:
        raise UnableToKeepAccounts(_("Ce rôle n’est pas, ou plus, attribué à ce compte."))
    grant.revoked_at = now
    grant.save(update_fields=["revoked_at"])
    journal.record(actor=actor, action="role.ended", at=now, subject=grant, organisation_id=member.organisation_id)
    tell(member=member, author=actor, event="role_ended", detail=grant.role, now=now)
    bus.publish(RoleEnded(member.organisation_id, member.pk, grant.pk, grant.role, now))
    return grant
