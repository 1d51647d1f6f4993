"""What this room holds that falls due, and how it changes hands: steps, appointments; rights about to end go where the file goes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member
from relais.casework.events.agenda import AppointmentMade
from relais.casework.models import OpenRight, Step, Transmission
from relais.casework.models.agenda import Appointment
from relais.casework.services.transmissions import hand_over
from relais.casework.terms.agenda import AppointmentState
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.people.due import Kind

#: a right that ends within this time is told to whoever takes the file over: most renewals ask two to three months.
SOON = timedelta(days=90)


def _steps(_now: datetime) -> QuerySet[Any]:
    return Step.objects.filter(done_at=None, file__closed_at=None)


def _appointments(now: datetime) -> QuerySet[Any]:
    return Appointment.objects.filter(state=AppointmentState.PLANNED, ends_at__gt=now)


def _rights(now: datetime) -> QuerySet[Any]:
    return OpenRight.objects.filter(closed_on=None, file__closed_at=None, ends_on__lte=timezone.localdate(now) + SOON)


def _give_step(actor: Actor, step: Step, member: Member, now: datetime) -> None:
    step.member = member
    step.save(update_fields=["member"])
    journal.record(actor=actor, action="step.handed_over", at=now, subject=step)


def _give_appointment(actor: Actor, row: Appointment, member: Member, now: datetime) -> None:
    row.member = member
    row.reminded_at, row.reminded_how = None, ""  # she is told again, by her own way, whom she will see
    row.save()
    journal.record(actor=actor, action="appointment.handed_over", at=now, subject=row)
    bus.publish(AppointmentMade(row.organisation_id, row.pk, row.member_id, now))


STEPS = Kind(
    "etape", _("Étape à faire"), ("casework.Step",), _steps, "due_on", holder="member", words=lambda row: row.what, give=_give_step
)
APPOINTMENTS = Kind(
    "rendez-vous",
    _("Rendez-vous à venir"),
    ("casework.Appointment",),
    _appointments,
    "starts_at",
    holder="member",
    service="service",
    words=lambda row: ", ".join(row.reason_labels()),
    give=_give_appointment,
    hides=lambda row: row.hidden,
    page="casework:absences",
)


def _writings(_now: datetime) -> QuerySet[Any]:
    return Transmission.objects.filter(sent_on=None, left_on=None, file__closed_at=None)


WRITINGS = Kind(
    "ecrit",
    _("Écrit confidentiel à transmettre"),
    ("casework.Transmission",),
    _writings,
    "due_on",
    holder="member",
    give=hand_over,
)
RIGHTS = Kind("droit", _("Droit qui se termine"), ("casework.OpenRight",), _rights, "ends_on", words=lambda row: row.name)
