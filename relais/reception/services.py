"""Writes of the counter: one function for one act; policy, rule, change, journal, event, in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts.models import Service
from relais.casework.models.agenda import Appointment
from relais.casework.queries import agenda
from relais.casework.services.agenda import Meeting, make_appointment, record_outcome
from relais.casework.terms.agenda import AppointmentState, Reason
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.people import queries as people
from relais.people import services as people_services
from relais.people.rules import Level
from relais.people.services.beginnings import demand_unlimited
from relais.reception import policies, rules
from relais.reception.events import VisitEnded, VisitRecorded
from relais.reception.models import Visit
from relais.reception.terms import Came, ForWhom, VisitState


class UnableToReceive(Unable):
    """What was asked of the counter breaks a rule."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody comes for. ``reasons``: codes of ``casework.terms.agenda.Reason``, at least one. ``device``, ``online``: "" unasked."""

    reasons: Collection[str]
    urgent: bool = False
    came: str = Came.DESK
    for_whom: str = ForWhom.SELF
    device: str = ""
    online: str = ""


def _demand(decision: Decision, field: str = "") -> None:
    if not decision and field:
        raise UnableToReceive(**{field: decision.reason})
    if not decision:
        raise Refused(decision)


def _me(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id


def _next_number(service: Service, on: date) -> int:
    """The next number of the day; the row of the service is held, so that two counters never give the same."""
    Service.objects.select_for_update().get(pk=service.pk)
    return (Visit.objects.filter(service=service, on=on).aggregate(last=Max("number"))["last"] or 0) + 1


def _visit(actor: Actor, visit_id: UUID, *, now: datetime) -> Visit:
    here = Visit.objects.within(actor).select_for_update(of=("self",)).filter(policies.visits(actor), pk=visit_id)
    found = here.filter(on=timezone.localdate(now)).first()
    if found is None:
        raise OutOfScope
    return found


def _kept(actor: Actor, visit: Visit, *, now: datetime) -> Visit:
    visit.save(force_insert=True)
    journal.record(actor=actor, action="visit.recorded", at=now, subject=visit)
    bus.publish(VisitRecorded(visit.organisation_id, visit.pk, visit.number, now))
    return visit


@transaction.atomic
def record_visit(*, actor: Actor, service_id: int, asked: Asked, now: datetime, file_id: UUID | None = None) -> Visit:
    """Somebody came: a number of the day, all her reasons, and her file when she said who she is; without it, an anonymous visit counts."""
    service = Service.objects.within(actor).filter(pk=service_id).first()
    if service is None:
        raise OutOfScope
    _demand(policies.can_receive(actor, service_id=service.pk))
    reasons = [reason.value for reason in Reason if reason.value in asked.reasons]
    if not reasons:
        raise UnableToReceive(reasons=_("Cochez au moins un motif : « Autre » convient toujours."))
    file = None
    if file_id is not None:
        file = people.file(actor, file_id, now=now, level=Level.RECEPTION)
        if file is None or file.service_id != service.pk:
            raise OutOfScope
        demand_unlimited(file)
    on = timezone.localdate(now)
    visit = Visit(organisation_id=service.organisation_id, service=service, on=on, number=_next_number(service, on), file=file)
    visit.reasons, visit.urgent, visit.came, visit.for_whom = reasons, asked.urgent, asked.came, asked.for_whom
    visit.device, visit.online = asked.device, asked.online
    visit.arrived_at, visit.recorded_by_id = now, _me(actor)
    return _kept(actor, visit, now=now)


@transaction.atomic
def record_arrival(*, actor: Actor, appointment_id: UUID, now: datetime) -> Visit:
    """Somebody came to her appointment: it is said to whoever holds it, and she gets a number like anybody."""
    slot = agenda.one(actor, appointment_id, now=now)
    if slot is None or slot.appointment is None:
        raise OutOfScope
    _demand(policies.can_receive(actor, service_id=slot.appointment.service_id))
    if slot.appointment.state != AppointmentState.PLANNED:
        raise UnableToReceive(whole=_("Cette arrivée est déjà notée."))
    row = record_outcome(actor=actor, appointment_id=appointment_id, state=AppointmentState.CAME, now=now)
    on = timezone.localdate(now)
    visit = Visit(organisation_id=row.organisation_id, service_id=row.service_id, on=on, file_id=row.file_id, appointment=row)
    visit.number, visit.reasons, visit.asked_for_id = _next_number(row.service, on), row.reasons or [Reason.OTHER.value], row.member_id
    visit.arrived_at, visit.recorded_by_id = now, _me(actor)
    return _kept(actor, visit, now=now)


def awaited(visit: Visit) -> str:
    """The name of the member whom this visit waits for, to say who was told."""
    return "" if visit.asked_for is None else visit.asked_for.display_name


def _become(actor: Actor, visit: Visit, state: VisitState, *, now: datetime) -> None:
    _demand(rules.may_become(state=visit.state, wanted=state), "whole")
    visit.state = state
    visit.ended_at = None if state in rules.IN_QUEUE else now
    visit.save()
    journal.record(actor=actor, action=f"visit.{state}", at=now, subject=visit)
    if visit.ended_at is not None:
        bus.publish(VisitEnded(visit.organisation_id, visit.pk, state, now))


@transaction.atomic
def end_visit(*, actor: Actor, visit_id: UUID, state: VisitState, now: datetime) -> Visit:
    """Say what became of a visit: called, received (by whoever says it), oriented elsewhere, gone."""
    visit = _visit(actor, visit_id, now=now)
    if state in {VisitState.CALLED, VisitState.RECEIVED}:
        visit.received_by_id = _me(actor)
    _become(actor, visit, state, now=now)
    return visit


@transaction.atomic
def ask_for_duty(*, actor: Actor, visit_id: UUID, member_id: UUID, now: datetime) -> Visit:
    """«La personne est là et le demande»: whoever is on duty is told, and stands in for the référent until midnight if she has a file."""
    visit = _visit(actor, visit_id, now=now)
    if member_id not in {day.member_id for day in people.on_duty(actor, visit.service_id, now=now)}:
        raise UnableToReceive(member=_("Elle ou il n’est pas de permanence aujourd’hui."))
    if visit.file_id is not None:
        people_services.record_presence(actor=actor, file_id=visit.file_id, member_id=member_id, now=now)
    visit.asked_for_id = member_id
    visit.save(update_fields=["asked_for"])
    journal.record(actor=actor, action="visit.duty_asked", at=now, subject=visit)
    return visit


@transaction.atomic
def book(*, actor: Actor, visit_id: UUID, member_id: UUID, starts_at: datetime, minutes: int, now: datetime) -> Appointment:
    """Give an appointment in a free hour, with all the reasons of the visit; without a file, under the number of her paper."""
    visit = _visit(actor, visit_id, now=now)
    hours = agenda.free(actor, members=[member_id], first=timezone.localdate(starts_at), days=1, length=timedelta(minutes=minutes), now=now)
    if starts_at not in hours.get(member_id, []):
        raise UnableToReceive(hour=_("Cette heure vient d’être prise : choisissez-en une autre."))
    title = f"Visite n° {visit.number} du {visit.on:%d/%m/%Y}"
    meeting = Meeting(starts_at=starts_at, minutes=minutes, reasons=visit.reasons, title=title)
    made = make_appointment(actor=actor, member_id=member_id, meeting=meeting, file_id=visit.file_id, now=now)
    visit.appointment = made
    _become(actor, visit, VisitState.BOOKED, now=now)
    return made
