"""Writes of accounts: one function for one act; policy, rule, change, journal, event, in that order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from relais.accounts import policies
from relais.accounts.events import AccountClosed, MemberInvited, OrganisationOpened
from relais.accounts.models import Member, Organisation, OrganisationKind, Role, RoleGrant, SecrecyBasis, Service, Team
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, Refused


class UnableToKeepAccounts(Exception):
    """What was asked breaks a rule; ``problems`` are sentences fit for the screen or the terminal."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is needed to give somebody an account. ``identifier``: lower-case letters, digits, point and dash."""

    identifier: str
    display_name: str
    roles: frozenset[Role]
    password: str
    email: str = ""
    job_title: str = ""
    secrecy_basis: SecrecyBasis = SecrecyBasis.NONE
    service: str = ""
    team: str = ""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _checked(member: Member, password: str | None) -> Member:
    """The member once all fields and the password are acceptable; UnableToKeepAccounts with every reason otherwise."""
    problems: list[str] = []
    try:
        member.full_clean(exclude=["password"])
    except ValidationError as refusal:
        problems += refusal.messages
    if password is not None:
        try:
            validate_password(password, member)
        except ValidationError as refusal:
            problems += refusal.messages
    if problems:
        raise UnableToKeepAccounts(*problems)
    return member


@transaction.atomic
def open_organisation(*, actor: Actor, name: str, kind: OrganisationKind, now: datetime, is_demo: bool = False) -> Organisation:
    """Host one more organisation, sealed from the others."""
    _demand(policies.can_open_organisation(actor))
    organisation = Organisation(name=name.strip(), kind=kind, opened_at=now, is_demo=is_demo)
    try:
        organisation.full_clean()
    except ValidationError as refusal:
        raise UnableToKeepAccounts(*refusal.messages) from refusal
    organisation.save()
    journal.record(actor=actor, action="organisation.opened", at=now, subject=organisation, organisation_id=organisation.pk)
    bus.publish(OrganisationOpened(organisation.pk, now))
    return organisation


def _place(organisation: Organisation, *, service: str, team: str) -> tuple[Service | None, Team | None]:
    """The service and the team of these names, made when the organisation has none such."""
    if not service:
        return None, None
    found, _ = Service.objects.get_or_create(organisation=organisation, name=service)
    if not team:
        return found, None
    return found, Team.objects.get_or_create(organisation=organisation, service=found, name=team)[0]


@transaction.atomic
def invite_member(*, actor: Actor, organisation: Organisation, invitation: Invitation, now: datetime) -> Member:
    """Give somebody an account in this organisation, with their roles, service and team."""
    _demand(policies.can_manage_members(actor, organisation_id=organisation.pk))
    if not invitation.roles:
        raise UnableToKeepAccounts("Donnez au moins un rôle à ce compte.")
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
    _checked(member, invitation.password).set_password(invitation.password)
    member.save()
    if team is not None:
        member.teams.add(team)
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role, granted_at=now) for role in sorted(invitation.roles))
    journal.record(actor=actor, action="member.invited", at=now, subject=member, organisation_id=organisation.pk)
    bus.publish(MemberInvited(organisation.pk, member.pk, now))
    return member


def _member_of(actor: Actor, member_id: UUID) -> Member:
    """A member the actor may manage; UnableToKeepAccounts when there is none in their scope (nothing betrays the others)."""
    scope = Member.objects.all() if actor.operator else Member.objects.within(actor)
    member = scope.select_related("organisation").select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepAccounts("Ce compte n’existe pas.")
    return member


@transaction.atomic
def set_roles(*, actor: Actor, member_id: UUID, roles: Collection[Role], now: datetime) -> Member:
    """Make these the member's roles: grants what is new, revokes what is gone, keeps the dates of the rest."""
    member = _member_of(actor, member_id)
    _demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    if not roles:
        raise UnableToKeepAccounts("Donnez au moins un rôle, ou fermez le compte.")
    held = set(member.grants.filter(revoked_at=None).values_list("role", flat=True))
    member.grants.filter(revoked_at=None).exclude(role__in=roles).update(revoked_at=now)
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role, granted_at=now) for role in sorted(set(roles) - held))
    journal.record(actor=actor, action="member.roles_set", at=now, subject=member, organisation_id=member.organisation_id)
    return member


@transaction.atomic
def set_password(*, actor: Actor, member_id: UUID, password: str, now: datetime) -> Member:
    """Change a password: one's own, or from the terminal for somebody who lost theirs. Every other session ends."""
    member = _member_of(actor, member_id)
    _demand(policies.can_change_password(actor, member_id=member.pk))
    _checked(member, password).set_password(password)
    member.save(update_fields=["password"])
    journal.record(actor=actor, action="member.password_changed", at=now, subject=member, organisation_id=member.organisation_id)
    return member


@transaction.atomic
def close_account(*, actor: Actor, member_id: UUID, now: datetime) -> Member:
    """End an account: no sign-in, no role from now on, open sessions included; what was done stays attributed."""
    member = _member_of(actor, member_id)
    _demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    if not member.is_active:
        raise UnableToKeepAccounts("Ce compte est déjà fermé.")
    member.is_active = False
    member.closed_at = now
    member.set_unusable_password()
    member.save(update_fields=["is_active", "closed_at", "password"])
    member.grants.filter(revoked_at=None).update(revoked_at=now)
    journal.record(actor=actor, action="member.account_closed", at=now, subject=member, organisation_id=member.organisation_id)
    bus.publish(AccountClosed(member.organisation_id, member.pk, now))
    return member


@transaction.atomic
def remove_demo_organisation(*, actor: Actor, organisation: Organisation, now: datetime) -> None:
    """Erase a demonstration organisation with all it holds; never one where people really work."""
    _demand(policies.can_open_organisation(actor))
    if not organisation.is_demo:
        raise UnableToKeepAccounts(f"« {organisation.name} » n’est pas une démonstration : rien n’a été effacé.")
    journal.record(actor=actor, action="organisation.demo_removed", at=now, subject=organisation, organisation_id=organisation.pk)
    organisation.delete()


@transaction.atomic
def record_sign_in(*, actor: Actor, now: datetime) -> None:
    """Write in the journal that a session was opened (CNIL, délibération 2021-122)."""
    journal.record(actor=actor, action="session.opened", at=now)


@transaction.atomic
def record_sign_out(*, actor: Actor, now: datetime) -> None:
    """Write in the journal that a session was closed by its owner."""
    journal.record(actor=actor, action="session.closed", at=now)
