"""What may be decided, and how a domiciliation may end. Pure: each answer is a ``Decision`` with its reason."""

from datetime import date
from typing import Final

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.kernel.sentences import LongDay, Sentence

#: ends that the person did not ask: she is written to first, and may answer.
AGAINST_HER: Final = frozenset({"non_manifestation", "sans_lien", "reglement", "autre"})
#: what the daily run writes by itself.
BY_ITSELF: Final = "echeance"


def may_decide(*, outcome: str, asked_on: date, decided_on: date, today: date) -> Decision:
    """A request is decided once, not before it was made, and not ahead."""
    if outcome:
        return refused(Sentence("Cette demande est déjà décidée."))
    if decided_on < asked_on:
        return refused(Sentence("La décision ne peut pas venir avant la demande, faite le {day}.", day=LongDay(asked_on)))
    if decided_on > today:
        return refused(Sentence("Ce jour n’est pas encore venu."))
    return ALLOWED


def may_notice(*, reason: str, silent_on: date | None, on: date) -> Decision:
    """A person is written to before an end that she did not ask; for her silence, once three months are over."""
    if reason not in AGAINST_HER:
        return refused(Sentence("Pour ce motif, aucun courrier n’est à envoyer avant."))
    if reason == "non_manifestation" and silent_on is None:
        return refused(Sentence("La personne a annoncé son absence\u00a0: les trois mois ne courent pas."))
    if reason == "non_manifestation" and silent_on is not None and on < silent_on:
        return refused(Sentence("Les trois mois sans nouvelles ne sont pas passés\u00a0: ils le seront le {day}.", day=LongDay(silent_on)))
    return ALLOWED


def may_end(*, reason: str, noticed: str, answer_by: date | None, silent_on: date | None, on: date) -> Decision:
    """An end that the person did not ask comes after her time to answer, for the reason that was told her, if it still holds."""
    if reason == BY_ITSELF:
        return refused(Sentence("Une échéance passée se note d’elle-même, le lendemain."))
    if reason not in AGAINST_HER:
        return ALLOWED
    if noticed != reason or answer_by is None:
        return refused(Sentence("Écrivez d’abord à la personne\u00a0: elle doit pouvoir répondre avant la décision."))
    if on <= answer_by:
        return refused(Sentence("La personne peut répondre jusqu’au {day}\u00a0: attendez cette date.", day=LongDay(answer_by)))
    return may_notice(reason=reason, silent_on=silent_on, on=on)
