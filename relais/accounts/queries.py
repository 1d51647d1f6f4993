"""Reads of accounts: the actor first, their organisation's seal as first filter."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from relais.accounts import policies
from relais.accounts.models import (
    AccessLink,
    AccessNotice,
    FactorKind,
    FederatedIdentity,
    Member,
    OpenSession,
    Organisation,
    Role,
    RoleGrant,
    SecondFactor,
    Service,
    Team,
)
from relais.accounts.proofs import kept
from relais.foundation.access import ANONYMOUS, Actor
from relais.foundation.sealing import Unsealable

#: the row of a session says when it was last seen to within so many seconds.
SEEN_WITHIN = 360


def actor_of(member: Member, *, on: date) -> Actor:
    """Who this member is for policies on this day; a closed account or organisation is a visitor.

    A role that has not begun, has ended or was revoked gives nothing. Two queries: the roles, the teams.
    """
    if not member.is_active or member.organisation.closed_at is not None:
        return ANONYMOUS
    held = frozenset(RoleGrant.objects.filter(member=member).in_force(on).values_list("role", "service_id"))
    places = {service_id for _role, service_id in held} | {member.service_id}
    return Actor(
        user_id=member.pk,
        organisation_id=member.organisation_id,
        roles=frozenset(role for role, _service_id in held),
        service_ids=frozenset(place for place in places if place is not None),
        team_ids=frozenset(member.teams.values_list("pk", flat=True)),
        held=held,
        secrecy=member.secrecy_basis,
    )


def organisation_of(actor: Actor) -> Organisation | None:
    """The actor's own organisation; None for a visitor and for the terminal."""
    return None if actor.organisation_id is None else Organisation.objects.get(pk=actor.organisation_id)


def myself(actor: Actor) -> Member | None:
    """The actor's own account, with its organisation and service."""
    if actor.user_id is None:
        return None
    return Member.objects.within(actor).select_related("organisation", "service").filter(pk=actor.user_id).first()


def colleagues(actor: Actor) -> QuerySet[Member]:
    """Open accounts of the actor's organisation, by name."""
    return Member.objects.within(actor).filter(is_active=True).order_by("display_name", "pk")


def services(actor: Actor) -> QuerySet[Service]:
    """Services of the actor's organisation, by name."""
    return Service.objects.within(actor).order_by("name", "pk")


def teams(actor: Actor) -> QuerySet[Team]:
    """Teams of the actor's organisation, by name."""
    return Team.objects.within(actor).order_by("name", "pk")


def has_demo() -> bool:
    """True when this instance hosts a demonstration: every page then says so."""
    return Organisation.objects.filter(is_demo=True).exists()


def instance_is_empty() -> bool:
    """True when nobody has an account yet."""
    return not Member.objects.exists()


def my_roles(actor: Actor) -> list[str]:
    """Labels of the actor's roles, in the order of the list of roles."""
    return [str(role.label) for role in Role if role in actor.roles]


def signing_in(member_id: UUID, *, password_seal: str) -> Member | None:
    """The member whose password was just proved, as long as it is the same password and the account is open."""
    member = Member.objects.select_related("organisation").filter(pk=member_id, is_active=True, organisation__closed_at=None).first()
    return member if member is not None and member.get_session_auth_hash() == password_seal else None


def needs_second_factor(member: Member, actor: Actor) -> bool:
    """Whether this member's session opens with a second factor only: a role asks for it, or they chose to have one."""
    return policies.second_factor_is_required(actor.roles, is_demo=member.organisation.is_demo) or member.factors.exists()


def has_factor(member: Member) -> bool:
    """Whether this member already has a second factor to show."""
    return member.factors.exists()


def services_of(member: Member) -> frozenset[int]:
    """Services a member works in: their own, and those of the roles not revoked."""
    places = {*member.grants.filter(revoked_at=None).values_list("service_id", flat=True), member.service_id}
    return frozenset(place for place in places if place is not None)


def heads_of(member: Member, *, on: date) -> list[Member]:
    """Those who run one of the member's services on this day, the member apart."""
    here = RoleGrant.objects.in_force(on).filter(
        Q(service=None) | Q(service__in=services_of(member)), role=Role.HEAD, member__organisation_id=member.organisation_id
    )
    found = Member.objects.filter(pk__in=here.values("member_id"), is_active=True).exclude(pk=member.pk)
    return list(found.order_by("display_name", "pk"))


def my_factors(actor: Actor) -> list[SecondFactor]:
    """One's own second factors, oldest first."""
    return list(SecondFactor.objects.filter(member_id=actor.user_id).order_by("added_at", "pk")) if actor.user_id else []


def my_codes_left(actor: Actor) -> int:
    """How many of one's printed codes have not served."""
    member = myself(actor)
    return 0 if member is None else member.recovery_codes.filter(used_at=None).count()


def my_sessions(actor: Actor, *, now: datetime) -> list[OpenSession]:
    """One's own sessions that still open something, the one seen last first."""
    if actor.user_id is None:
        return []
    mine = OpenSession.objects.filter(member_id=actor.user_id, expire_date__gt=now).filter(
        opened_at__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS + SEEN_WITHIN),
    )
    return list(mine.order_by("-seen_at", "session_key"))


def handle_of(session_key: str) -> str:
    """The name of a session in an address: says nothing of its key."""
    return salted_hmac("relais.accounts.session", session_key).hexdigest()[:24]


def my_notices(actor: Actor) -> list[AccessNotice]:
    """What the actor has not yet seen about their account or those of their service, newest first."""
    waiting = AccessNotice.objects.filter(recipient_id=actor.user_id, seen_at=None)
    return list(waiting.select_related("member", "author").order_by("-at", "-pk")) if actor.user_id else []


def credentials_of(factors: Iterable[SecondFactor], *, now: datetime) -> dict[UUID, bytes]:
    """Public credential of each passkey; a row that does not open (changed, or its key is gone) is left out: it proves nothing."""
    opened: dict[UUID, bytes] = {}
    for factor in factors:
        if factor.kind == FactorKind.PASSKEY:
            with suppress(Unsealable):
                opened[factor.pk] = kept.opened(factor.sealed, factor_id=factor.pk, now=now)
    return opened


def role_label(code: str) -> str:
    """Words for the code of a role; "" for none."""
    return str(Role(code).label) if code in Role.values else ""


def waiting_link(*, token_digest: str, now: datetime) -> AccessLink | None:
    """The link of this digest that still opens something: not used, not revoked, not over, of an open account."""
    waiting = AccessLink.objects.filter(digest=token_digest, used_at=None, revoked_at=None, expires_at__gt=now)
    return waiting.filter(member__is_active=True, member__organisation__closed_at=None).select_related("member__organisation").first()


def has_organisation() -> bool:
    """True when an organisation in which people really work is hosted here."""
    return Organisation.objects.filter(is_demo=False).exists()


def member_of_identity(*, issuer: str, subject: str) -> Member | None:
    """The member whose account this identity opens, as long as the account and its organisation are open."""
    known = FederatedIdentity.objects.filter(issuer=issuer, subject=subject, member__is_active=True, member__organisation__closed_at=None)
    tied = known.select_related("member__organisation").first()
    return None if tied is None else tied.member


def my_identity(actor: Actor, *, issuer: str) -> FederatedIdentity | None:
    """One's own identity at this provider, None when none is tied."""
    return FederatedIdentity.objects.filter(member_id=actor.user_id, issuer=issuer).first() if actor.user_id else None
