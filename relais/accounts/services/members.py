"""Members arrive, change their password and leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies, rules
from relais.accounts.events import AccountClosed, MemberInvited
from relais.accounts.models import Member, Organisation, Role, RoleGrant, SecrecyBasis, Service, Team
from relais.accounts.services.ground import UnableToKeepAccounts, checked, demand, member_of
from relais.accounts.services.sessions import end_all
from relais.foundation import bus, drafts, journal
from relais.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is needed to give somebody an account. ``identifier``: lower-case letters, digits, point and dash.

    ``password`` None: they choose it by a link.
    """

    identifier: str
    display_name: str
    roles: frozenset[Role]
    password: str | None
    email: str = ""
    job_title: str = ""
    secrecy_basis: SecrecyBasis = SecrecyBasis.NONE
    service: str = ""
    team: str = ""


def _place(organisation: Organisation, *, service: str, team: str) -> tuple[Service | None, Team | None]:
    """The service and the team of these names, made when the organisation has none such."""
    if not service:
        return None, None
    found, _new = Service.objects.get_or_create(organisation=organisation, name=service)
    if not team:
        return found, None
    return found, Team.objects.get_or_create(organisation=organisation, service=found, name=team)[0]


@transaction.atomic
def invite_member(*, actor: Actor, organisation: Organisation, invitation: Invitation, now: datetime) -> Member:
    """Give somebody an account in this organisation, with their roles, service and team."""
    demand(policies.can_manage_members(actor, organisation_id=organisation.pk))
    if not invitation.roles:
        raise UnableToKeepAccounts(_("Donnez au moins un rôle à ce compte."))
    service, team = _place(organisation, service=invitation.service, team=invitation.team)
    member = Member(
        organisation=organisation,
        identifier=invitation.identifier,
        email=invitation.email.lower(),
        display_name=invitation.display_name.strip(),
        job_title=invitation.job_title,
        secrecy_basis=invitation.secrecy_basis,
        service=service,
        joined_at=now,
    )
    checked(member, invitation.password).set_password(invitation.password)
    member.save()
    if team is not None:
        member.teams.add(team)
    for role in sorted(invitation.roles):
        place = None if service is None or role not in rules.SERVICE_ROLES else service
        RoleGrant.objects.create(
            member=member, role=role, service=place, starts_on=timezone.localdate(now), granted_at=now, granted_by_id=actor.user_id
        )
    journal.record(actor=actor, action="member.invited", at=now, subject=member, organisation_id=organisation.pk)
    bus.publish(MemberInvited(organisation.pk, member.pk, now))
    return member


@transaction.atomic
def set_password(*, actor: Actor, member_id: UUID, password: str, now: datetime) -> Member:
    """Change a password: one's own, or from the terminal for somebody who lost theirs. Every other session ends."""
    member = member_of(actor, member_id)
    demand(policies.can_change_password(actor, member_id=member.pk))
    checked(member, password).set_password(password)
    member.save(update_fields=["password"])
    journal.record(actor=actor, action="member.password_changed", at=now, subject=member, organisation_id=member.organisation_id)
    return member


@transaction.atomic
def close_account(*, actor: Actor, member_id: UUID, now: datetime) -> Member:
    """End an account: no sign-in, no role from now on, open sessions included; what was done stays attributed."""
    member = member_of(actor, member_id)
    demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    if not member.is_active:
        raise UnableToKeepAccounts(_("Ce compte est déjà fermé."))
    member.is_active = False
    member.closed_at = now
    member.set_unusable_password()
    member.save(update_fields=["is_active", "closed_at", "password"])
    member.grants.filter(revoked_at=None).update(revoked_at=now)
    end_all(member)
    drafts.forget_author(member.pk)
    journal.record(actor=actor, action="member.account_closed", at=now, subject=member, organisation_id=member.organisation_id)
    bus.publish(AccountClosed(member.organisation_id, member.pk, now))
    return member
