"""The life of an alert: read again, sent, acknowledged, answered; each act may be taken back, the last one first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.kernel.sentences import LongDay, Sentence


class Act(StrEnum):
    """What is done of an alert."""

    READY = "prete"
    SENT = "envoyee"
    ACKNOWLEDGED = "accusee"
    CHASED = "relancee"
    ANSWERED = "repondue"
    WITHDRAWN = "retiree"


class State(StrEnum):
    """Where an alert stands."""

    DRAFT = "a_relire"
    READY = "a_envoyer"
    SENT = "envoyee"
    ACKNOWLEDGED = "accusee"
    ANSWERED = "repondue"
    WITHDRAWN = "retiree"


#: states in which the same trouble is added to the alert, rather than told by another one.
OPEN: Final = frozenset({State.DRAFT, State.READY, State.SENT, State.ACKNOWLEDGED})
#: states in which the body has it, and has not answered.
WAITING: Final = frozenset({State.SENT, State.ACKNOWLEDGED})
#: states in which its words may still change: nobody has read them outside.
WRITTEN: Final = frozenset({State.DRAFT, State.READY})
#: an answer is asked for within so many days: ours, no text of law sets one.
ASKED: Final = timedelta(days=30)
#: without an answer after so many, it is chased, and may go to the Défenseur des droits (doctrine, S80).
LATE: Final = timedelta(days=60)

_LEADS: Final = {
    Act.READY: State.READY,
    Act.SENT: State.SENT,
    Act.ACKNOWLEDGED: State.ACKNOWLEDGED,
    Act.ANSWERED: State.ANSWERED,
    Act.WITHDRAWN: State.WITHDRAWN,
}
_FROM: Final = {
    Act.READY: frozenset({State.DRAFT}),
    Act.SENT: frozenset({State.READY}),
    Act.ACKNOWLEDGED: frozenset({State.SENT}),
    Act.CHASED: WAITING,
    Act.ANSWERED: WAITING,
    Act.WITHDRAWN: OPEN,
}


@dataclass(frozen=True, slots=True)
class Done:
    """One act and its day."""

    act: Act
    on: date


def state_after(acts: Sequence[Act]) -> State:
    """Where an alert stands after these acts, in their order; a reminder moves nothing."""
    moves = [_LEADS[act] for act in acts if act in _LEADS]
    return moves[-1] if moves else State.DRAFT


def can_do(act: Act, *, state: State) -> Decision:
    """Whether this act follows."""
    return (
        ALLOWED
        if state in _FROM[act]
        else refused("Cela ne se note pas à cette étape de l’alerte. Regardez où elle en est, puis recommencez.")
    )


def day_holds(*, on: date, last: date | None, today: date) -> Sentence | None:
    """What is wrong with the day of an act; None when it holds. ``last``: the day of the act before."""
    if on > today:
        return Sentence("Ce jour n’est pas encore venu.")
    if last is not None and on < last:
        return Sentence("Le dernier acte noté est du {day}\u00a0: celui-ci ne peut pas venir avant.", day=LongDay(last))
    return None


def is_late(done: Sequence[Done], *, state: State, on: date) -> bool:
    """Whether the body has left it without an answer for sixty days, from the sending or from the last reminder."""
    days = [one.on for one in done if one.act in {Act.SENT, Act.CHASED}]
    return state in WAITING and bool(days) and on - max(days) >= LATE
