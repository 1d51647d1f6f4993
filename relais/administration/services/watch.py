"""The weekly rules on the journal: each week that is over is looked at once in each house, whole, and begun again where it stopped.

Only what is sealed is read (``foundation.journal``), by the command or by the daily act; that it was read is a line of the journal.
What is read is held for one account at a time, names for one house at a time; signals alone are kept.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from relais.accounts.models import Organisation
from relais.administration.models import Signal, WatchedWeek
from relais.administration.queries import registers
from relais.administration.rules import readings
from relais.administration.services import lapses
from relais.foundation import journal, journal_sealing
from relais.foundation.access import operator
from relais.foundation.journal import Done
from relais.kernel.purposes import Purpose
from relais.people import standings
from relais.people.models import File
from relais.people.rules import Standing

_ACTOR = operator("règles du journal")
_WEEK = timedelta(days=7)
#: weeks looked at after a stop: older ones are left. When the rules arrive in a house, only the last one: its team has just been told.
WEEKS_BACK = 8
#: the pages of a file; lists, calls and exports read several at one press and say it in their own line.
_OPENINGS = {"file.read": True, "file.reception_read": False}
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Watched:
    """What one run did."""

    weeks: int
    signals: int


def watch(*, now: datetime, told: Told = lambda _done, _all: None) -> Watched:
    """Look at every week that is over and was not looked at, in every house. ``told``: called after each with how many, of how many."""
    due = [(house, monday) for house in lapses.houses() for monday in _weeks(house, now=now)]
    found = 0
    for done, (house, monday) in enumerate(due, 1):
        found += watch_week(house, monday=monday, now=now)
        told(done, len(due))
    return Watched(len(due), found)


def _weeks(house: Organisation, *, now: datetime) -> Iterator[date]:
    """The Mondays of the weeks to look at, oldest first."""
    monday = _monday(timezone.localdate(now))
    seen = set(WatchedWeek.objects.filter(organisation=house).values_list("week_on", flat=True))
    first = max(monday - (WEEKS_BACK if seen else 1) * _WEEK, _monday(timezone.localdate(house.opened_at)))
    while first < monday:
        if first not in seen:
            yield first
        first += _WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def watch_week(house: Organisation, *, monday: date, now: datetime) -> int:
    """Look at the readings of one week of a house, unless it is done; how many signals were written."""
    _seen, is_new = WatchedWeek.objects.get_or_create(organisation=house, week_on=monday, defaults={"watched_at": now})
    if not is_new:
        return 0
    while journal_sealing.seal_chain(journal.chain_of(house.pk), now=now):
        pass
    since, until = (datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) for day in (monday, monday + _WEEK))
    names = standings.Names(house.pk)
    most = registers.policy_of(house).files_an_hour
    kept = _already_told(house)
    lines = journal.done_between(house.pk, of=File._meta.label_lower, since=since, until=until)  # noqa: SLF001  # Django's documented meta
    found = [
        Signal(organisation=house, week_on=monday, member_id=one.account, file_ref=one.file, **_columns(one))
        for account, done in groupby(lines, key=lambda line: line.actor_id)
        if account in names.accounts()
        for one in _of_account(account, list(done), names=names, most=most, since=since, until=until)
        if (one.rule, one.account, one.file) not in kept
    ]
    Signal.objects.bulk_create(found, ignore_conflicts=True, batch_size=200)
    journal.record(actor=_ACTOR, action="readings.watched", at=now, organisation_id=house.pk, purpose=Purpose.SECURITY)
    return len(found)


def _columns(one: readings.Found) -> dict[str, object]:
    return {"rule": one.rule.value, "on": one.on, "count": one.count, "standing": one.standing.value}


def _already_told(house: Organisation) -> Collection[tuple[str, UUID, UUID | None]]:
    """The signals that are told once, of the time that they are kept."""
    once = Signal.objects.filter(organisation=house, rule__in=[rule.value for rule in readings.TOLD_ONCE])
    return set(once.values_list("rule", "member_id", "file_ref"))


def _of_account(
    account: UUID, done: list[Done], *, names: standings.Names, most: int, since: datetime, until: datetime
) -> Iterable[readings.Found]:
    """What the rules tell of one account; a file that is gone since is left out."""
    kept = standings.kept_files({line.about_id for line in done})
    opened: dict[UUID, list[tuple[Done, bool]]] = defaultdict(list)
    wrote: set[readings.Pair] = set()
    for line in done:
        if line.about_id not in kept:
            continue
        file_id, is_merged = kept[line.about_id]
        if line.action in _OPENINGS:
            opened[file_id].append((line, is_merged))
        elif not line.is_reading:
            wrote.add((account, file_id))
    if not opened:
        return []
    ways = standings.ways_of(account, since=since, until=until)
    read = [_reading(ways, file_id, line, is_merged=merged) for file_id, lines in opened.items() for line, merged in lines]
    shared = {(account, file_id): what for file_id, what in names.shared(account, opened.keys()).items()}
    return readings.signals(read, wrote=wrote, names=shared, most_an_hour=most)


def _reading(ways: standings.Ways, file_id: UUID, line: Done, *, is_merged: bool) -> readings.Reading:
    standing = ways.standing(file_id, at=line.at, whole=_OPENINGS[line.action], roles=line.role.split())
    if standing is Standing.NONE and is_merged:
        standing = Standing.MERGED
    return readings.Reading(line.actor_id, file_id, line.at, timezone.localdate(line.at), standing)
