"""The one write of this room: what the situations kept in open files are answered with the rules of a new month, many at a time."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from relais.foundation.access import operator
from relais.kernel.months import Month
from relais.law.situation.household import Household
from relais.people import queries as people
from relais.people import services
from relais.people.models import KeptSituation
from relais.people.services import UnableToKeepFiles
from relais.screening import queries
from relais.screening.rules.kept_answers import written
from relais.screening.rules.reading import read
from relais.screening.rules.retelling import told_again

#: situations answered together: the fixed cost of the engine is paid once, and little is lost when the machine stops.
CHUNK = 300
_ACTOR = operator("droits probables")
_log = logging.getLogger("relais.engine")
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many situations were answered again, and how many this version no longer reads: those keep their former answers, dated."""

    done: int
    unread: int


def answer_again(*, now: datetime, told: Told = lambda _done, _all: None, chunk: int = CHUNK, most: int | None = None) -> Answered:
    """Answer the last situation of every open file that the rules of this month have not answered yet; at most ``most`` of them.

    Persons who asked for a limitation, or objected, are left out (``people.freezing``). In columns, chunk by chunk, each written whole: a
    run that stops is taken up where it was. Memory does not grow with the files.
    ``told``: after each chunk, how many are done, of how many.
    """
    on = timezone.localdate(now)
    left = people.to_answer_again(str(Month.of(on)))
    total, done, unread = left.count(), 0, 0
    total = total if most is None else min(total, most)
    while done + unread < total and (rows := list(left[: min(chunk, total - done - unread)])):
        left = left.filter(pk__gt=rows[-1].pk)
        answered = _answered(rows, on=on)
        services.keep_answers_again(actor=_ACTOR, answers=answered, month=Month.of(on), now=now)
        done, unread = done + len(answered), unread + len(rows) - len(answered)
        told(done + unread, total)
    return Answered(done, unread)


def _answered(rows: Sequence[KeptSituation], *, on: date) -> dict[UUID, tuple[KeptSituation, str]]:
    read_now = [(row, home) for row in rows if (home := _household(row, on=on)) is not None]
    screenings = queries.answers_of([home for _row, home in read_now], on=on)
    return {row.pk: (row, written(one)) for (row, _home), one in zip(read_now, screenings, strict=True)}


def _household(row: KeptSituation, *, on: date) -> Household | None:
    """What was told that day, as it stands this month: ages follow. None for what this version no longer reads."""
    try:
        told = told_again(services.situation_to_answer(row), facts=queries.facts())
        return read(told=told, facts=queries.facts(), reserves=queries.reserves(), month=Month.of(on)).household
    except UnableToKeepFiles as problem:
        # only the kind of failure is logged: its message could hold a fact
        _log.warning("a kept situation is not read any more: %s", type(problem).__name__)
        return None
