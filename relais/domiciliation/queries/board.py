"""The board of domiciliations: what is to decide, to renew, silent, and the mail that waits; and each of these lists in full.

One query a list, which also says how many there are in all; two of the mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery, Value, Window

from relais.domiciliation import policies
from relais.domiciliation.models import Domiciliation, Election, Mail
from relais.domiciliation.rules.clocks import WARNED, decide_by, renewable_up_to
from relais.domiciliation.terms import State
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope

#: rows of each list on the board; the number of all of them is told beside, and leads to them.
SHOWN = 8
#: rows of a page of one list.
PER_PAGE = 50
#: the lists, as their addresses name them, in the order of the board; and that of everybody.
ASKED, SILENT, ANSWERED, RENEW, MAIL = "a-decider", "a-relancer", "fins-annoncees", "a-renouveler", "courrier"
LISTS = (ASKED, SILENT, ANSWERED, RENEW, MAIL)
EVERY = "en-cours"
#: how many rows there are besides those that are read, said by the same query.
_IN_ALL = Window(Count("*"))
#: mail that waits longer is told first.
OLD_MAIL = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list. ``on``: the day that matters there; ``past``: whether it is over; ``count``: how many letters, of mail."""

    domiciliation: Domiciliation
    on: date
    past: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines of a list, from the ``first`` on, and how many it has in all (0 past its end)."""

    lines: Sequence[Line]
    number: int
    first: int
    size: int

    @property
    def more(self) -> int:
        """How many come after."""
        return max(self.number - self.first - len(self.lines), 0)


@dataclass(frozen=True, slots=True)
class Board:
    """What the actor may list today."""

    active: int
    lists: Mapping[str, Listed]


def can_list(actor: Actor) -> bool:
    """Whether the board is for this actor."""
    return policies.can_list(actor)


def board(actor: Actor, *, on: date, now: datetime) -> Board:
    """The first lines of each list; OutOfScope for whoever lists nothing."""
    here = _here(actor, now=now)
    lists = {which: _listed(actor, here, which, on=on, first=0, size=SHOWN) for which in LISTS}
    return Board(here.filter(state=State.ACTIVE).count(), lists)


def listed(actor: Actor, which: str, *, page: int, on: date, now: datetime) -> Listed:
    """One page of a list in full; OutOfScope for whoever lists nothing, and for a list that does not exist."""
    if which not in {*LISTS, EVERY}:
        raise OutOfScope
    return _listed(actor, _here(actor, now=now), which, on=on, first=max(page - 1, 0) * PER_PAGE, size=PER_PAGE)


def _here(actor: Actor, *, now: datetime) -> QuerySet[Domiciliation]:
    """The lists of the actor: their files, or those of the services they head."""
    if not policies.can_list(actor):
        raise OutOfScope
    return Domiciliation.objects.within(actor).filter(policies.listed(actor, now=now))


def _listed(actor: Actor, here: QuerySet[Domiciliation], which: str, *, on: date, first: int, size: int) -> Listed:
    if which == ASKED:
        return _asked(actor, here, on=on, first=first, size=size)
    if which == MAIL:
        return _mail(actor, here, on=on, first=first, size=size)
    active = here.filter(state=State.ACTIVE)
    pending = Election.objects.within(actor).filter(domiciliation=OuterRef("pk"), outcome="")
    rows, day = {
        SILENT: (active.filter(noticed="", silent_on__lte=on + WARNED), "silent_on"),
        ANSWERED: (active.exclude(noticed=""), "answer_by"),
        RENEW: (active.filter(~Exists(pending), ends_on__lte=renewable_up_to(on=on)), "ends_on"),
        EVERY: (active, "ends_on"),
    }[which]
    order = ("number", "pk") if which == EVERY else (day, "number", "pk")
    found = list(_page(rows, order, first=first, size=size).select_related("file__person"))
    return Listed([Line(one, getattr(one, day), getattr(one, day) < on) for one in found], _number(found), first, size)


def _page(rows: QuerySet[Any], order: Sequence[str], *, first: int, size: int) -> QuerySet[Any]:
    """These rows in order, each with ``in_all``: how many there are besides. One query, which only carries whole rows for the page."""
    told = rows.order_by(*order)[first : first + size].values("pk")
    in_all = rows.order_by().values(every=Value(1)).annotate(number=Count("pk")).values("number")
    found = rows.model._default_manager.filter(pk__in=told)  # noqa: SLF001  # documented by Django
    page: QuerySet[Any] = found.annotate(in_all=Subquery(in_all)).order_by(*order)
    return page


def _number(found: Sequence[Any]) -> int:
    return found[0].in_all if found else 0


def _asked(actor: Actor, here: QuerySet[Domiciliation], *, on: date, first: int, size: int) -> Listed:
    waiting = here.filter(state__in=(State.ASKED, State.ACTIVE))
    rows = Election.objects.within(actor).filter(outcome="", domiciliation__in=waiting.values("pk"))
    found = list(_page(rows, ("asked_on", "pk"), first=first, size=size).select_related("domiciliation__file__person"))
    days = [(one.domiciliation, decide_by(asked_on=one.asked_on)) for one in found]
    return Listed([Line(kept, day, day < on) for kept, day in days], _number(found), first, size)


def _mail(actor: Actor, here: QuerySet[Domiciliation], *, on: date, first: int, size: int) -> Listed:
    """From the letters that wait, which are few, to the persons: never the other way round."""
    waits = Mail.objects.within(actor).filter(gone="", domiciliation__in=here.values("pk")).order_by()
    grouped = waits.values("domiciliation").annotate(number=Count("pk"), oldest=Min("arrived_on"), in_all=_IN_ALL)
    rows = list(grouped.order_by("oldest", "domiciliation")[first : first + size])
    kept = here.select_related("file__person").in_bulk([row["domiciliation"] for row in rows]) if rows else {}
    lines = [Line(kept[row["domiciliation"]], row["oldest"], row["oldest"] < on - OLD_MAIL, row["number"]) for row in rows]
    return Listed(lines, rows[0]["in_all"] if rows else 0, first, size)
