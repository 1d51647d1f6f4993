"""Reads of the démarches: those of a file, one with its story and its dates, those that wait for me."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from relais.foundation.access import Actor
from relais.law.clocks.engine import Answer
from relais.law.clocks.tables import rules
from relais.people import policies
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.queries import blockers
from relais.procedures.rules.progress import FOLLOWS, WITH_BODY, Act, Progress, State, Step, progress
from relais.procedures.rules.turns import Law, Turn, Whose, clock, turn


def law_of(procedure: Procedure) -> Law:
    """The clocks of a démarche; a rule that left the tables is none."""
    known = rules()
    return Law(known.get(procedure.silence), known.get(procedure.appeal))


def steps_of(acts: Iterable[ProcedureAct]) -> list[Step]:
    """Acts as the rules read them, in the order in which they were noted."""
    ordered = sorted(acts, key=lambda one: (one.on, one.recorded_at))
    return [Step(Act(one.act), one.on, one.received, one.until) for one in ordered]


@dataclass(frozen=True, slots=True)
class Followed:
    """One démarche with its story. ``standing``: the acts that count, ``acts``: those taken back too, both in order; ``may``: what may
    be noted next, in the order of a life."""

    procedure: Procedure
    acts: tuple[ProcedureAct, ...]
    standing: tuple[ProcedureAct, ...]
    progress: Progress
    turn: Turn
    clock: Answer | None
    may: tuple[Act, ...]


def followed(actor: Actor, found: File, procedure_id: UUID, *, on: date, now: datetime) -> Followed | None:
    """One démarche of a file, None out of scope."""
    told = Prefetch("acts", ProcedureAct.objects.within(actor).select_related("author", "undone_by").order_by("on", "recorded_at", "pk"))
    procedure = in_file(actor, found, now=now).prefetch_related(told).filter(pk=procedure_id).first()
    if procedure is None:
        return None
    acts = tuple(procedure.acts.all())
    standing = tuple(one for one in acts if one.undone_at is None)
    was, law = progress(steps_of(standing)), law_of(procedure)
    said = turn(was, law, on=on)
    return Followed(procedure, acts, standing, was, said, clock(was, law, on=on), tuple(_offered(was, said)))


def _offered(was: Progress, said: Turn) -> Iterator[Act]:
    """What a screen offers to note next: an appeal once something is refused, an answer of the person once she was asked."""
    for act in Act:
        early = act is Act.APPEALED and was.state in WITH_BODY and said.silence != "refus"
        unasked = act is Act.PERSON_ANSWERED and was.person_asked is None
        if act in FOLLOWS[was.state] and not early and not unasked:
            yield act


def in_file(actor: Actor, found: File, *, now: datetime) -> QuerySet[Procedure]:
    """The démarches of one file, those under way first, the next date first; none out of scope."""
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    told = Procedure.objects.within(actor).filter(scope, file=found).annotate(blocked_on=blockers.since(actor))
    return told.order_by("-opened_at", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """One démarche in a list, on a day. ``whose``: whose turn it is that day; ``day``: the day to look at, None without;
    ``unanswered``: whether its body has let its time run out; ``blocked``: the day since which something blocks it, None when nothing
    does; ``named``: the person, when the page knows her name.
    """

    procedure: Procedure
    whose: Whose
    day: date | None
    unanswered: bool = False
    blocked: date | None = None
    named: str = ""

    @property
    def called(self) -> str:
        """The person, as she wants to be called."""
        return self.named or self.procedure.file.person.called

    @property
    def mine(self) -> bool:
        """Whether it is ours to act."""
        return self.whose is Whose.MINE


def line(procedure: Procedure, *, on: date) -> Line:
    """The turn as it stands on a day: what ran out since the last act is ours."""
    turned = procedure.turns_on is not None and procedure.turns_on <= on
    whose = Whose.MINE if turned else Whose(procedure.whose)
    day = procedure.turns_on if procedure.turns_on is not None else procedure.before
    late = procedure.late_on is not None and procedure.late_on <= on
    # read with the list; a démarche that comes from elsewhere does not tell it
    return Line(procedure, whose, day, late, getattr(procedure, "blocked_on", None))


def lines(found: Iterable[Procedure], *, on: date) -> list[Line]:
    """Lines by whose turn it is (mine first), then by day, those without a day last."""
    order = list(Whose)
    return sorted((line(one, on=on) for one in found), key=lambda one: (order.index(one.whose), one.day or date.max))


def unanswered(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[Procedure]:
    """The démarches of the files in hand that wait for a body beyond its legal time, or our practice where no text sets one. One query."""
    files = people.ids_in_hand(actor, now=now, held=held)
    found = Procedure.objects.within(actor).filter(file_id__in=files, late_on__lte=on)
    return found.select_related("file__person").order_by("late_on", "title", "pk")


@dataclass(frozen=True, slots=True)
class Late:
    """A démarche without an answer. ``legal``: whether a text sets the time that ran out; ``letters``: codes that act on it."""

    procedure: Procedure
    legal: bool
    letters: tuple[str, ...]


def late(procedure: Procedure, *, on: date) -> Late:
    """What may be written now, by the clock that ran out: that of the request, or that of its appeal. ``on``: today."""
    law = law_of(procedure)
    rule = law.appeal if procedure.state == State.APPEALED.value else law.silence
    return Late(procedure, rule is not None and on <= rule.valid_until, rule.letters if rule is not None else ())


def my_turn(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[Procedure]:
    """What waits for the actor in the files that she leads: her turn already, or turned since; the first limit first."""
    waiting = waits(actor, on=on, now=now, held=held)
    return waiting.annotate(blocked_on=blockers.since(actor)).select_related("file__person")


def waits(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[Procedure]:
    """The same rows, alone."""
    files = people.ids_in_hand(actor, now=now, held=held)
    mine = (Q(whose=Whose.MINE.value) | Q(turns_on__lte=on)) & ~Q(whose=Whose.NOBODY.value)
    found = Procedure.objects.within(actor).filter(mine, file_id__in=files)
    return found.order_by(F("before").asc(nulls_last=True), F("turns_on").asc(nulls_last=True), "title", "pk")


def under_way(found: Sequence[Procedure]) -> list[Procedure]:
    """Those that still wait for somebody."""
    return [one for one in found if one.whose != Whose.NOBODY.value]
