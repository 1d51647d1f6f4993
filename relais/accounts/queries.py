"""Reads of accounts: the actor first, their organisation's seal as first filter."""

from datetime import date

from django.db.models import QuerySet

from relais.accounts.models import Member, Organisation, Role, RoleGrant, Service, Team
from relais.foundation.access import ANONYMOUS, Actor


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
