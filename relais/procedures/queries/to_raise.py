"""«À aborder au prochain rendez-vous»: in the files in one's hand, the rights that the answers kept make probable and that wait for a word.

The machine opens the answers to count them; their names are read on the page of the file, which writes the reading in its journal. Nothing
crosses from one référent to another; whoever heads a service is told a number of files.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from relais.casework.models import Appointment, OpenRight, RightDecision
from relais.casework.terms.agenda import AppointmentState
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.foundation.lines import Line as Row
from relais.foundation.lines import Rows, row, together
from relais.kernel.months import Month
from relais.law.rights.card import Card
from relais.people import queries as people
from relais.people.models import KeptSituation
from relais.people.policies import identity
from relais.people.queries import Hand
from relais.people.services import opened_answers
from relais.procedures.models import Procedure
from relais.procedures.queries.texts import sheets
from relais.procedures.rules.to_raise import OLD, Known, Probable, is_old, to_raise
from relais.procedures.rules.turns import Whose
from relais.screening.queries import cards
from relais.screening.rules.board import Shown, lay_out
from relais.screening.rules.kept_answers import read_back

_SAID, _ASKED, _OPEN, _NEXT = "paroles", "demandes", "ouverts", "rendez-vous"


@dataclass(frozen=True, slots=True)
class ToRaise:
    """One file. ``to_claim``, ``to_check``: how many rights; ``at``: her next appointment with the actor, None without; ``told_on``: the
    day of her situation; ``old``: to be read again with her; ``former``: answered by the rules of another month."""

    file_id: UUID
    called: str
    to_claim: int
    to_check: int
    at: datetime | None
    told_on: date
    old: bool
    former: bool


@dataclass(frozen=True, slots=True)
class Screened:
    """``files``: those with something to raise, the first appointment first, then by name; ``answered``: of how many files in hand the
    situation was answered; ``untold``: of how many no situation is kept, or none was answered."""

    files: tuple[ToRaise, ...]
    answered: int
    untold: int


def in_hand(actor: Actor, held: Hand, *, now: datetime, files: Collection[UUID] | None = None) -> Screened:
    """The files in hand, or these of them alone. Two queries; none without a file."""
    mine = (held.files if held.actor == actor else frozenset[UUID]()) & frozenset(held.files if files is None else files)
    if not mine:
        return Screened((), 0, 0)
    on = timezone.localdate(now)
    kept = list(people.answers_in_hand(actor, held, files=mine))
    lines = together(_asked(actor, mine, now=now)) if kept else {}
    known, comes = _known(lines), _next(lines.get(_NEXT, ()))
    called = held.called
    found, answered = [], 0
    for one in kept:
        probable = _probable(one)
        if probable is None:
            continue
        answered += 1
        claim, check = ([right for right in group if right.card.code in left] for group, left in _left(probable, known[one.file_id]))
        if claim or check:
            told_on, month = timezone.localdate(one.kept_at), one.answers.month
            facts = (told_on, is_old(told_on, on=on), month != str(Month.of(on)))
            found.append(ToRaise(one.file_id, called[one.file_id], len(claim), len(check), comes.get(one.file_id), *facts))
    found.sort(key=lambda one: (one.at is None, one.at or now, one.called.casefold(), str(one.file_id)))
    return Screened(tuple(found), answered, len(mine) - answered)


def _asked(actor: Actor, mine: Collection[UUID], *, now: datetime) -> list[tuple[str, Rows]]:
    """What a file already says of its rights, and her next hours with the actor."""
    files = Among(mine)
    said = RightDecision.objects.within(actor).filter(file_id__in=files).exclude(right="")
    lately = ~Q(whose=Whose.NOBODY.value) | Q(opened_at__gt=now - OLD)
    asked = Procedure.objects.within(actor).filter(lately, file_id__in=files).exclude(right="")
    opened = OpenRight.objects.filter(file_id__in=files, closed_on=None)
    return [
        (_SAID, row(said, file_id="file_id", code="right", words="said", at="decided_at")),
        (_ASKED, row(asked, file_id="file_id", code="right", words="sheet")),
        (_OPEN, row(opened, file_id="file_id", words="name")),
        (_NEXT, row(hours(actor, mine, now=now), file_id="file_id", at="starts_at")),
    ]


def hours(actor: Actor, files: Collection[UUID], *, now: datetime) -> QuerySet[Appointment]:
    """The actor's own hours to come with the persons of these files."""
    mine = Appointment.objects.within(actor).filter(file_id__in=Among(files), member_id=identity(actor), state=AppointmentState.PLANNED)
    return mine.filter(ends_at__gt=now).order_by("starts_at", "pk")


def _known(lines: Mapping[str, list[Row]]) -> Mapping[UUID | None, Known]:
    said: dict[UUID | None, dict[str, str]] = defaultdict(dict)
    for line in sorted(lines.get(_SAID, ()), key=lambda line: str(line.at)):
        said[line.file_id][line.code] = line.words
    asked: dict[UUID | None, set[str]] = defaultdict(set)
    known_sheets = sheets()
    for line in lines.get(_ASKED, ()):
        # one démarche claims all the rights of its sheet: both kinds of C2S are one request
        sheet = known_sheets.get(line.words)
        asked[line.file_id] |= {line.code, *(sheet.rights if sheet is not None else ())}
    names: dict[UUID | None, set[str]] = defaultdict(set)
    for line in lines.get(_OPEN, ()):
        names[line.file_id].add(line.words.casefold())
    told = {key: Known(said[key], asked[key], names[key]) for key in {*said, *asked, *names}}
    return defaultdict(lambda: Known({}, (), ()), told)


def _next(lines: Iterable[Row]) -> dict[UUID, datetime]:
    first: dict[UUID, datetime] = {}
    for line in lines:
        if line.file_id is not None and line.at is not None:
            first[line.file_id] = min(line.at, first.get(line.file_id, line.at))
    return first


def _probable(kept: KeptSituation) -> tuple[tuple[Shown, ...], tuple[Shown, ...]] | None:
    """The rights to claim and to check of a situation; None when it was not answered, or when this version does not read it."""
    opened = opened_answers(kept)
    screening = read_back(opened[1]) if opened is not None else None
    if screening is None:
        return None
    board = lay_out(screening=screening, cards=cards())
    return board.to_claim, board.to_check


def _left(groups: tuple[tuple[Shown, ...], ...], known: Known) -> list[tuple[tuple[Shown, ...], frozenset[str]]]:
    return [(group, frozenset(to_raise([_as_plain(one) for one in group], known))) for group in groups]


def _as_plain(one: Shown) -> Probable:
    return Probable(one.card.code, _names(one.card), received=bool(one.answer.received))


def _names(card: Card) -> frozenset[str]:
    return frozenset({card.label.casefold(), card.short.casefold()})


def answered_in_service(actor: Actor, *, on: date) -> int:
    """For whoever heads a service: of how many of its files the rules of this month have answered the situation."""
    return people.answered_in_service(actor, str(Month.of(on)))
