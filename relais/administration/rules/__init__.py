"""Rules of retention and of requests as plain values (doctrine §2.5 and §4.1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.law.clocks.counting import plus_months

#: the CNIL's référentiel: two years after the last contact from the person; more is justified.
USUAL_MONTHS = 24
#: from the announcement to the elimination: the time for whoever follows the file to answer.
NOTICE = timedelta(days=30)
#: a request is answered within a month (RGPD 12-3).
ANSWER_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What retention looks at in a file. ``held``: a request waits, or a limitation is in force."""

    last_contact_on: date
    opened_by_mistake: bool
    held: bool


def justified(*, months: int, reason: str) -> Decision:
    """More than the usual time is justified in a sentence."""
    if months <= USUAL_MONTHS or len(reason.split()) >= 5:
        return ALLOWED
    return refused("Au-delà de 24 mois, dites pourquoi en une phrase : la CNIL demande une justification.")


def is_over(standing: Standing, *, limit: date) -> bool:
    """Whether the time of a file is over; ``limit``: the day before which a last contact is too old."""
    return not standing.held and (standing.opened_by_mistake or standing.last_contact_on < limit)


def may_go(*, due_on: date, today: date, needs_visa: bool, visa: str) -> Decision:
    """Whether an announced elimination may be carried out today (public archives: R.212-14 of the code du patrimoine)."""
    if today < due_on:
        return refused("Le délai d’annonce court encore.")
    if needs_visa and not visa:
        return refused("Archives publiques : aucune élimination sans le visa des Archives départementales.")
    return ALLOWED


#: from a refusal, or a silence of a month that is one, the time to seize the CADA (CRPA R.311-13, R.343-1); the CNIL has none.
CADA_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Contest:
    """How a person contests what became of her request. ``since``: the day of the refusal, or of the silence that is one.

    ``silent``: nobody answered. ``cada_until``: last day to seize the CADA, None when she has no need of it (the body is private, or it is
    no access). ``over``: that day is past.
    """

    since: date
    silent: bool
    cada_until: date | None
    over: bool


def contest(*, is_access: bool, public: bool, due_on: date, refused_on: date | None, answered: bool, today: date) -> Contest | None:
    """What is open to the person: after a refusal, whole or in part, or once the month is past without an answer; None otherwise."""
    if refused_on is None and (answered or today <= due_on):
        return None
    since = refused_on or due_on
    until = plus_months(since, CADA_MONTHS) if is_access and public else None
    return Contest(since, refused_on is None, until, over=until is not None and today > until)
