"""A slip came back: all that the person ticked or wrote is kept in one act, by the services that keep each thing."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.models import Interview
from relais.casework.services.agenda import cancel_appointment, record_reminder
from relais.casework.services.goals import NewStep, add_step, mark_step
from relais.casework.services.interviews import Contact, record_contact
from relais.casework.terms.agenda import CancelledBy, Reminded
from relais.casework.terms.interviews import InterviewKind, Who
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope
from relais.procedures.models import Procedure
from relais.procedures.queries.replies import awaited
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import ToldAct, UnableToKeepProcedure, record_act


@dataclass(frozen=True, slots=True)
class Reply:
    """What a slip says. ``comes``, ``does_not``: appointments, and days agreed on that are in no agenda; ``done``: steps; ``answers``:
    démarches that waited for her; ``call``: where and when to call her back, "" when she did not ask; ``words``: what she wrote."""

    on: date
    comes: frozenset[UUID] = frozenset()
    does_not: frozenset[UUID] = frozenset()
    done: frozenset[UUID] = frozenset()
    answers: frozenset[UUID] = frozenset()
    call: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.comes or self.does_not or self.done or self.answers or self.call.strip() or self.words.strip())


@transaction.atomic
def record_reply(*, actor: Actor, file_id: UUID, reply: Reply, now: datetime) -> Interview:
    """Keep a slip that came back: a contact by post, and what each box says; all or nothing.

    OutOfScope for a box of what no longer waits in this file; UnableToKeepProcedure for an empty slip. Where she cannot come, the
    hour is called off by her, and another day is ours to propose. Whoever comes needs no reminder. To call her back is ours too, today.
    """
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if not reply:
        raise UnableToKeepProcedure(whole=gettext_noop("Cochez ce que le talon dit, ou écrivez ses mots."))
    waits = awaited(actor, found, now=now)
    _demand(reply.comes | reply.does_not, [one.pk for one in (*waits.appointments, *waits.talks)])
    _demand(reply.done, [step.pk for step in waits.steps])
    _demand(reply.answers, [one.pk for one in waits.procedures])
    kept = _contact(actor, found.pk, reply, now=now)
    for row in waits.appointments:
        if row.pk in reply.does_not:
            cancel_appointment(actor=actor, appointment_id=row.pk, by=CancelledBy.PERSON, now=now)
        elif row.pk in reply.comes and row.reminded_at is None:
            record_reminder(actor=actor, appointment_id=row.pk, how=Reminded.LETTER, now=now)
    if reply.does_not:
        add_step(actor=actor, file_id=found.pk, step=NewStep(Who.US, "Proposer un autre jour", timezone.localdate(now)), now=now)
    for step_id in sorted(reply.done):
        mark_step(actor=actor, step_id=step_id, done=True, now=now)
    for procedure in waits.procedures:
        if procedure.pk in reply.answers:
            _answered(actor, procedure, on=reply.on, now=now)
    return kept


def _demand(ticked: frozenset[UUID], waiting: list[UUID]) -> None:
    if not ticked <= set(waiting):
        raise OutOfScope


def _contact(actor: Actor, file_id: UUID, reply: Reply, *, now: datetime) -> Interview:
    words = " ".join(reply.words.split())
    call = " ".join(reply.call.split())
    today = timezone.localdate(now)
    noon = timezone.make_aware(datetime.combine(reply.on, time(12)))
    subject = f"Talon-réponse : {words}" if words else "Talon-réponse"
    contact = Contact(InterviewKind.POST, now if reply.on == today else noon, subject=subject)
    remind_on, reminder = (today, f"Rappeler au {call}") if call else (None, "")
    return record_contact(actor=actor, file_id=file_id, contact=contact, now=now, remind_on=remind_on, reminder=reminder)


def _answered(actor: Actor, procedure: Procedure, *, on: date, now: datetime) -> None:
    seen = procedure.acts.filter(undone_at=None).count()
    record_act(actor=actor, procedure_id=procedure.pk, told=ToldAct(Act.PERSON_ANSWERED, on), seen=seen, now=now)
