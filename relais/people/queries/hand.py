"""The files in an actor's hand, read once for a page whose panels all begin by them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.foundation.lines import Line, Rows, row, together
from relais.people import policies
from relais.people.models import Assignment, File
from relais.people.queries.files import files_in_hand, files_led
from relais.people.reading import Hand
from relais.people.rules import Level, parts_that_open
from relais.people.terms import FileState, Part

#: what is asked together: parts in files, accesses for a time, acts of sharing; and who keeps the actor out.
_PARTS, _TIMES, _SHARINGS, _BARS = "parts", "times", "sharings", "bars"
_WHO = {"file_id": "file_id", "other_id": "file__person_id", "called": "file__person__called"}
_ADMINISTRATIVE = Case(When(opens_administrative=True, then=Value(1)), default=Value(0))
_EVALUATION = Case(When(opens_evaluation=True, then=Value(Level.EVALUATION.value)), default=Value(""))


def hand(actor: Actor, *, now: datetime) -> Hand:
    """What the actor has in hand now, and all that is opened to them by name. One query; none for whom nothing can be."""
    asked = together(_asked(actor, now=now))
    barred = {line.other_id for line in asked.pop(_BARS, ())}
    told = {name: [line for line in asked[name] if line.other_id not in barred] for name in (_PARTS, _TIMES, _SHARINGS)}
    parts = sorted(told[_PARTS], key=_last_opened_first)
    led = {line.file_id: line.called for line in parts if line.file_id and line.code == Part.LEAD and line.more != FileState.CLOSED}
    kept = {line.file_id: line.called for line in parts if line.file_id and line.code == Part.SUBSTITUTE and line.more != FileState.CLOSED}
    called = {line.file_id: line.called for lines in told.values() for line in lines if line.file_id}
    return Hand(actor, led, kept, called, {level: frozenset(_named(actor, level, told)) for level in Level})


def _asked(actor: Actor, *, now: datetime) -> list[tuple[str, Rows]]:
    if actor.user_id is None or actor.organisation_id is None:
        return []
    asked: list[tuple[str, Rows]] = []
    if policies.accompanies(actor, Level.EXISTENCE):
        mine = Assignment.objects.filter(policies.current(now), member_id=actor.user_id)
        told = {"code": "part", "at": "file__opened_at", "words": "file__name_key", "more": "file__state"}
        asked.append((_PARTS, row(_in_the_house(mine, actor), **_WHO, **told)))
    asked += [(_TIMES, row(_in_the_house(rows, actor), **_WHO)) for rows in policies.openings_for_a_time(actor, now=now)]
    if policies.receives_sharings(actor, Level.EXISTENCE):
        shared = _in_the_house(policies.sharings_with(actor, Level.EXISTENCE, now=now), actor)
        asked.append((_SHARINGS, row(shared, **_WHO, number=_ADMINISTRATIVE, code=_EVALUATION)))
    # the other half of ``policies.bounds``, read once rather than asked of each list
    return [*asked, (_BARS, row(policies.bars_met(actor), other_id="person_id"))] if asked else []


def _in_the_house(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(file__organisation_id=actor.organisation_id)


def _last_opened_first(line: Line) -> tuple[float, str, str]:
    return (-line.at.timestamp() if line.at else 0, line.words, str(line.file_id))


def _named(actor: Actor, level: Level, told: Mapping[str, Iterable[Line]]) -> Iterable[UUID]:
    """``policies.reaches`` without what a role opens, from the rows already read."""
    if policies.accompanies(actor, level):
        parts = parts_that_open(level)
        yield from (line.file_id for line in told[_PARTS] if line.file_id and line.code in parts)
    yield from (line.file_id for line in told[_TIMES] if line.file_id)
    if policies.receives_sharings(actor, level):
        yield from (line.file_id for line in told[_SHARINGS] if line.file_id and _opens(line, level))


def _opens(line: Line, level: Level) -> bool:
    """``policies.opened_by_sharing``: any part given also opens whom to reach and how."""
    return {Level.ADMINISTRATIVE: line.number == 1, Level.EVALUATION: line.code == Level.EVALUATION.value}.get(level, True)


Ids = Among | QuerySet[File, UUID]


def ids_in_hand(actor: Actor, *, now: datetime, held: Hand | None = None) -> Ids:
    """The identifiers of ``files_in_hand`` for a condition on rows: those of ``held`` when it is this actor's, else asked with the rows."""
    if held is not None and held.actor == actor:
        return Among(held.files)
    reached = policies.reaches(actor, Level.ADMINISTRATIVE, now=now)
    return files_in_hand(actor, now=now).filter(reached).order_by().values_list("pk", flat=True)


def ids_led(actor: Actor, *, now: datetime, held: Hand | None = None) -> Ids:
    """The same for ``files_led``."""
    if held is not None and held.actor == actor:
        return Among(held.led)
    reached = policies.reaches(actor, Level.ADMINISTRATIVE, now=now)
    return files_led(actor, now=now).filter(reached).order_by().values_list("pk", flat=True)
