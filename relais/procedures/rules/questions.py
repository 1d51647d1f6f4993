"""What to obtain from a body about a démarche, in one sentence to say on the phone. Pure."""

from collections.abc import Mapping
from typing import Final

from relais.kernel.sentences import Sentence
from relais.procedures.rules.progress import State

#: states in which a body owes something: an answer, a payment.
AWAITED: Final = frozenset(
    {State.FILED, State.ACKNOWLEDGED, State.INCOMPLETE, State.EXAMINED, State.GRANTED, State.APPEALED},
)
_TO_OBTAIN: Final[Mapping[State, Sentence]] = {
    State.PREPARED: Sentence("Par quel moyen déposer cette demande, et avec quelles pièces\u202f?"),
    State.FILED: Sentence("La demande est-elle bien arrivée, et quel jour\u202f?"),
    State.ACKNOWLEDGED: Sentence("Où en est le dossier, et quand viendra la décision\u202f?"),
    State.INCOMPLETE: Sentence("Quelles pièces manquent encore, et jusqu’à quand\u202f?"),
    State.EXAMINED: Sentence("Où en est le dossier, et quand viendra la décision\u202f?"),
    State.GRANTED: Sentence("Quel jour le versement sera-t-il fait\u202f?"),
    State.REFUSED: Sentence("Quel est le motif du refus, et peut-on l’avoir par écrit\u202f?"),
    State.APPEALED: Sentence("Le recours est-il enregistré, et sous quel numéro\u202f?"),
}
_LATE: Final = Sentence("Le délai est passé\u00a0: quand la réponse écrite partira-t-elle\u202f?")
_NOTHING: Final = Sentence("Que faire maintenant\u202f?")


def to_obtain(state: State, *, late: bool) -> Sentence:
    """The question to ask. ``late``: the body let its time run out."""
    return _LATE if late else _TO_OBTAIN.get(state, _NOTHING)
