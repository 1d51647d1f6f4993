"""Who writes alerts, who sends them: whoever works for persons writes; the digital referent or a head of service sends (S38, S73)."""

from relais.accounts.models import Role
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused

WRITERS = (Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION, Role.DIGITAL_MEDIATOR, Role.DIGITAL_LEAD)
SENDERS = (Role.HEAD, Role.DIGITAL_LEAD)


def can_alert(actor: Actor) -> Decision:
    """Whether the actor reads the alerts of the house, writes one, adds to one."""
    if actor.organisation_id is not None and actor.has_role(*WRITERS):
        return ALLOWED
    return refused("Les alertes sont écrites par les professionnelles et professionnels de la structure.")


def can_send(actor: Actor) -> Decision:
    """Whether the actor sends what is ready, and notes what came of it."""
    if actor.organisation_id is not None and actor.has_role(*SENDERS):
        return ALLOWED
    return refused("Une alerte est envoyée par la référente ou le référent numérique, ou par la ou le responsable de service.")


def can_change(actor: Actor, *, wrote: bool) -> Decision:
    """Whether the actor changes its words before it goes: who wrote it, or who sends it. ``wrote``: the actor did."""
    if can_alert(actor) and (wrote or can_send(actor)):
        return ALLOWED
    return refused("Le texte d’une alerte est corrigé par qui l’a écrite, ou par qui l’envoie.")
