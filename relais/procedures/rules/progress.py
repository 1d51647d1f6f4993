"""Where a démarche stands: its dated acts, read in the order of their days, give its state and the days that its clocks need. Pure.

The acts are the truth; a state is never written by hand. Taking an act back is leaving it out and reading the others again.
Silence is no act: it is what a clock says on a day (``relais.procedures.rules.turns``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.kernel.sentences import LongDay, Sentence


class Act(StrEnum):
    """What happened to a démarche on a day."""

    NOTIFIED = "courrier_recu"
    FILED = "deposee"
    ACKNOWLEDGED = "accuse_recu"
    ITEMS_ASKED = "pieces_demandees"
    COMPLETED = "completee"
    EXAMINED = "en_instruction"
    CHASED = "relancee"
    CALLED = "appel"
    PERSON_ASKED = "demande_personne"
    PERSON_ANSWERED = "reponse_personne"
    GRANTED = "accordee"
    REFUSED = "refusee"
    APPEALED = "recours"
    PAID = "versee"
    CLOSED = "close"
    REOPENED = "reprise"


class State(StrEnum):
    """Where it stands, in the order of a life."""

    PREPARED = "a_preparer"
    TO_ANSWER = "a_repondre"
    FILED = "deposee"
    ACKNOWLEDGED = "accuse_recu"
    INCOMPLETE = "incomplete"
    EXAMINED = "en_instruction"
    GRANTED = "accordee"
    REFUSED = "refusee"
    APPEALED = "recours"
    PAID = "versee"
    CLOSED = "close"


#: states in which the request is with the body, which has not answered.
WITH_BODY: Final = frozenset({State.FILED, State.ACKNOWLEDGED, State.INCOMPLETE, State.EXAMINED})
#: states in which nothing more is expected.
OVER: Final = frozenset({State.PAID, State.CLOSED})

_BECOMES: Final[Mapping[Act, State]] = {
    Act.NOTIFIED: State.TO_ANSWER,
    Act.FILED: State.FILED,
    Act.ACKNOWLEDGED: State.ACKNOWLEDGED,
    Act.ITEMS_ASKED: State.INCOMPLETE,
    Act.COMPLETED: State.EXAMINED,
    Act.EXAMINED: State.EXAMINED,
    Act.GRANTED: State.GRANTED,
    Act.REFUSED: State.REFUSED,
    Act.APPEALED: State.APPEALED,
    Act.PAID: State.PAID,
    Act.CLOSED: State.CLOSED,
}
_ALWAYS: Final = frozenset({Act.PERSON_ASKED, Act.PERSON_ANSWERED, Act.CALLED, Act.CLOSED})
#: acts that leave as it was the day on which we wanted to come back to the body.
_ASIDE: Final = frozenset({Act.PERSON_ASKED, Act.PERSON_ANSWERED})
_ANSWERS: Final = frozenset({Act.GRANTED, Act.REFUSED, Act.CHASED})
#: the acts that may follow each state, in the order of the screen.
FOLLOWS: Final[Mapping[State, frozenset[Act]]] = {
    State.PREPARED: frozenset({Act.NOTIFIED, Act.FILED}) | _ALWAYS,
    # a decision came that we did not ask for (an overpayment): what is sent is an appeal or a request for remission
    State.TO_ANSWER: frozenset({Act.APPEALED}) | _ALWAYS,
    State.FILED: frozenset({Act.ACKNOWLEDGED, Act.ITEMS_ASKED, Act.EXAMINED, Act.APPEALED}) | _ANSWERS | _ALWAYS,
    State.ACKNOWLEDGED: frozenset({Act.ITEMS_ASKED, Act.EXAMINED, Act.APPEALED}) | _ANSWERS | _ALWAYS,
    State.INCOMPLETE: frozenset({Act.COMPLETED, Act.ITEMS_ASKED, Act.APPEALED}) | _ANSWERS | _ALWAYS,
    State.EXAMINED: frozenset({Act.ITEMS_ASKED, Act.APPEALED}) | _ANSWERS | _ALWAYS,
    # part of a grant may be refused: an appeal follows it too
    State.GRANTED: frozenset({Act.PAID, Act.CHASED, Act.APPEALED}) | _ALWAYS,
    State.REFUSED: frozenset({Act.APPEALED}) | _ALWAYS,
    State.APPEALED: _ANSWERS | _ALWAYS,
    State.PAID: frozenset({Act.CLOSED}),
    State.CLOSED: frozenset({Act.REOPENED}),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act. ``on``: its day; ``received``: the day the body (of what was sent) or we (of a decision) received it, None unknown;
    ``until``: the last day that the act gives (missing items, an answer asked of the person)."""

    act: Act
    on: date
    received: date | None = None
    until: date | None = None

    @property
    def arrived(self) -> date:
        """The day of reception, or the day of the act when nobody told it."""
        return self.received or self.on


