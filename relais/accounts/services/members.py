"""Members arrive, change their password and leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies, rules
from relais.accounts.events import AccountClosed, AccountReopened, MemberInvited
from relais.accounts.models import Member, Organisation, Role, RoleGrant, SecrecyBasis, Service, Team
from relais.accounts.services import closing
from relais.accounts.services.ground import UnableToKeepAccounts, checked, demand, member_of
from relais.accounts.services.notices import tell
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


def _revoke_links(member: Member, now: datetime) -> None:
    member.links.filter(used_at=None, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def close_account(*, actor: Actor, member_id: UUID, now: datetime) -> Member:
    """End an account: no sign-in, no role from now on, open sessions included; what was done stays attributed."""
    member = member_of(actor, member_id)
    demand(policies.can_close_account(actor, member_id=member.pk, organisation_id=member.organisation_id))
    if not member.is_active:
        raise UnableToKeepAccounts(_("Ce compte est déjà fermé."))
    if objections := closing.objections(member.organisation_id, member.pk, now=now):
        raise UnableToKeepAccounts(*objections)
    tell(member=member, author=actor, event="account_closed", now=now)
    member.is_active = False
    member.closed_at = now
    member.set_unusable_password()
    member.save(update_fields=["is_active", "closed_at", "password"])
    member.grants.filter(revoked_at=None).update(revoked_at=now)
    end_all(member)
    drafts.forget_author(member.pk)
    _revoke_links(member, now)
    journal.record(actor=actor, action="member.account_closed", at=now, subject=member, organisation_id=member.organisation_id)
    bus.publish(AccountClosed(member.organisation_id, member.pk, now))
    return member


@transaction.atomic
def reopen_account(*, actor: Actor, member_id: UUID, now: datetime) -> Member:
    """Open again the account of somebody who comes back: no password, no factor, no role until somebody gives them anew."""
    member = member_of(actor, member_id)
    demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    if member.is_active:
        raise UnableToKeepAccounts(_("Ce compte est déjà ouvert."))
    member.is_active = True
    member.closed_at = None
    member.save(update_fields=["is_active", "closed_at"])
    member.factors.all().delete()
    member.recovery_codes.all().delete()
    tell(member=member, author=actor, event="account_reopened", now=now)
    journal.record(actor=actor, action="member.account_reopened", at=now, subject=member, organisation_id=member.organisation_id)
    bus.publish(AccountReopened(member.organisation_id, member.pk, now))
    return member


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member works and what they do: ``service_id`` None for no service, ``team_ids`` of that service."""

    job_title: str
    service_id: int | None
    team_ids: frozenset[int]


@transaction.atomic
def place_member(*, actor: Actor, member_id: UUID, place: Place, now: datetime) -> Member:
    """Change the service, the teams and the job of a member; roles keep their own service."""
    member = member_of(actor, member_id)
    demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    open_ones = Service.objects.filter(organisation_id=member.organisation_id, closed_at=None)
    service = None if place.service_id is None else open_ones.filter(pk=place.service_id).first()
    if place.service_id is not None and service is None:
        raise UnableToKeepAccounts(_("Ce service n’existe pas."))
    teams = list(Team.objects.filter(organisation_id=member.organisation_id, pk__in=place.team_ids, closed_at=None).order_by("pk"))
    if len(teams) != len(place.team_ids) or any(team.service_id != place.service_id for team in teams):
        raise UnableToKeepAccounts(_("Une équipe choisie n’est pas de ce service."))
    member.service, member.job_title = service, place.job_title.strip()
    member.save(update_fields=["service", "job_title"])
    member.teams.set(teams)
    journal.record(actor=actor, action="member.placed", at=now, subject=member, organisation_id=member.organisation_id)
    return member


@transaction.atomic
def change_secrecy(*, actor: Actor, member_id: UUID, basis: str, now: datetime) -> Member:
    """Say why a member is bound by professional secrecy, or that they are not; at once visible to them and to the «responsables»."""
    member = member_of(actor, member_id)
    demand(policies.can_change_secrecy(actor, member_id=member.pk, organisation_id=member.organisation_id))
    if basis not in SecrecyBasis.values:
        raise UnableToKeepAccounts(_("Choisissez une réponse."))
    if member.secrecy_basis == basis:
        raise UnableToKeepAccounts(_("C’est déjà ce qui est noté."))
    member.secrecy_basis = basis
    member.save(update_fields=["secrecy_basis"])
    tell(member=member, author=actor, event="secrecy_changed", detail=str(basis), now=now)
    journal.record(actor=actor, action="member.secrecy_changed", at=now, subject=member, organisation_id=member.organisation_id)
    return member
