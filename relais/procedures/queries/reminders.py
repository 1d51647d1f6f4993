"""Reads of reminders prepared together: one's own runs, each with the démarches of the files that are still in hand."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from relais.foundation.access import Actor
from relais.people import policies
from relais.people import queries as people
from relais.people.rules import Level
from relais.procedures.models import Procedure, ProcedureAct, Reminder, ReminderRun
from relais.procedures.queries.procedures import Followed, law_of, steps_of
from relais.procedures.rules.progress import progress
from relais.procedures.rules.turns import clock, turn


@dataclass(frozen=True, slots=True)
class Row:
    """A démarche of a run. ``seen``: how many acts stand in it now."""

    reminder: Reminder
    seen: int

    @property
    def sent(self) -> bool:
        """Whether its letter left."""
        return self.reminder.sending is not None and self.reminder.sending.sent_on is not None

    @property
    def ready(self) -> bool:
        """Whether its letter waits to be sent."""
        kept = self.reminder.sending
        return kept is not None and kept.sent_on is None and kept.dropped_at is None

    @property
    def waits(self) -> bool:
        """Whether its letter is still to be prepared."""
        return self.reminder.sending is None and not self.reminder.problem


@dataclass(frozen=True, slots=True)
class Run:
    """The reminders of one press, in the order of the board."""

    run: ReminderRun
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many were seen to: prepared, or told why not."""
        return sum(not row.waits for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many are still to prepare."""
        return len(self.rows) - self.done

    @property
    def ready(self) -> tuple[Row, ...]:
        """Those that wait to be sent."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def sent(self) -> tuple[Row, ...]:
        """Those that left."""
        return tuple(row for row in self.rows if row.sent)

    @property
    def kept(self) -> tuple[Row, ...]:
        """Those whose letter may be printed."""
        return tuple(row for row in self.rows if row.ready or row.sent)


def _mine(actor: Actor) -> QuerySet[ReminderRun]:
    return ReminderRun.objects.within(actor).filter(member=actor.user_id)


def _in_hand(actor: Actor, *, now: datetime) -> QuerySet[Procedure]:
    files = people.files_in_hand(actor, now=now).filter(policies.reaches(actor, Level.ADMINISTRATIVE, now=now)).order_by().values("pk")
    return Procedure.objects.within(actor).filter(file_id__in=files).order_by()


def run(actor: Actor, run_id: UUID, *, now: datetime) -> Run | None:
    """One's own run; None otherwise. A démarche whose file is no longer in hand is not there. Four queries, whatever its rows."""
    found = _mine(actor).filter(pk=run_id).first()
    if found is None:
        return None
    within = Reminder.objects.within(actor).filter(run=found, procedure__in=_in_hand(actor, now=now))
    told = within.annotate(seen=Count("procedure__acts", filter=Q(procedure__acts__undone_at=None)))
    rows = told.select_related("procedure__file__person", "sending").order_by("position", "pk")
    return Run(found, tuple(Row(row, row.seen) for row in rows))


def last(actor: Actor, *, now: datetime) -> "QuerySet[ReminderRun]":
    """One's last runs, of those in which something is still to be sent."""
    open_rows = Reminder.objects.within(actor).filter(
        Q(sending=None, problem="") | Q(sending__sent_on=None, sending__dropped_at=None, sending__isnull=False),
        procedure__in=_in_hand(actor, now=now),
    )
    return _mine(actor).filter(pk__in=open_rows.order_by().values("run_id")).order_by("-began_at", "pk")[:3]


def to_write(actor: Actor, reminder_id: UUID, *, on: date, now: datetime) -> tuple[Reminder, Followed] | None:
    """A reminder still to prepare, with the story of its démarche; None when nothing is left to do."""
    acts = Prefetch("procedure__acts", ProcedureAct.objects.within(actor).order_by("on", "recorded_at", "pk"))
    within = Reminder.objects.within(actor).filter(run__in=_mine(actor), procedure__in=_in_hand(actor, now=now), sending=None, problem="")
    found = within.filter(pk=reminder_id).select_related("procedure__file__person", "run").prefetch_related(acts).first()
    if found is None:
        return None
    procedure = found.procedure
    every = tuple(procedure.acts.all())
    standing = tuple(one for one in every if one.undone_at is None)
    was, law = progress(steps_of(standing)), law_of(procedure)
    return found, Followed(procedure, every, standing, was, turn(was, law, on=on), clock(was, law, on=on), ())


def documents_of(told: Run) -> list[tuple[UUID, UUID]]:
    """File and document of each letter that may be printed, in the order of the run."""
    return [
        (row.reminder.procedure.file_id, row.reminder.sending.document_id)
        for row in told.kept
        if row.reminder.sending is not None and row.reminder.sending.document_id is not None
    ]
