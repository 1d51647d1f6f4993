"""Weekly rules on the readings of files (CNIL, délibération 2021-122; doctrine §2.8): from pseudonymous readings to signals.

A signal is a reading that nobody has looked at yet and that somebody should; it says nothing of a fault, and measures nobody. What is
already examined elsewhere (an exceptional access has its review) is never told twice. No name enters here: who and what are identifiers.
"""

import enum
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from relais.people.rules import NameShared, Standing

#: files opened in an hour beyond which it is told, unless the delegate says otherwise: one every two minutes, a whole hour long.
MOST_AN_HOUR = 30
#: what the delegate may choose.
FEWEST_ALLOWED, MOST_ALLOWED = 5, 500
#: days of one week on which the same file is opened again without a word written in it.
DAYS_BACK = 4
_HOUR = timedelta(hours=1)
#: from the Monday to the Sunday of a week.
WEEK = timedelta(days=6)


class Rule(enum.StrEnum):
    """A rule by its code."""

    NOTHING_OPENS = "rien_ne_l_ouvre"
    DESK_ALONE = "permanence_seule"
    MANY = "beaucoup_en_une_heure"
    COMES_BACK = "revient_sans_ecrire"
    FAMILY_NAME = "meme_nom"
    COLLEAGUE = "collegue"


#: told once for one account and one file, and not again while that signal is kept: a name does not change from week to week.
TOLD_ONCE = frozenset({Rule.FAMILY_NAME, Rule.COLLEAGUE})
#: what comes back without writing: who neither keeps the file nor was let in under somebody's eyes that day.
_ONLOOKERS = frozenset({Standing.TEAM, Standing.SHARED, Standing.SERVICE})


@dataclass(frozen=True, slots=True)
class Reading:
    """One opening of a file: by which account, when, on which day here, by which way it was open then."""

    account: UUID
    file: UUID
    at: datetime
    on: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule tells. ``file``: None when it is about several. ``count``: files of the fullest hour, or days on which it was opened."""

    rule: Rule
    account: UUID
    file: UUID | None
    on: date
    count: int
    standing: Standing

    @property
    def key(self) -> tuple[Rule, UUID, UUID | date]:
        """What makes it the same signal in its week, whatever else is read."""
        return self.rule, self.account, self.file or self.on


Pair = tuple[UUID, UUID]


def signals(
    readings: Iterable[Reading], *, wrote: Collection[Pair], names: Mapping[Pair, NameShared], most_an_hour: int = MOST_AN_HOUR
) -> list[Found]:
    """What the readings of one week tell, each once, in a total order.

    ``wrote``: who did something in which file that week; ``names``: what a person's name shares with an account's, by account and file.
    """
    by_account: dict[UUID, list[Reading]] = defaultdict(list)
    by_pair: dict[Pair, list[Reading]] = defaultdict(list)
    for one in sorted(readings, key=lambda one: (one.at, one.account, one.file)):
        by_account[one.account].append(one)
        # who examines an exceptional access examines all of it
        if one.standing is not Standing.EXCEPTIONAL:
            by_pair[one.account, one.file].append(one)
    found = [told for opened in by_account.values() for told in _many(opened, most=most_an_hour)]
    for pair, opened in by_pair.items():
        found += _of_a_file(opened, has_written=pair in wrote, shared=names.get(pair, NameShared.NOTHING))
    return sorted(found, key=lambda one: (one.on, one.rule, str(one.key[1]), str(one.key[2])))


def _of_a_file(opened: Sequence[Reading], *, has_written: bool, shared: NameShared) -> Iterator[Found]:
    """What the openings of one file by one account tell."""

    def those(rule: Rule, kept: Callable[[Reading], bool], *, days: int = 1) -> Iterator[Found]:
        told = [one for one in opened if kept(one)]
        count = len({one.on for one in told})
        if count >= days:
            yield Found(rule, told[0].account, told[0].file, told[0].on, count, told[0].standing)

    yield from those(Rule.NOTHING_OPENS, lambda one: one.standing is Standing.NONE)
    yield from those(Rule.DESK_ALONE, lambda one: one.standing is Standing.PRESENT_ALONE)
    if not has_written:
        yield from those(Rule.COMES_BACK, lambda one: one.standing in _ONLOOKERS, days=DAYS_BACK)
    if shared is not NameShared.NOTHING:
        yield from those(Rule.COLLEAGUE if shared is NameShared.WHOLE else Rule.FAMILY_NAME, lambda _one: True)


def _many(opened: Sequence[Reading], *, most: int) -> Iterator[Found]:
    """For each day when more than ``most`` files were opened within an hour, the fullest one."""
    last: deque[Reading] = deque()
    files: Counter[UUID] = Counter()
    fullest: dict[date, Found] = {}
    for one in opened:
        last.append(one)
        files[one.file] += 1
        while last[0].at <= one.at - _HOUR:
            gone = last.popleft().file
            files[gone] -= 1
            if not files[gone]:
                del files[gone]
        known = fullest.get(one.on)
        if len(files) > most and (known is None or len(files) > known.count):
            fullest[one.on] = Found(Rule.MANY, one.account, None, one.on, len(files), one.standing)
    yield from fullest.values()


def may_settle(*, about: UUID, by: UUID | None) -> bool:
    """Whether who is asked may say what becomes of a signal: nobody looks at what concerns their own account."""
    return by is not None and about != by
