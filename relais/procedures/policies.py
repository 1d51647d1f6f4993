"""Who may write the texts of an instance (doctrine, §3.6: «fiches» edited by the digital referent, validated by the head of service)."""

from uuid import UUID

from relais.accounts.models import Role
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused

#: who works for persons: keeps the contact book, and calls bodies.
WORKERS = (Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION, Role.DIGITAL_MEDIATOR, Role.DIGITAL_LEAD)


def can_keep_contacts(actor: Actor) -> Decision:
    """Whoever works for persons in the house: each adds and corrects (S23)."""
    if actor.organisation_id is not None and actor.has_role(*WORKERS):
        return ALLOWED
    return refused("Le carnet d’adresses est tenu par les professionnelles et professionnels de la structure.")


def can_write_texts(actor: Actor) -> Decision:
    """The digital referent or the head of a service, and whoever holds the terminal."""
    if actor.operator or actor.has_role(Role.DIGITAL_LEAD, Role.HEAD):
        return ALLOWED
    return refused("Les textes sont écrits par la référente ou le référent numérique, ou par la ou le responsable de service.")


def can_change_text(actor: Actor, *, owner_id: UUID | None) -> Decision:
    """The same, for a text of one's own organisation or of nobody's: a file laid by hand belongs to who takes it in charge."""
    if not (decision := can_write_texts(actor)):
        return decision
    if actor.operator or owner_id is None or owner_id == actor.organisation_id:
        return ALLOWED
    return refused("Ce texte est celui d’une autre structure.")
