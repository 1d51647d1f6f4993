"""Reads of this room: the engine (one a process), the catalogues, the complete answer for one household. No database, nothing kept."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from relais.kernel.months import Month
from relais.law.answers.curves import wage_curve
from relais.law.answers.screen import Desk, desk_for
from relais.law.answers.shape import Curve, Scenario, Screening
from relais.law.answers.whatif import Supposed, what_if
from relais.law.engine import load_engine, plans_on_disk
from relais.law.engine.face import Engine
from relais.law.engine.freshness import overdue
from relais.law.engine.recording_apart import RecordedApart
from relais.law.rights.card import Card
from relais.law.rights.offer import offer
from relais.law.rights.opening import engine_outputs
from relais.law.situation import catalogue as situation
from relais.law.situation.facts import Fact, Reserve
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

_loading = threading.Lock()
#: one screening at a time in a process: several would share one core anyway, and all end later.
_screening = threading.Lock()
#: that one may take two cores
_THREADS = min(2, os.cpu_count() or 1)
#: ways of telling a household that a process remembers, of some 60 kB each.
_PATTERNS = 64


@lru_cache(maxsize=1)
def _loaded() -> Engine:
    outputs = engine_outputs(cards().values())
    return load_engine(settings.DATA_DIR / "engine", outputs, records=_near, clock=time.monotonic, apart=True, threads=_THREADS)


def _near(month: Month) -> bool:
    """Whether a request may record the plan of a month: any visitor may name any month, and a recording makes everybody wait."""
    return abs(month.months_since(Month.of(timezone.localdate()))) <= 1


def engine() -> Engine:
    """The engine of this process; the plan of a month is loaded at its first question. Recorded then, if nobody has yet and the month is
    this one or next to it; of another month without a plan on disk, OpenFisca answers, more slowly.
    """
    with _loading:
        return _loaded()


def is_warm(on: date) -> bool:
    """Whether this process answers about this day at once: its engine is loaded, and it has answered already."""
    return any(asked[0] == on for asked, _known, _desk_made in _desks)


def warm(on: date) -> None:
    """Answer for someone of whom nothing is known, so that the first visitor waits neither for the engine nor for the parameters."""
    answers(Household("warm", Month.of(on), (Person("p1", Role.DEMANDEUR),)), on=on)


def record_plans(on: date) -> list[Month]:
    """Have the plans of this month and of the next recorded by a child process, so that no question waits on the first of the month.

    The months whose plan could not be had; OpenFisca answers them, more slowly, and the log says why.
    """
    folder = settings.DATA_DIR / "engine"
    plans = RecordedApart(plans_on_disk(folder, engine_outputs(cards().values())), folder)
    month = Month.of(on)
    return [each for each in (month, month.plus(1)) if plans.plan(each) is None]


def facts() -> Mapping[str, Fact]:
    """Every fact that may be asked, in the order of the papers."""
    return situation.facts()


def reserves() -> Mapping[str, Reserve]:
    """The reserves by code."""
    return situation.reserves()


def cards() -> Mapping[str, Card]:
    """The rights by code, in the order of the screen: the national ones, then those of the structures of this instance."""
    return offer(settings.LOCAL_RIGHTS)


def rights_served() -> Mapping[str, tuple[str, ...]]:
    """By fact, the rights that read it: their short names, in the order of the screen."""
    return _served(tuple((card.short, card.facts) for card in cards().values()))


@lru_cache(maxsize=2)
def _served(reads: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, tuple[str, ...]]:
    known = {code for _short, codes in reads for code in codes}
    return {fact: tuple(short for short, codes in reads if fact in codes) for fact in known}


def answers(household: Household, *, on: date) -> Screening:
    """The complete answer for one household, on a day."""
    late, offered = _overdue(household.month), cards()
    with _screening:
        return _desk(on, late, offered).screened([household])[0]


def answers_of(households: Sequence[Household], *, on: date) -> list[Screening]:
    """The same for several households of one month, in the order given: computed together, in columns."""
    if not households:
        return []
    late, offered = _overdue(households[0].month), cards()
    with _screening:
        return _desk(on, late, offered).screened(households)


#: the last desk, and what it was made for: a process answers about the same day with the same cards until midnight
_desks: list[tuple[tuple[date, frozenset[str]], Mapping[str, Card], Desk]] = []


def _desk(on: date, late: frozenset[str], offered: Mapping[str, Card]) -> Desk:
    """The desk of the day; another one for another day, when a structure changed its rights, or when it remembers enough."""
    for asked, known, desk in _desks:
        if asked == (on, late) and known is offered and desk.engine is engine() and not desk.full:
            return desk
    desk = desk_for(engine=engine(), cards=offered.values(), on=on, overdue=late, patterns=_PATTERNS)
    _desks[:] = [((on, late), offered, desk)]
    return desk


def _overdue(month: Month) -> frozenset[str]:
    """Codes of the rights that hang on a yearly parameter not revalued in time."""
    return frozenset(overdue(month, engine().known_dates(month)))


def wage_curve_of(household: Household, *, person: str) -> Curve:
    """What the net wage of one person changes, from nothing to well above the rights."""
    with _screening:
        return wage_curve(household, engine=engine(), cards=tuple(cards().values()), person=person)


def supposed_answers(household: Household, supposed: Sequence[Supposed], *, on: date) -> tuple[Scenario, ...]:
    """Each supposed household beside the one as it is."""
    with _screening:
        return what_if(household, supposed, engine=engine(), cards=cards().values(), on=on, overdue=_overdue(household.month))[1]
