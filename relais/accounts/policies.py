"""Who may see and change an organisation and its members."""

from collections.abc import Collection

from relais.accounts import rules
from relais.accounts.models import Role
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused


def can_open_organisation(actor: Actor) -> Decision:
    """Only whoever holds the terminal of the machine: an organisation is a contract, not a form."""
    if actor.operator:
        return ALLOWED
    return refused("Une organisation s’ouvre depuis la machine qui héberge Relais.")


def can_manage_members(actor: Actor, *, organisation_id: object) -> Decision:
    """The technical administration of the same organisation, or the terminal."""
    if actor.operator:
        return ALLOWED
    if actor.organisation_id != organisation_id:
        return refused("Cette organisation n’est pas la vôtre.")
    if not actor.has_role(Role.TECHNICIAN):
        return refused("Les comptes sont tenus par l’administration technique de votre organisation.")
    return ALLOWED


def can_change_password(actor: Actor, *, member_id: object) -> Decision:
    """One's own, or the terminal's help."""
    return ALLOWED if actor.operator or actor.user_id == member_id else refused("Ce compte n’est pas le vôtre.")


def can_grant_role(actor: Actor, *, member_id: object, organisation_id: object, role: str) -> Decision:
    """The technical administration, for somebody else: nobody opens contents to themselves (small structures included)."""
    if not (decision := can_manage_members(actor, organisation_id=organisation_id)):
        return decision
    if actor.user_id is not None and actor.user_id == member_id and rules.content_roles({role}):
        return refused("Personne ne se donne un rôle qui ouvre des dossiers : demandez-le à une autre personne.")
    return ALLOWED


def roles_opening_contents(actor: Actor, service_id: int | None) -> frozenset[str]:
    """Roles under which this actor may open contents in this service; empty for whoever only administers, reviews or decides.

    The one place of the closing rule: whatever the union of roles, what a role closes by nature stays closed
    (``rules.content_roles``); a scope over contents starts from these roles and never from ``actor.roles``.
    """
    return frozenset(role for role in rules.content_roles(actor.roles) if actor.has_role_in(service_id, role))


def second_factor_is_required(roles: Collection[str], *, is_demo: bool) -> bool:
    """Whether these roles open only with a second factor; a demonstration asks none, holds nobody's file, and says so on the page."""
    return not is_demo and rules.needs_second_factor(roles)


def can_keep_own_factors(actor: Actor, *, member_id: object) -> Decision:
    """One's own only: whoever adds a factor to somebody else's account would become them."""
    return ALLOWED if actor.user_id is not None and actor.user_id == member_id else refused("Ce compte n’est pas le vôtre.")


def can_keep_own_sessions(actor: Actor, *, member_id: object) -> Decision:
    """One's own only: others end when a door of the account changes (factors reset, account closed, new link)."""
    return ALLOWED if actor.user_id is not None and actor.user_id == member_id else refused("Ce compte n’est pas le vôtre.")


def can_reset_factors(actor: Actor, *, member_id: object, organisation_id: object, service_ids: Collection[int]) -> Decision:
    """The «responsable» of one of the member's services, the technical administration, or the terminal; never for oneself."""
    if actor.operator:
        return ALLOWED
    if actor.organisation_id != organisation_id:
        return refused("Cette organisation n’est pas la vôtre.")
    if actor.user_id == member_id:
        return refused("Une autre personne doit vérifier qui vous êtes : demandez à la ou au responsable, ou à l’administration technique.")
    if actor.has_role(Role.TECHNICIAN) or any(actor.has_role_in(service_id, Role.HEAD) for service_id in (*service_ids, None)):
        return ALLOWED
    return refused("Seules la ou le responsable du service et l’administration technique le peuvent.")


def can_close_account(actor: Actor, *, member_id: object, organisation_id: object) -> Decision:
    """Whoever manages the accounts, for somebody else: nobody shuts the last door behind them by a slip of the hand."""
    if actor.user_id is not None and actor.user_id == member_id:
        return refused("Une autre personne de l’administration technique ferme votre compte, pas vous.")
    return can_manage_members(actor, organisation_id=organisation_id)


def can_change_secrecy(actor: Actor, *, member_id: object, organisation_id: object) -> Decision:
    """Whoever manages the accounts, for somebody else: being bound by secrecy opens what is shared (N2)."""
    if actor.user_id is not None and actor.user_id == member_id:
        return refused("Une autre personne change le fondement de votre secret professionnel.")
    return can_manage_members(actor, organisation_id=organisation_id)


def can_see_members(actor: Actor) -> Decision:
    """The list of members with their roles: the technical administration, and who answers for a service."""
    if actor.organisation_id is not None and actor.has_role(Role.TECHNICIAN, Role.HEAD):
        return ALLOWED
    return refused("Cette liste sert à l’administration technique et aux responsables de service.")


def can_make_link(actor: Actor, *, member_id: object, organisation_id: object) -> Decision:
    """Whoever manages the accounts, for somebody else."""
    if actor.user_id is not None and actor.user_id == member_id:
        return refused("Pour votre propre mot de passe, passez par votre compte.")
    return can_manage_members(actor, organisation_id=organisation_id)
