"""What the person says of a right, and why: a reason goes with «no» or «later» (or with a right just proposed), never with «yes»."""

from relais.kernel.decisions import ALLOWED, Decision, refused

YES = "oui"


def decision_holds(*, said: str, cause: str) -> Decision:
    """Whether an answer and a reason may be kept together."""
    if said == YES and cause:
        return refused("Elle ou il a dit oui : il n’y a pas de raison de ne pas demander. Retirez la raison.")
    return ALLOWED


def waiting(*, said: str) -> bool:
    """Whether a right is to be spoken of again: proposed, or kept for later. A «no» is respected, and never asked again."""
    return said in {"propose", "plus_tard"}
