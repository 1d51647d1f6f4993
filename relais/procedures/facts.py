"""De-identified reads of what blocks démarches: what the room of figures and the alert may know. No person, no author, no file.

Nothing here reaches the tables of persons, of files nor of démarches (contract «facts-know-nobody»).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from relais.foundation.access import Actor
from relais.procedures.models.facts import BlockerFact, Moment
from relais.procedures.rules.blocked import ALIKE, ALIKE_DAYS, may_show
from relais.procedures.terms.blockers import GRAVE, UNSOLVED, Solved, body_in


@dataclass(frozen=True, slots=True)
class Met:
    """So many times one blocker at one step of one service, with these losses."""

    code: str
    service: str
    step: str
    lost: str
    harm: str
    count: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Blockers alike enough to be told to the body as one. ``first``, ``last``: days; ``harms``: codes met; ``grave``: one is enough."""

    code: str
    service: str
    step: str
    count: int
    first: date
    last: date
    harms: tuple[str, ...]
    grave: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """What ended a blocker, so many times."""

    solved: str
    label: str
    count: int


def met(actor: Actor, *, first: date, last: date) -> list[Met]:
    """The blockers met in the actor's organisation between two days, both included; those noted by mistake are taken away."""
    groups = ("code", "service", "step", "lost", "harm")
    rows = (
        BlockerFact.objects.within(actor)
        .filter(day__range=(first, last))
        .order_by()
        .values_list(*groups)
        .annotate(seen=Count("pk", filter=Q(moment=Moment.SEEN)), gone=Count("pk", filter=Q(moment=Moment.WITHDRAWN)))
    )
    found = [Met(code, service, step, lost, harm, seen - gone) for code, service, step, lost, harm, seen, gone in rows]
    return sorted((one for one in found if one.count > 0), key=lambda one: (-one.count, one.code, one.service, one.step))


def alike(actor: Actor, *, on: date) -> list[Alike]:
    """What deserves an alert on a day: three alike in thirty days, or one that stops an income, a home or a right to stay."""
    since = on - timedelta(days=ALIKE_DAYS - 1)  # today is one of the thirty
    rows = BlockerFact.objects.within(actor).filter(day__range=(since, on)).filter(moment__in=(Moment.SEEN, Moment.WITHDRAWN))
    groups: dict[tuple[str, str, str], list[BlockerFact]] = {}
    for fact in rows.order_by("day", "pk"):
        groups.setdefault((fact.code, fact.service, fact.step), []).append(fact)
    found = [_alike(key, facts) for key, facts in groups.items()]
    return sorted((one for one in found if one is not None), key=lambda one: (not one.grave, -one.count, one.code, one.service))


def _alike(key: tuple[str, str, str], facts: Iterable[BlockerFact]) -> Alike | None:
    seen: list[tuple[date, str, str]] = []
    gone: list[tuple[date, str, str]] = []
    for fact in facts:
        (seen if fact.moment == Moment.SEEN else gone).append((fact.day, fact.harm, fact.lost))
    for one in gone:
        if one in seen:
            seen.remove(one)
    harms = tuple(sorted({harm for _day, harm, _lost in seen}))
    grave = bool(GRAVE & set(harms))
    if len(seen) < ALIKE and not grave:
        return None
    return Alike(*key, len(seen), min(seen)[0], max(seen)[0], harms, grave)


def worked(code: str, service: str) -> list[Worked]:
    """What ended this blocker at this body, on the whole instance, most often first: from eleven times, or three structures.

    An ending taken back counts no more, nor does its structure.
    """
    over, back = Q(moment=Moment.ENDED), Q(moment=Moment.RESUMED)
    rows = (
        BlockerFact.objects.filter(over | back, code=code, service__startswith=f"{body_in(service)}.")
        .exclude(solved__in=UNSOLVED)
        .order_by()
        .values_list("solved", "organisation")
        .annotate(ended=Count("pk", filter=over), resumed=Count("pk", filter=back))
    )
    counts: Counter[str] = Counter()
    houses: Counter[str] = Counter()
    for solved, _organisation, ended, resumed in rows:
        counts[solved] += ended - resumed
        houses[solved] += ended > resumed
    labels = dict(Solved.choices)
    shown = [(solved, count) for solved, count in counts.items() if may_show(count=count, houses=houses[solved])]
    told = [Worked(solved, str(labels.get(solved, solved)), count) for solved, count in shown]
    return sorted(told, key=lambda one: (-one.count, one.solved))
