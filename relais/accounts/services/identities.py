"""An identity of a provider is tied to a member: by the member signed in, or by the link of an invitation. Never by an address."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from relais.accounts import policies, queries
from relais.accounts.events import IdentityTied
from relais.accounts.federation.flow import Identity
from relais.accounts.models import AccessLink, FederatedIdentity, Member
from relais.accounts.services.ground import UnableToKeepAccounts, demand, member_of
from relais.accounts.services.notices import tell
from relais.accounts.services.sessions import end_all
from relais.foundation import bus, journal
from relais.foundation.access import ANONYMOUS, Actor


def _tie(actor: Actor, member: Member, identity: Identity, now: datetime) -> FederatedIdentity:
    try:
        with transaction.atomic():
            tied = FederatedIdentity.objects.create(member=member, issuer=identity.issuer, subject=identity.subject, tied_at=now)
    except IntegrityError as problem:
        raise UnableToKeepAccounts(_("Cette identité est déjà reliée à un compte, ou ce compte à une autre identité.")) from problem
    journal.record(actor=actor, action="identity.tied", at=now, subject=tied, organisation_id=member.organisation_id)
    tell(member=member, author=actor, event="identity_tied", now=now)
    bus.publish(IdentityTied(member.organisation_id, member.pk, now))
    return tied


@transaction.atomic
def tie_identity(*, actor: Actor, member_id: UUID, identity: Identity, now: datetime) -> FederatedIdentity:
    """Tie one's own identity to one's own account, signed in; UnableToKeepAccounts when either already has another."""
    member = member_of(actor, member_id)
    demand(policies.can_keep_own_factors(actor, member_id=member.pk))
    return _tie(actor, member, identity, now)


@transaction.atomic
def untie_identity(*, actor: Actor, member_id: UUID, identity_id: int, now: datetime) -> None:
    """This identity opens the account no more: one's own, or somebody else's by whoever keeps the accounts; their sessions then end.

    Refused when nothing else would open one's own account.
    """
    member = member_of(actor, member_id)
    if actor.user_id != member.pk:
        demand(policies.can_manage_members(actor, organisation_id=member.organisation_id))
    tied = member.identities.filter(pk=identity_id).first()
    if tied is None:
        raise UnableToKeepAccounts(_("Cette identité n’est pas, ou plus, reliée à ce compte."))
    if actor.user_id == member.pk and not member.has_usable_password():
        raise UnableToKeepAccounts(_("Rien d’autre n’ouvre votre compte : demandez d’abord un lien à l’administration technique."))
    journal.record(actor=actor, action="identity.untied", at=now, subject=tied, organisation_id=member.organisation_id)
    tell(member=member, author=actor, event="identity_untied", now=now)
    tied.delete()
    if actor.user_id != member.pk:
        end_all(member)


@transaction.atomic
def take_account_by_identity(*, token_digest: str, identity: Identity, now: datetime) -> Member:
    """Take the account that a link opens, with an identity instead of a password; the link has then served."""
    link = queries.waiting_link(token_digest=token_digest, now=now)
    if link is None or not AccessLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=now):
        raise UnableToKeepAccounts(_("Ce lien n’ouvre rien, ou plus : demandez-en un autre à l’administration technique."))
    actor = Actor(user_id=link.member_id, organisation_id=link.member.organisation_id)
    journal.record(actor=actor, action="link.used", at=now, subject=link)
    _tie(actor, link.member, identity, now)
    return link.member


@transaction.atomic
def record_identity_refused(*, reason: str, now: datetime) -> None:
    """Write that an answer of the provider opened nothing, and the code of why; no name, nothing of what it said."""
    journal.record(actor=ANONYMOUS, action=f"identity.refused_{reason}", at=now)
