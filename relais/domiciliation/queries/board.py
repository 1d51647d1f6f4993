"""The board of domiciliations: what is to decide, to renew, silent, and the mail that waits. Six queries, whatever the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from relais.domiciliation import policies
from relais.domiciliation.models import Domiciliation, Election, Mail
from relais.domiciliation.rules.clocks import WARNED, decide_by, renewable_up_to
from relais.domiciliation.terms import State
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope

#: rows of each list; the number of all of them is told beside.
SHOWN = 40
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
    """A list and how many rows it has in all."""

    lines: Sequence[Line]
    number: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    """What the actor may list today."""

    active: int
    asked: Listed
    renew: Listed
    silent: Listed
    answered: Listed
    mail: Listed


def can_list(actor: Actor) -> bool:
    """Whether the board is for this actor."""
    return policies.can_list(actor)


def board(actor: Actor, *, on: date, now: datetime) -> Board:
    """The lists of the actor: their files, or those of the services they head; OutOfScope for whoever lists nothing."""
    if not policies.can_list(actor):
        raise OutOfScope
    here = Domiciliation.objects.within(actor).filter(policies.listed(actor, now=now))
    active = here.filter(state=State.ACTIVE)
    pending = Election.objects.within(actor).filter(domiciliation=OuterRef("pk"), outcome="")
    # the rows of a list are read one more than shown: only a longer list asks how long it is
    return Board(
        active.count(),
        _asked(actor, here, on=on),
        _dated(active.filter(~Exists(pending), ends_on__lte=renewable_up_to(on=on)), "ends_on", on=on),
        _dated(active.filter(noticed="", silent_on__lte=on + WARNED), "silent_on", on=on),
        _dated(active.exclude(noticed=""), "answer_by", on=on),
        _mail(actor, here, on=on),
    )


def _listed(rows: QuerySet[Domiciliation], made: Sequence[Line]) -> Listed:
    return Listed(made[:SHOWN], len(made) if len(made) <= SHOWN else rows.count())


def _dated(rows: QuerySet[Domiciliation], day: str, *, on: date) -> Listed:
    """Active ones by this day of theirs, the first to come first."""
    found = rows.select_related("file__person").order_by(day, "number", "pk")[: SHOWN + 1]
    return _listed(rows, [Line(one, getattr(one, day), getattr(one, day) < on) for one in found])


def _asked(actor: Actor, here: QuerySet[Domiciliation], *, on: date) -> Listed:
    waiting = here.filter(state__in=(State.ASKED, State.ACTIVE))
    rows = Election.objects.within(actor).filter(outcome="", domiciliation__in=waiting.values("pk"))
    found = rows.select_related("domiciliation__file__person").order_by("asked_on", "pk")[: SHOWN + 1]
    days = [(one.domiciliation, decide_by(asked_on=one.asked_on)) for one in found]
    lines = [Line(kept, day, day < on) for kept, day in days]
    return Listed(lines[:SHOWN], len(lines) if len(lines) <= SHOWN else rows.count())


def _mail(actor: Actor, here: QuerySet[Domiciliation], *, on: date) -> Listed:
    waits = Exists(Mail.objects.within(actor).filter(domiciliation=OuterRef("pk"), gone=""))
    here_still = Q(mails__gone="")
    rows = here.filter(waits)
    found = (
        rows.annotate(number_waiting=Count("mails", filter=here_still), oldest=Min("mails__arrived_on", filter=here_still))
        .select_related("file__person")
        .order_by("oldest", "number", "pk")[: SHOWN + 1]
    )
    return _listed(rows, [Line(one, one.oldest, one.oldest < on - OLD_MAIL, one.number_waiting) for one in found])
