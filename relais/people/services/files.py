"""Acts on a file: opened, put in watch, closed; readings written in the journal and told to the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Member, Service
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.purposes import Purpose
from relais.people import policies, queries
from relais.people.events import FileClosed, FileOpened
from relais.people.models import Assignment, File, Person
from relais.people.reading import known
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, demand, file_in_scope, who_acts, whole_record
from relais.people.services.persons import NewChannel, Told, kept_channel, year_told
from relais.people.terms import FileState, Part

#: how long the count of searches of one member lasts.
SEARCH_PERIOD = timedelta(minutes=10)


@transaction.atomic
def open_file(
    *, actor: Actor, service_id: int, told: Told, now: datetime, phone: NewChannel | None = None, lead_id: UUID | None = None
) -> File:
    """Record a person and open her file in a service, with a first way to reach her; who opens it becomes its référent.

    ``lead_id``: another member, whom the head of the service names as référent.
    """
    service = Service.objects.within(actor).filter(pk=service_id).first()
    if service is None:
        raise OutOfScope
    lead = lead_id or who_acts(actor)
    if lead == actor.user_id:
        demand(policies.can_open_file(actor, service_id=service_id))
    else:
        demand(policies.can_open_file_for(actor, service_id=service_id))
        if not queries.may_lead(actor, service_id).filter(pk=lead).exists():
            raise UnableToKeepFiles(lead=gettext_noop("Cette personne ne suit pas de dossiers dans ce service."))
    person = Person(
        organisation_id=service.organisation_id,
        called=told.called.strip(),
        birth_on=told.birth_on,
        birth_year=year_told(told),
        recorded_at=now,
        **told.fields,
    )
    whole_record(person).save(force_insert=True)
    if phone is not None:
        kept_channel(person, phone)
    found = File(organisation_id=service.organisation_id, person=person, service=service, lead_id=lead, opened_at=now)
    found.save(force_insert=True)
    Assignment.objects.create(file=found, member_id=lead, part=Part.LEAD, starts_at=now)
    journal.record(actor=actor, action="file.opened", at=now, subject=found)
    bus.publish(FileOpened(found.organisation_id, found.pk, now))
    return found


def note_reading(*, actor: Actor, found: File, now: datetime) -> frozenset[Level]:
    """Write in the journal that a file is read, before it is shown, and give the levels that the actor reads of it.

    Who only knows that it exists reads nothing of it: no line then.
    """
    told = known(found.reading, actor, now=now)
    read = queries.levels(actor, found.pk, now=now) if told is None else told.read
    if Level.RECEPTION not in read:
        return read
    part = "" if Level.ADMINISTRATIVE in read or Level.EVALUATION in read else "reception"
    purpose = Purpose.FILE if part else Purpose.SUPPORT
    journal.read(actor, found, purpose=purpose, at=now, part=part)
    return read


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of «qui a ouvert ce dossier»: who (None for somebody whose account is gone), what, when.

    ``by_itself``: Relais did it at its hour, or whoever holds the machine, nobody's account.
    """

    member: Member | None
    by_itself: bool
    action: str
    at: datetime


def openings(*, actor: Actor, file_id: UUID, now: datetime) -> list[Opening]:
    """Who read or changed a file, newest first, for whoever leads it or heads its service: to tell the person. Itself journaled."""
    found = file_in_scope(actor, file_id, Level.EXISTENCE, now=now)
    if not policies.sees_openings(actor, found, now=now):
        raise OutOfScope
    merged = list(found.former_ids.values_list("pk", flat=True))
    lines = journal.consult(actor, found, purpose=Purpose.PERSON, at=now, also=merged)
    members = Member.objects.within(actor).in_bulk({line.actor_id for line in lines if line.actor_id is not None})
    return [Opening(members.get(line.actor_id) if line.actor_id else None, line.actor_id is None, line.action, line.at) for line in lines]


@transaction.atomic
def set_state(*, actor: Actor, file_id: UUID, state: FileState, now: datetime, reason: str = "") -> File:
    """Put a file in watch, close it with its reason, or open it again; who works in it does."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if state == FileState.CLOSED and not reason:
        raise UnableToKeepFiles(reason=gettext_noop("Dites pourquoi ce dossier est clos."))
    found.state = state
    found.closing_reason = reason if state == FileState.CLOSED else ""
    found.closed_at = now if state == FileState.CLOSED else None
    whole_record(found).save()
    journal.record(actor=actor, action=f"file.{state}", at=now, subject=found)
    if state == FileState.CLOSED:
        bus.publish(FileClosed(found.organisation_id, found.pk, now))
    return found
