"""A contact in a line with its reminder, and the end of an interview: one save for all that was said and agreed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework import asking
from relais.casework.events.notes import InterviewRecorded, RightDecided
from relais.casework.models import Interview, Note, OpenRight, RightDecision
from relais.casework.policies.notes import levels_to_write
from relais.casework.queries.interviews import rights_offered
from relais.casework.rules.decisions import decision_holds
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.beginnings import UnableToKeepCasework, on_one_line, without_secret
from relais.casework.services.goals import NewStep, keep_goal, keep_step
from relais.casework.services.notes import Parts, keep_note
from relais.casework.terms.interviews import Cause, Duration, InterviewKind, Mode, Said, Who, Writing
from relais.casework.terms.notes import NoteLevel
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.people.queries import levels as levels_read
from relais.people.rules import Level
from relais.people.services.beginnings import demand, file_in_scope, who_acts, whole_record


@dataclass(frozen=True, slots=True)
class Contact:
    """How one met. ``from_person``: at the person's request, or with her; False for what we sent her."""

    kind: InterviewKind
    at: datetime
    mode: Mode | str = ""
    duration: Duration | str = ""
    place: str = ""
    subject: str = ""
    from_person: bool = True


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What the person says of one right. ``cause``: why not, or not yet. ``open_right_id``: the right open in the file to renew, if any:
    ``right`` is then left out."""

    right: str
    said: Said
    cause: Cause | str = ""
    open_right_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """All that the end of an interview keeps; everything but the contact may be empty. ``meeting``: when one talks again, with an hour."""

    contact: Contact
    parts: Parts = field(default_factory=Parts)
    level: NoteLevel = NoteLevel.SHARED
    writing: Writing = Writing.AFTER
    goal: str = ""
    decisions: tuple[NewDecision, ...] = ()
    steps: tuple[NewStep, ...] = ()
    meeting: Meeting | None = None


@transaction.atomic
def record_contact(
    *, actor: Actor, file_id: UUID, contact: Contact, now: datetime, remind_on: date | None = None, reminder: str = ""
) -> Interview:
    """Keep a contact in one line, and what to do on a day; by whoever keeps the administrative part of the file."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    kept = _interview(actor, found, contact, writing=Writing.NONE, now=now)
    if remind_on is not None:
        what = reminder or kept.subject or "Reprendre contact"
        keep_step(actor, found, step=NewStep(Who.US, what, remind_on), now=now, interview=kept)
    return kept


def _interview(actor: Actor, found: File, contact: Contact, *, writing: Writing, now: datetime) -> Interview:
    if contact.at > now:
        raise UnableToKeepCasework(on=gettext_noop("Ce contact n’a pas encore eu lieu : vérifiez la date et l’heure."))
    told = without_secret({"subject": on_one_line(contact.subject), "place": on_one_line(contact.place)})
    interview = Interview(
        organisation_id=found.organisation_id,
        file=found,
        member_id=who_acts(actor),
        kind=contact.kind,
        mode=contact.mode,
        duration=contact.duration,
        at=contact.at,
        from_person=contact.from_person,
        writing=writing,
        recorded_at=now,
        **told,
    )
    whole_record(interview).save(force_insert=True)
    journal.record(actor=actor, action="interview.recorded", at=now, subject=interview)
    bus.publish(InterviewRecorded(found.organisation_id, found.pk, interview.pk, interview.from_person, contact.at))
    return interview


@transaction.atomic
def close_interview(*, actor: Actor, file_id: UUID, closing: Closing, now: datetime) -> Interview:
    """Keep in one act the contact, the note, the goal, what the person says of her rights, and what comes next; all or nothing"""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    writing = closing.writing if closing.parts else Writing.NONE
    interview = _interview(actor, found, closing.contact, writing=writing, now=now)
    if closing.parts:
        _note(actor, found, closing, interview, now=now)
    if closing.goal.strip():
        keep_goal(actor, found, words=closing.goal, now=now)
    for decision in closing.decisions:
        _decision(actor, found, decision, now=now, interview=interview)
        if decision.said == Said.YES:
            asking.follow_yes(actor, found, decision.right, now=now)
    for step in closing.steps:
        keep_step(actor, found, step=step, now=now, interview=interview)
    if closing.meeting is not None:
        make_appointment(actor=actor, member_id=who_acts(actor), meeting=closing.meeting, file_id=found.pk, now=now)
    return interview


def _note(actor: Actor, found: File, closing: Closing, interview: Interview, *, now: datetime) -> Note:
    if closing.level not in levels_to_write(levels_read(actor, found.pk, now=now)):
        raise UnableToKeepCasework(level=gettext_noop("Vous ne lisez pas ce niveau dans ce dossier."))
    return keep_note(actor, found, level=closing.level, parts=closing.parts, now=now, interview=interview)


@transaction.atomic
def decide_right(*, actor: Actor, file_id: UUID, decision: NewDecision, now: datetime) -> RightDecision:
    """Keep what the person says of one right, outside an interview too; what follows a «yes» is done by whoever asks."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    return _decision(actor, found, decision, now=now, interview=None)


def _decision(actor: Actor, found: File, decision: NewDecision, *, now: datetime, interview: Interview | None) -> RightDecision:
    renewed = decision.open_right_id
    if renewed is not None and not OpenRight.objects.filter(file=found, pk=renewed, closed_on=None).exists():
        raise OutOfScope
    if renewed is None and decision.right not in rights_offered():
        raise UnableToKeepCasework(right=gettext_noop("Ce droit n’est pas au catalogue."))
    demand(decision_holds(said=decision.said, cause=decision.cause))
    kept = RightDecision(
        organisation_id=found.organisation_id,
        file=found,
        interview=interview,
        member_id=who_acts(actor),
        right="" if renewed is not None else decision.right,
        open_right_id=renewed,
        said=decision.said,
        cause=decision.cause,
        decided_at=now,
    )
    whole_record(kept).save(force_insert=True)
    journal.record(actor=actor, action="right.decided", at=now, subject=kept)
    bus.publish(RightDecided(found.organisation_id, found.pk, kept.right, kept.said, kept.cause, now))
    return kept
