"""Who may report, and who may answer: everybody reports; an answer is given from the terminal of the instance."""

from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused


def can_report_feedback(actor: Actor) -> Decision:  # noqa: ARG001 - the actor comes first in every policy, and here all may
    """Everybody, with or without an account."""
    return ALLOWED


def can_answer_feedback(actor: Actor) -> Decision:
    """Whoever holds the terminal, or the digital referent of a service."""
    if actor.operator or actor.has_role("referent_numerique", "admin_technique"):
        return ALLOWED
    return refused("Les signalements reçoivent leur réponse de la personne qui administre Relais.")
