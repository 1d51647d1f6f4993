"""Reads of what the person decided of one right: her words in their order, the démarches that followed, what they mean for figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relais.casework.models import OpenRight, RightDecision
from relais.casework.queries.interviews import decisions_in
from relais.casework.queries.open_rights import open_rights
from relais.foundation.access import Actor
from relais.law.answers.shape import Group
from relais.law.rights.card import Card
from relais.people import queries as people
from relais.people.models import File
from relais.people.services import opened_answers
from relais.procedures.models import Procedure
from relais.procedures.queries.procedures import Line, in_file, law_of, line, steps_of
from relais.procedures.rules.progress import State, progress
from relais.procedures.rules.take_up import NonTakeUp, Request, Word, non_take_up
from relais.procedures.rules.turns import turn
from relais.procedures.terms.procedures import Ending
from relais.screening.rules.kept_answers import read_back


@dataclass(frozen=True, slots=True)
class Spoken:
    """One right, or the renewal of one, as it stands. ``words``: the newest first; ``lines``: its démarches, the newest first; ``cause``:
    the type of non-take-up of today, None when there is none."""

    words: tuple[RightDecision, ...]
    lines: tuple[Line, ...]
    cause: NonTakeUp | None = None

    @property
    def last(self) -> RightDecision | None:
        """Her last word."""
        return next(iter(self.words), None)


def of_right(actor: Actor, found: File, card: Card, *, on: date, now: datetime) -> Spoken:
    """What stands of one right of the catalogue."""
    words = tuple(decisions_in(actor, found, now=now).filter(right=card.code).select_related("member"))
    asked = list(in_file(actor, found, now=now).filter(right=card.code, mail="").prefetch_related("acts"))
    names = {card.label.casefold(), card.short.casefold()}
    is_open = any(one.name.casefold() in names for one in open_rights(actor, found, now=now))
    cause = non_take_up(
        probable_since=_probable_since(actor, found, card.code, now=now),
        words=[Word(one.said, one.cause) for one in reversed(words)],
        requests=[_request(one, on=on) for one in asked],
        is_open=is_open,
        on=on,
    )
    return Spoken(words, _lines(asked, on=on), cause)


def of_renewal(actor: Actor, found: File, right: OpenRight, *, on: date, now: datetime) -> Spoken:
    """What stands of the renewal of an open right."""
    words = tuple(decisions_in(actor, found, now=now).filter(open_right=right).select_related("member"))
    return Spoken(words, _lines(in_file(actor, found, now=now).filter(renews=right), on=on))


def _lines(asked: Iterable[Procedure], *, on: date) -> tuple[Line, ...]:
    return tuple(line(one, on=on) for one in asked)


def _request(asked: Procedure, *, on: date) -> Request:
    was = progress(steps_of(one for one in asked.acts.all() if one.undone_at is None))
    granted = any(one.act == "accordee" for one in asked.acts.all() if one.undone_at is None) or was.paid is not None
    return Request(
        was.state,
        filed=was.filed is not None,
        granted=granted or asked.ending == Ending.OBTAINED,
        unanswered=line(asked, on=on).unanswered and turn(was, law_of(asked), on=on).silence != "acceptation",
        given_up=was.state is State.CLOSED and asked.ending == Ending.GIVEN_UP,
    )


def _probable_since(actor: Actor, found: File, right: str, *, now: datetime) -> date | None:
    """The day of the answers kept with the last situation, when they hold the right to be claimed."""
    kept = people.last_situation(actor, found, now=now)
    opened = opened_answers(kept) if kept is not None else None
    screening = read_back(opened[1]) if opened is not None else None
    if opened is None or screening is None:
        return None
    claimed: Sequence[str] = [one.right for one in screening.answers if one.group is Group.TO_CLAIM]
    return timezone.localdate(opened[0].computed_at) if right in claimed else None