#: the days of a démarche that an act writes, and which of its own days: "" forgets one.
_WRITES: Final[Mapping[Act, tuple[tuple[str, str], ...]]] = {
    Act.NOTIFIED: (("decided", "arrived"),),
    Act.FILED: (("filed", "on"), ("received", "received")),
    Act.ACKNOWLEDGED: (("received", "arrived"),),
    Act.ITEMS_ASKED: (("asked", "on"), ("asked_until", "until"), ("complete", "")),
    Act.COMPLETED: (("complete", "arrived"),),
    Act.GRANTED: (("decided", "arrived"),),
    Act.REFUSED: (("decided", "arrived"),),
    Act.APPEALED: (("appealed", "arrived"),),
    Act.CHASED: (("chased", "on"),),
    Act.CALLED: (("called", "on"), ("look", "until")),
    Act.PAID: (("paid", "on"),),
    Act.PERSON_ASKED: (("person_asked", "on"), ("person_until", "until")),
    Act.PERSON_ANSWERED: (("person_asked", ""), ("person_until", "")),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a démarche stands. Each day is None when it did not happen; ``look``: the day on which a call says to come back to the body;
    ``before``: the state in which it was closed."""

    state: State = State.PREPARED
    filed: date | None = None
    received: date | None = None
    asked: date | None = None
    asked_until: date | None = None
    complete: date | None = None
    decided: date | None = None
    appealed: date | None = None
    chased: date | None = None
    paid: date | None = None
    person_asked: date | None = None
    person_until: date | None = None
    called: date | None = None
    look: date | None = None
    last: date | None = None
    before: "Progress | None" = None


def progress(steps: Iterable[Step]) -> Progress:
    """Read acts in the order of their days (those of one day in the order given)."""
    found = Progress()
    for step in sorted(steps, key=lambda one: one.on):
        found = _after(found, step)
    return found


def _after(was: Progress, step: Step) -> Progress:
    if step.act is Act.REOPENED and was.before is not None:
        return _with(was.before, last=step.on)
    look = was.look if step.act in _ASIDE else None
    now = _with(was, last=step.on, look=look, state=_BECOMES.get(step.act, was.state))
    if step.act is Act.CLOSED:
        return _with(now, before=was)
    return _with(now, **{field: getattr(step, source) if source else None for field, source in _WRITES.get(step.act, ())})


def _with(was: Progress, **changes: object) -> Progress:
    values = {name: getattr(was, name) for name in Progress.__slots__}
    return Progress(**{**values, **changes})


_WHY_NOT: Final[Mapping[State, Sentence]] = {
    State.PREPARED: Sentence("Cette démarche n’est pas encore déposée\u00a0: notez d’abord le jour du dépôt."),
    State.TO_ANSWER: Sentence("Un courrier reçu attend une réponse\u00a0: notez d’abord le jour où elle est envoyée."),
    State.REFUSED: Sentence("Un refus est noté\u00a0: il reste le recours, ou la clôture."),
    State.GRANTED: Sentence("L’accord est noté\u00a0: il reste le versement, un recours ou la clôture."),
    State.APPEALED: Sentence("Un recours est en cours\u00a0: notez sa réponse."),
    State.PAID: Sentence("Le droit est versé\u00a0: cette démarche n’attend plus que sa clôture."),
    State.CLOSED: Sentence("Cette démarche est close\u00a0: rouvrez-la d’abord."),
}
_TOO_SOON: Final = Sentence("Cet acte ne peut pas suivre ce qui est déjà noté. Regardez la suite des dates.")


def can_follow(was: Progress, act: Act) -> Decision:
    """Whether an act may follow where a démarche stands; the reason says what to note first."""
    if act in FOLLOWS[was.state]:
        return ALLOWED
    return refused(_WHY_NOT.get(was.state, _TOO_SOON))


def can_stand(steps: Sequence[Step]) -> Decision:
    """Whether acts make one possible story: what is left when one is taken back must still hold."""
    was = Progress()
    for step in sorted(steps, key=lambda one: one.on):
        if not (decision := can_follow(was, step.act)):
            return decision
        was = _after(was, step)
    return ALLOWED


def dates_hold(was: Progress, step: Step, *, on: date) -> dict[str, Sentence]:
    """What is wrong with the days of a new act: field → sentence, nothing when all is well. ``on``: today."""
    problems: dict[str, Sentence] = {}
    if step.on > on:
        problems["on"] = Sentence("Ce jour n’est pas encore venu. Notez un acte quand il a eu lieu.")
    elif was.last is not None and step.on < was.last:
        problems["on"] = Sentence("Le dernier acte noté est du {day}\u00a0: celui-ci ne peut pas venir avant.", day=LongDay(was.last))
    if step.received is not None and step.received > on:
        problems["received"] = Sentence("Ce jour n’est pas encore venu.")
    elif step.received is not None and step.received < step.on:
        problems["received"] = Sentence("Rien n’est reçu avant le {day}, jour de l’envoi.", day=LongDay(step.on))
    if step.until is not None and step.until < step.on:
        problems["until"] = Sentence("Cette limite vient avant le {day}.", day=LongDay(step.on))
    return problems
