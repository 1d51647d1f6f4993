"""The probable rights of a file: answers kept with its last situation, computed again by one press, shown on its page and at the end of an
interview. Nothing here waits for an engine that is not loaded yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.offered import Offered, Screened
from relais.foundation.access import ActorRequest
from relais.kernel.months import Month
from relais.people import queries as people
from relais.people import services
from relais.screening import queries, wording
from relais.screening.rules.board import Board, Shown, lay_out
from relais.screening.rules.kept_answers import read_back, written
from relais.screening.rules.retelling import told_again
from relais.screening.rules.told import Told
from relais.screening.web.card_words import card_words
from relais.screening.web.page import outcome_of

if TYPE_CHECKING:
    from datetime import datetime

    from relais.people.models import File, KeptSituation


@dataclass(frozen=True, slots=True)
class Probable:
    """What a situation kept was answered. ``month``: of the rules applied; ``former``: another month than this one's."""

    board: Board
    month: Month
    computed_at: "datetime"
    former: bool


def kept_answers(kept: "KeptSituation", *, on: date) -> Probable | None:
    """The answers kept with a situation, laid out; None when there are none that this version reads. No engine, no query."""
    opened = services.opened_answers(kept)
    screening = read_back(opened[1]) if opened is not None else None
    if opened is None or screening is None:
        return None
    month = Month.parse(opened[0].month)
    board = lay_out(screening=screening, cards=queries.cards())
    return Probable(board, month, opened[0].computed_at, former=month != Month.of(on))


def answer_again(request: ActorRequest, kept: "KeptSituation", told: Told) -> bool:
    """Answer what was told and keep the answers with the situation; False, and nothing kept, when the engine fails.

    Answered without the place when the address is protected: the answers are read by all who follow the file.
    """
    if kept.file.person.address_protected:
        told = told_again(services.situation_to_answer(kept), facts=queries.facts())
    outcome = outcome_of(told)
    if outcome.screening is None:
        return False
    answers, month = written(outcome.screening), Month.of(outcome.today)
    services.keep_answers(actor=request.actor, kept=kept, month=month, answers=answers, now=timezone.now())
    return True


def offered(request: ActorRequest, found: "File") -> Screened | None:
    """The rights that the end of an interview speaks of: to claim, then to check by what is nearest.

    The answers kept with the last situation when they are of this month; else it is answered now, if the engine of this process is warm;
    else the answers of a former month, said to be so. None when no situation is kept.
    """
    now, today = timezone.now(), timezone.localdate()
    kept = people.last_situation(request.actor, found, now=now)
    if kept is None:
        return None
    probable = kept_answers(kept, on=today)
    if probable is not None and not probable.former:
        return Screened(kept.kept_at, probable.month, tuple(_offers(probable.board)))
    if queries.is_warm(today):
        outcome = outcome_of(told_again(services.read_situation(actor=request.actor, kept=kept, now=now), facts=queries.facts()))
        if outcome.board is not None:
            return Screened(kept.kept_at, Month.of(today), tuple(_offers(outcome.board)))
    if probable is not None:
        return Screened(kept.kept_at, probable.month, tuple(_offers(probable.board)), former=True)
    return Screened(kept.kept_at)


def _offers(board: Board) -> Iterable[Offered]:
    return (offer_of(one) for one in (*board.to_claim, *board.to_check))


def offer_of(one: Shown) -> Offered:
    """One answer in a line."""
    words = card_words(one.card)
    return Offered(one.card.code, words.label, one.answer.group.value, wording.amount_words(one))
