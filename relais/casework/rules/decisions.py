"""What the person says of a right, and why: a «yes» may say why the right was not received until now, never why not to ask for it."""

from relais.kernel.decisions import ALLOWED, Decision, refused

YES = "oui"
#: reasons that tell of the past: they may stand beside a «yes».
OF_THE_PAST = frozenset({"inconnu", "jamais_propose", "deja_demande"})


def decision_holds(*, said: str, cause: str) -> Decision:
    """Whether an answer and a reason may be kept together."""
    if said == YES and cause and cause not in OF_THE_PAST:
        return refused("Elle ou il a dit oui : il n’y a pas de raison de ne pas demander. Retirez la raison.")
    return ALLOWED


def waiting(*, said: str) -> bool:
    """Whether a right is to be spoken of again: proposed, or kept for later. A «no» is respected, and never asked again."""
    return said in {"propose", "plus_tard"}
