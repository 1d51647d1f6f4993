"""Who may see and change an organisation and its members."""

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
