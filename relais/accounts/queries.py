"""Reads of accounts: the actor first, their organisation's seal as first filter."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils import timezone
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
    SecrecyBasis,
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

    A role that has not begun, has ended or was revoked gives nothing. One query for roles and teams.
    """
    if not member.is_active or member.organisation.closed_at is not None:
        return ANONYMOUS
    held, teams = _roles_and_teams(member, on=on)
    places = {service_id for _role, service_id in held} | {member.service_id}
    return Actor(
        user_id=member.pk,
        organisation_id=member.organisation_id,
        roles=frozenset(role for role, _service_id in held),
        service_ids=frozenset(place for place in places if place is not None),
        team_ids=teams,
        held=held,
        secrecy=member.secrecy_basis,
    )


def _roles_and_teams(member: Member, *, on: date) -> tuple[frozenset[tuple[str, int | None]], frozenset[int]]:
    """The roles in force with their service, and the teams."""
    roles = RoleGrant.objects.filter(member=member).in_force(on).annotate(what=Value("role"), named=F("role"), number=F("service_id"))
    teams = Team.objects.filter(members=member).annotate(what=Value("team"), named=Value(""), number=F("pk"))
    first, second = (arm.order_by().values_list("what", "named", "number") for arm in (roles, teams))
    rows = list(first.union(second, all=True))
    held = frozenset((named, number) for what, named, number in rows if what == "role")
    return held, frozenset(number for what, _named, number in rows if what == "team")


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
    """Services of the actor's organisation that are open, by name."""
    return Service.objects.within(actor).filter(closed_at=None).order_by("name", "pk")


def teams(actor: Actor) -> QuerySet[Team]:
    """Teams of the actor's organisation that are open, by name."""
    return Team.objects.within(actor).filter(closed_at=None).order_by("name", "pk")


def has_demo() -> bool:
    """True when this instance hosts a demonstration: every page then says so."""
    return Organisation.objects.filter(is_demo=True).exists()


def instance_is_empty() -> bool:
    """True when nobody has an account yet."""
    return not Member.objects.exists()


def runs_the_instance(actor: Actor) -> bool:
    """Whether how the machine is may be told to this actor."""
    return actor.has_role(Role.TECHNICIAN)


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


def _holding(grants: QuerySet[RoleGrant], *, beside: Member) -> list[Member]:
    """Open accounts that hold these roles, one apart, by name."""
    found = Member.objects.filter(pk__in=grants.values("member_id"), is_active=True).exclude(pk=beside.pk)
    return list(found.order_by("display_name", "pk"))


def heads_of(member: Member, *, on: date) -> list[Member]:
    """Those who run one of the member's services on this day, the member apart."""
    here = RoleGrant.objects.in_force(on).filter(
        Q(service=None) | Q(service__in=services_of(member)), role=Role.HEAD, member__organisation_id=member.organisation_id
    )
    return _holding(here, beside=member)


def administers(member: Member, *, on: date) -> bool:
    """Whether this member holds the technical administration on this day."""
    return RoleGrant.objects.in_force(on).filter(member=member, role=Role.TECHNICIAN).exists()


def administrators_beside(member: Member, *, on: date) -> list[Member]:
    """The other members of the technical administration of the same organisation."""
    here = RoleGrant.objects.in_force(on).filter(role=Role.TECHNICIAN, member__organisation_id=member.organisation_id)
    return _holding(here, beside=member)


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


def administered(actor: Actor, *, now: datetime) -> QuerySet[Member]:
    """Accounts of the organisation with what their administration looks at, open ones first, by name; nothing of any file.

    Each row: ``service``, ``current`` (roles not over, with their service), ``teams``, ``has_second_factor``, ``link_waits``.
    Empty for whoever neither administers accounts nor runs a service.
    """
    if not policies.can_see_members(actor):
        return Member.objects.within(actor).none()
    not_over = RoleGrant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate(now)), revoked_at=None)
    waiting = AccessLink.objects.filter(member=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=now)
    return (
        Member.objects.within(actor)
        .select_related("service")
        .prefetch_related(
            Prefetch("grants", not_over.select_related("service").order_by("starts_on", "pk"), to_attr="current"),
            Prefetch("teams", Team.objects.within(actor).order_by("name", "pk")),
        )
        .annotate(has_second_factor=Exists(SecondFactor.objects.filter(member=OuterRef("pk"))), link_waits=Exists(waiting))
        .order_by("-is_active", "display_name", "pk")
    )


def past_roles(member: Member, *, now: datetime) -> list[RoleGrant]:
    """Roles of a member that are over, the last one first."""
    over = member.grants.filter(Q(ends_on__lte=timezone.localdate(now)) | Q(revoked_at__isnull=False))
    return list(over.select_related("service").order_by("-starts_on", "-pk"))


def places(actor: Actor) -> list[Service]:
    """Open services with their open teams (``open_teams``) and how many members work in each (``people``)."""
    works = Count("members", filter=Q(members__is_active=True))
    here = teams(actor).annotate(people=works)
    return list(services(actor).annotate(people=works).prefetch_related(Prefetch("teams", here, to_attr="open_teams")))


def role_choices() -> list[tuple[str, str]]:
    """Codes and words of the roles, in their order."""
    return [(role.value, str(role.label)) for role in Role]


def secrecy_choices() -> list[tuple[str, str]]:
    """Codes and words of what binds by secrecy."""
    return [(basis.value, str(basis.label)) for basis in SecrecyBasis]


def secrecy_label(code: str) -> str:
    """Words for the code of a basis of secrecy; "" for none."""
    return str(SecrecyBasis(code).label) if code in SecrecyBasis.values else ""


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


def has_identity(member: Member) -> bool:
    """Whether an identity of a provider opens this account."""
    return member.identities.exists()


def identities_of(member: Member) -> list[FederatedIdentity]:
    """The identities of providers that open this account, the first one tied first; one for each provider."""
    return list(member.identities.order_by("tied_at", "pk"))


def my_identity(actor: Actor, *, issuer: str) -> FederatedIdentity | None:
    """One's own identity at this provider, None when none is tied."""
    return FederatedIdentity.objects.filter(member_id=actor.user_id, issuer=issuer).first() if actor.user_id else None
