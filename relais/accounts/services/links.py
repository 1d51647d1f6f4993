"""Accounts are taken by a link: the account is opened without password, its owner chooses one; nobody ever knows another's."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relais.accounts import policies, queries
from relais.accounts.models import AccessLink, Member, Organisation, Role, SecrecyBasis
from relais.accounts.services.ground import UnableToKeepAccounts, checked, demand, member_of
from relais.accounts.services.members import Invitation, invite_member
from relais.accounts.services.notices import tell
from relais.accounts.services.sessions import end_all
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope

#: how long a link may wait.
LIFETIME = timedelta(days=7)


def digest_of(token: str) -> str:
    """What is kept of a link; its 256 random bits need no slower digest."""
    return hashlib.sha256(f"relais/access-link|{token}".encode()).hexdigest()


def _revoke(member: Member, now: datetime) -> int:
    return member.links.filter(used_at=None, revoked_at=None).update(revoked_at=now)


def _link(actor: Actor, member: Member, now: datetime) -> str:
    _revoke(member, now)
    token = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(
        member=member, digest=digest_of(token), made_by_id=actor.user_id, made_at=now, expires_at=now + LIFETIME
    )
    journal.record(actor=actor, action="link.made", at=now, subject=link, organisation_id=member.organisation_id)
    return token


@transaction.atomic
def invite_by_link(*, actor: Actor, organisation: Organisation, invitation: Invitation, now: datetime) -> tuple[Member, str]:
    """Open an account without password, and the token of the link by which its owner takes it."""
    member = invite_member(actor=actor, organisation=organisation, invitation=invitation, now=now)
    tell(member=member, author=actor, event="account_opened", now=now)
    return member, _link(actor, member, now)


@transaction.atomic
def invite_to(*, actor: Actor, asked: Mapping[str, Any], now: datetime) -> tuple[Member, str]:
    """Open an account in the actor's organisation from what a screen asked: names, codes of roles, the number of a service or ""."""
    house = queries.organisation_of(actor)
    if house is None:
        raise OutOfScope
    place = queries.services(actor).filter(pk=int(asked["service"])).first() if asked["service"] else None
    invitation = Invitation(
        identifier=asked["identifier"].strip().lower(),
        display_name=asked["display_name"],
        roles=frozenset(Role(code) for code in asked["roles"]),
        password=None,
        email=asked["email"],
        job_title=asked["job_title"],
        secrecy_basis=SecrecyBasis(asked["secrecy"]),
        service="" if place is None else place.name,
    )
    return invite_by_link(actor=actor, organisation=house, invitation=invitation, now=now)


@transaction.atomic
def make_link(*, actor: Actor, member_id: UUID, now: datetime) -> str:
    """Another link, for somebody who lost theirs or their password: the links before it and the password open nothing any more.

    At once visible to the «responsables», and to the member at their next sign-in. Never for oneself.
    """
    member = member_of(actor, member_id)
    demand(policies.can_make_link(actor, member_id=member.pk, organisation_id=member.organisation_id))
    if not member.is_active:
        raise UnableToKeepAccounts(_("Ce compte est fermé."))
    member.set_unusable_password()
    member.save(update_fields=["password"])
    end_all(member)
    tell(member=member, author=actor, event="link_made", now=now)
    return _link(actor, member, now)


@transaction.atomic
def revoke_links(*, actor: Actor, member_id: UUID, now: datetime) -> None:
    """The links of this member that wait open nothing any more."""
    member = member_of(actor, member_id)
    demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    if not _revoke(member, now):
        raise UnableToKeepAccounts(_("Aucun lien n’attend."))
    journal.record(actor=actor, action="link.revoked", at=now, subject=member, organisation_id=member.organisation_id)


@transaction.atomic
def take_account(*, token: str, password: str, now: datetime) -> Member:
    """Choose one's password by a link; the link has then served. UnableToKeepAccounts when it is over, or the password too weak."""
    link = queries.waiting_link(token_digest=digest_of(token), now=now)
    if link is None or not AccessLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=now):
        raise UnableToKeepAccounts(_("Ce lien n’ouvre rien, ou plus : demandez-en un autre à l’administration technique."))
    member = link.member
    checked(member, password).set_password(password)
    member.save(update_fields=["password"])
    actor = Actor(user_id=member.pk, organisation_id=member.organisation_id)
    journal.record(actor=actor, action="link.used", at=now, subject=link)
    return member
