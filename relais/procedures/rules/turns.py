"""Whose turn it is in a démarche, and until when: what stands recorded, read against its clocks of law on a day. Pure.

«C’est à moi», «j’attends l’organisme», «j’attends la personne». The turn changes by itself the day a clock runs out: nobody has to
remember it. Silence is told after its
*legal* day, the one that gives the right to say so; a limit to act before is shown by its *safe* day (docs/adr/0016).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from relais.kernel.sentences import LongDay, Sentence
from relais.law.clocks.engine import Answer, Dated, answer
from relais.law.clocks.given import Given, ImpossibleDatesError, reception
from relais.law.clocks.tables import Rule
from relais.procedures.rules.progress import OVER, WITH_BODY, Progress, State

#: days after which a grant that nobody saw paid is looked at again: a monthly payment and the days of a transfer (our practice, no text).
PAYMENT_WATCHED: Final = timedelta(days=45)
#: days after which a request without a known clock is looked at again (our practice: the usual two months).
UNKNOWN_CLOCK: Final = timedelta(days=60)
#: days given to the person when nobody said how many (our practice).
PERSON_WATCHED: Final = timedelta(days=15)
#: days before a limit at which waiting for the person is over (our practice: a week is needed to write, sign and post).
BEFORE_A_LIMIT: Final = timedelta(days=7)


class Whose(StrEnum):
    """Who has to act."""

    MINE = "a_moi"
    BODY = "organisme"
    PERSON = "personne"
    NOBODY = "personne_ne"


@dataclass(frozen=True, slots=True)
class Law:
    """The clocks of a démarche: that of its silence and that of its appeal, None when no table holds one."""

    silence: Rule | None = None
    appeal: Rule | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """``why``: one sentence. ``turns_on``: the day it becomes ours by itself, None when it does not. ``before``: the day before which
    we must act, None without. ``silence``: what silence came to mean (``acceptation``, ``refus``), "" while it means nothing."""

    whose: Whose
    why: Sentence
    turns_on: date | None = None
    before: date | None = None
    silence: str = ""


def clock(was: Progress, law: Law, *, on: date) -> Answer | None:
    """The dates of law of where a démarche stands; None when no clock runs, or when its days contradict each other."""
    if was.state in WITH_BODY and law.silence is not None and was.filed is not None:
        return _silence(was, law.silence, on=on)
    if was.state in (State.REFUSED, State.TO_ANSWER) and law.appeal is not None and was.decided is not None:
        return _asked(law.appeal, Given(received=was.decided), on=on)
    if was.state is State.APPEALED and law.appeal is not None and was.appealed is not None:
        started = was.decided or was.appealed
        return _asked(law.appeal, Given(received=min(started, was.appealed), filed=was.appealed), on=on)
    return None


def _silence(was: Progress, rule: Rule, *, on: date) -> Answer | None:
    """None while missing items keep the clock from starting, or from being told: silence then means nothing yet."""
    restarts = any(step.completion == "restart" for step in rule.steps)
    if was.state is State.INCOMPLETE and (restarts or was.asked_until is None):
        return None
    given = Given(
        received=was.received or was.filed or on, complete=was.complete, asked=was.asked, asked_until=was.asked_until, posted=was.filed
    )
    return _asked(rule, given, on=on, known=was.received is not None)


def _asked(rule: Rule, given: Given, *, on: date, known: bool = True) -> Answer | None:
    try:
        within = reception(received=given.received if known else None, posted=given.posted)
        return answer(rule, given, within=within, on=on)
    except ImpossibleDatesError:
        return None


def turn(was: Progress, law: Law, *, on: date) -> Turn:
    """Whose turn it is on a day."""
    with_body = was.state in WITH_BODY or was.state is State.APPEALED
    if with_body and (said := _run_out(was, law, on=on)) is not None:
        return said
    said = _SAYS.get(was.state, _waiting)(was, law, on)
    if was.person_asked is not None and was.state not in OVER:
        return _person(was, law, said, on=on)
    return _looked_at(said, was, on=on)


def _looked_at(said: Turn, was: Progress, *, on: date) -> Turn:
    """What waits for the body comes back to us on the day that a call gave, when that is sooner."""
    if was.look is None or said.whose is not Whose.BODY:
        return said
    if was.look <= on:
        return Turn(
            Whose.MINE, Sentence("Depuis l’appel du {day}\u00a0: le jour d’y revenir est venu.", day=LongDay(was.called or was.look))
        )
    return replace(said, turns_on=min(was.look, said.turns_on or was.look))


#: states in which the clock of the body may run out.
AWAITED_OF_BODY: Final = WITH_BODY | {State.APPEALED}


def late_on(was: Progress, law: Law, *, on: date) -> date | None:
    """The first day on which the body has let its time run out: that of the law, or our practice where no table sets one. None while it
    owes no answer. Whose turn it is changes nothing to it: the day to call again, or that of the person's answer, are not a silence.

    While items are missing, only the law makes a body late: its clock goes on when the time it gave for them is over (CRPA L.114-5).
    """
    if was.state not in AWAITED_OF_BODY:
        return None
    silence = _dated(clock(was, law, on=on), "acceptation", "refus")
    if silence is not None:
        return silence.legal + timedelta(days=1)
    return None if was.state is State.INCOMPLETE else _last_sign(was) + UNKNOWN_CLOCK + timedelta(days=1)


def _last_sign(was: Progress) -> date:
    """The last day from which a body without a known clock is waited for."""
    return max(day for day in (was.chased, was.appealed, was.complete, was.received, was.filed, was.last) if day is not None)


def _dated(found: Answer | None, *meanings: str) -> Dated | None:
    dates = found.dates if found is not None else ()
    return next((one for one in dates if one.meaning in meanings and one.code.startswith("silence")), None)


def _limit(found: Answer | None, *, on: date) -> date | None:
    """The first limit of a clock that is not over."""
    return min((one.safe for one in (found.dates if found else ()) if one.meaning == "limite" and one.legal >= on), default=None)


def _run_out(was: Progress, law: Law, *, on: date) -> Turn | None:
    """Silence came to mean something: it is ours to act. The legal day is the one that gives the right to say so."""
    found = clock(was, law, on=on)
    silence = _dated(found, "acceptation", "refus")
    if silence is None or silence.legal >= on:
        return None
    if silence.meaning == "acceptation":
        why = Sentence("Pas de réponse le {day}\u00a0: la demande est accordée. Demandez l’attestation.", day=LongDay(silence.legal))
        return Turn(Whose.MINE, why, silence=silence.meaning)
    why = Sentence("Pas de réponse le {day}\u00a0: cela vaut refus. Relancez, ou préparez le recours.", day=LongDay(silence.legal))
    return Turn(Whose.MINE, why, before=_limit(found, on=on), silence=silence.meaning)


def _person(was: Progress, law: Law, said: Turn, *, on: date) -> Turn:
    """Until the day given, and never so long that a silence or a limit passes unseen. ``said``: the turn if she were not asked."""
    asked = was.person_asked or on
    until = was.person_until or asked + PERSON_WATCHED
    if until < on:
        why = Sentence("La personne devait répondre le {day}\u00a0: reprenez contact.", day=LongDay(until))
        return Turn(Whose.MINE, why, before=said.before)
    found = clock(was, law, on=on)
    limit = was.asked_until if was.state is State.INCOMPLETE else _limit(found, on=asked)
    if limit is not None and limit - BEFORE_A_LIMIT <= on:
        why = Sentence("La limite du {day} presse, et la personne n’a pas répondu\u00a0: reprenez contact.", day=LongDay(limit))
        return Turn(Whose.MINE, why, before=said.before)
    silence = _dated(found, "acceptation", "refus")
    days = [until + timedelta(days=1)]
    days += [limit - BEFORE_A_LIMIT] if limit is not None else []
    days += [silence.legal + timedelta(days=1)] if silence is not None else []
    why = Sentence("Réponse de la personne attendue le {day}.", day=LongDay(until))
    return Turn(Whose.PERSON, why, turns_on=min(days), before=said.before)


def _over(_was: Progress, _law: Law, _on: date) -> Turn:
    return Turn(Whose.NOBODY, Sentence("Rien n’est plus attendu."))


def _prepared(_was: Progress, _law: Law, _on: date) -> Turn:
    return Turn(Whose.MINE, Sentence("Préparez la demande, puis notez le jour du dépôt."))


def _items(was: Progress, _law: Law, _on: date) -> Turn:
    if was.asked_until is None:
        return Turn(Whose.MINE, Sentence("L’organisme demande des pièces\u00a0: envoyez-les, puis notez le jour."))
    why = Sentence("L’organisme demande des pièces, à envoyer au plus tard le {day}.", day=LongDay(was.asked_until))
    return Turn(Whose.MINE, why, before=was.asked_until)


def _refused(was: Progress, law: Law, on: date) -> Turn:
    before = _limit(clock(was, law, on=on), on=on)
    if before is None:
        return Turn(Whose.MINE, Sentence("Refus reçu\u00a0: voyez avec la personne si elle le conteste, et jusqu’à quand."))
    why = Sentence("Refus reçu\u00a0: recours possible jusqu’au {day}, si la personne le veut.", day=LongDay(before))
    return Turn(Whose.MINE, why, before=before)


def _to_answer(was: Progress, law: Law, on: date) -> Turn:
    before = _limit(clock(was, law, on=on), on=on)
    if before is None:
        return Turn(Whose.MINE, Sentence("Courrier reçu\u00a0: répondez avec la personne, et vérifiez jusqu’à quand."))
    return Turn(Whose.MINE, Sentence("Courrier reçu\u00a0: réponse à envoyer au plus tard le {day}.", day=LongDay(before)), before=before)


def _granted(was: Progress, _law: Law, on: date) -> Turn:
    day = (was.chased or was.decided or on) + PAYMENT_WATCHED
    if day < on:
        return Turn(Whose.MINE, Sentence("Accord reçu, versement pas encore vu\u00a0: vérifiez avec la personne."))
    return Turn(Whose.BODY, Sentence("Accord reçu\u00a0: le versement est attendu."), turns_on=day + timedelta(days=1))


def _waiting(was: Progress, law: Law, on: date) -> Turn:
    silence = _dated(clock(was, law, on=on), "acceptation", "refus")
    if silence is not None:
        why = Sentence("Réponse de l’organisme attendue au plus tard le {day}.", day=LongDay(silence.legal))
        return Turn(Whose.BODY, why, turns_on=silence.legal + timedelta(days=1))
    since = _last_sign(was)
    if since + UNKNOWN_CLOCK < on:
        return Turn(Whose.MINE, Sentence("Sans nouvelle depuis le {day}\u00a0: relancez l’organisme.", day=LongDay(since)))
    why = Sentence("Réponse de l’organisme attendue. Aucun délai de nos tables ne la fixe\u00a0: à revoir.")
    return Turn(Whose.BODY, why, turns_on=since + UNKNOWN_CLOCK + timedelta(days=1))


_SAYS: Final[Mapping[State, Callable[[Progress, Law, date], Turn]]] = {
    State.PREPARED: _prepared,
    State.TO_ANSWER: _to_answer,
    State.INCOMPLETE: _items,
    State.REFUSED: _refused,
    State.GRANTED: _granted,
    State.PAID: _over,
    State.CLOSED: _over,
}
