"""Writes of agendas: one function for one act; policy, rule, change, journal, event, in one transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts.models import Member
from relais.casework.events.agenda import AppointmentEnded, AppointmentMade
from relais.casework.models.agenda import Appointment
from relais.casework.policies import agenda as policies
from relais.casework.queries import agenda as queries
from relais.casework.rules import agenda as rules
from relais.casework.terms.agenda import AppointmentState, CancelledBy, Place, Reason, Reminded
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import demand_unlimited


class UnableToKeepAgenda(Unable):
    """What was asked of an agenda breaks a rule."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is said of an appointment. ``reasons``: codes of ``Reason``; ``title``: needed when there is no file."""

    starts_at: datetime
    minutes: int = 30
    place: str = Place.OFFICE
    reasons: Collection[str] = ()
    title: str = ""
    hidden: bool = False


def demand(decision: Decision, field: str = "") -> None:
    """Refused for a policy; UnableToKeepAgenda beside the field for a rule."""
    if not decision and field:
        raise UnableToKeepAgenda(**{field: decision.reason})
    if not decision:
        raise Refused(decision)


def me(actor: Actor) -> UUID:
    """Who acts, for a row that says so."""
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id


def _file(actor: Actor, file_id: UUID | None, *, now: datetime, held: File | None = None) -> File | None:
    if file_id is None:
        return None
    if held is not None and held.pk == file_id and people.reads(actor, held, Level.RECEPTION, now=now):
        return held
    found = people.file(actor, file_id, now=now, level=Level.RECEPTION)
    if found is None:
        raise OutOfScope
    demand_unlimited(found)
    return found


def _receiver(actor: Actor, member_id: UUID, *, file: File | None, now: datetime, receiving: queries.Receiving | None = None) -> Member:
    """Whose agenda it is: one of those that the actor books in, whom the person did not keep out."""
    if receiving is not None and receiving.actor == actor and receiving.at == now:
        member = receiving.members.get(member_id)
    else:
        member = queries.receiving(actor, on=timezone.localdate(now)).filter(pk=member_id).first()
    # whoever reads a file is not kept out of it
    if member is None or (file is not None and member.pk != actor.user_id and queries.is_barred(member.pk, file)):
        raise UnableToKeepAgenda(member=_("Cet agenda ne peut pas recevoir ce rendez-vous : choisissez quelqu’un d’autre."))
    return member


def _service(actor: Actor, member: Member, file: File | None) -> int:
    if file is not None:
        return file.service_id
    if member.service_id is not None:
        return member.service_id
    first = queries.services_booked(actor).first()
    if first is None:
        raise UnableToKeepAgenda(whole=_("Aucun service ne tient cet agenda."))
    return first.pk


def _typed(row: Appointment) -> Appointment:
    """A new row whose hours, title and links were decided above: what is left to look at is what was typed."""
    links = {field.name for field in row._meta.concrete_fields if field.is_relation}  # noqa: SLF001  # Django's documented meta interface
    return _told(row, lambda: row.clean_fields(exclude=links))


def _whole(row: Appointment) -> Appointment:
    return _told(row, lambda: row.full_clean(validate_unique=False))


def _told(row: Appointment, check: Callable[[], None]) -> Appointment:
    try:
        check()
    except ValidationError as refusal:
        told = {("whole" if name == "__all__" else name): " ".join(said) for name, said in refusal.message_dict.items()}
        raise UnableToKeepAgenda(**told) from refusal
    return row


def locked(actor: Actor, appointment_id: UUID, *, now: datetime, while_limited: bool = False) -> Appointment:
    """The appointment, locked, when the actor may change it; OutOfScope otherwise. ``while_limited``: it only ends."""
    scope = policies.changeable(actor, now=now)
    found = Appointment.objects.within(actor).select_for_update(of=("self",)).filter(scope, pk=appointment_id).first()
    if found is None:
        raise OutOfScope
    if not while_limited:
        demand_unlimited(found.file)
    return found


@transaction.atomic
def make_appointment(
    *,
    actor: Actor,
    member_id: UUID,
    meeting: Meeting,
    now: datetime,
    file_id: UUID | None = None,
    held: File | None = None,
    receiving: queries.Receiving | None = None,
) -> Appointment:
    """Keep an hour in a member's agenda, one's own or one of the service's, for a person's file or for none. Conflicts do not forbid it.

    OutOfScope for a file whose reception level the actor does not read; UnableToKeepAgenda by field otherwise. ``held`` and ``receiving``:
    the same file and whom the actor books for, that the transaction under way has just read.
    """
    demand(policies.can_keep_agenda(actor))
    file = _file(actor, file_id, now=now, held=held)
    member = _receiver(actor, member_id, file=file, now=now, receiving=receiving)
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    demand(rules.may_stand(starts_at=meeting.starts_at, ends_at=ends_at, now=now), "starts_at")
    title = meeting.title.strip()
    if file is None and not title:
        raise UnableToKeepAgenda(title=_("Dites en quelques mots de quoi il s’agit."))
    made = Appointment(
        organisation_id=member.organisation_id,
        file=file,
        service_id=_service(actor, member, file),
        member=member,
        starts_at=meeting.starts_at,
        ends_at=ends_at,
        place=meeting.place,
        reasons=[reason.value for reason in Reason if reason.value in meeting.reasons],
        title="" if file is not None else title,
        hidden=meeting.hidden,
        booked_by_id=me(actor),
        booked_at=now,
    )
    _typed(made).save(force_insert=True)
    journal.record(actor=actor, action="appointment.made", at=now, subject=made)
    bus.publish(AppointmentMade(made.organisation_id, made.pk, made.member_id, now))
    return made


def _end(actor: Actor, row: Appointment, state: AppointmentState, *, now: datetime) -> None:
    row.state = state
    _whole(row).save()
    journal.record(actor=actor, action=f"appointment.{state}", at=now, subject=row)
    bus.publish(AppointmentEnded(row.organisation_id, row.pk, row.member_id, state, now))


@transaction.atomic
def record_outcome(*, actor: Actor, appointment_id: UUID, state: AppointmentState, now: datetime) -> Appointment:
    """Say that the person came, or did not; or that it was a mistake (back to planned). ``arrived_at``: when it was said that she came."""
    row = locked(actor, appointment_id, now=now)
    if state not in {AppointmentState.CAME, AppointmentState.MISSED, AppointmentState.PLANNED}:
        raise UnableToKeepAgenda(state=_("Dites si la personne est venue."))
    demand(rules.may_end(state=row.state, starts_at=row.starts_at, now=now, zone=timezone.get_current_timezone()), "state")
    row.arrived_at = now if state == AppointmentState.CAME else None
    _end(actor, row, state, now=now)
    return row


@transaction.atomic
def cancel_appointment(*, actor: Actor, appointment_id: UUID, by: CancelledBy, now: datetime) -> Appointment:
    """Call an appointment off, saying who did: what the service calls off is never counted against the person."""
    row = locked(actor, appointment_id, now=now, while_limited=True)
    if row.state != AppointmentState.PLANNED:
        raise UnableToKeepAgenda(by=_("Ce rendez-vous n’est plus à venir."))
    row.cancelled_by = by
    _end(actor, row, AppointmentState.CANCELLED, now=now)
    return row


@transaction.atomic
def move_appointment(*, actor: Actor, appointment_id: UUID, starts_at: datetime, minutes: int, now: datetime) -> Appointment:
    """Give another hour to an appointment: the first stays written, and says which one takes its place."""
    row = locked(actor, appointment_id, now=now)
    if row.state != AppointmentState.PLANNED:
        raise UnableToKeepAgenda(whole=_("Ce rendez-vous n’est plus à venir."))
    ends_at = starts_at + timedelta(minutes=minutes)
    demand(rules.may_stand(starts_at=starts_at, ends_at=ends_at, now=now), "starts_at")
    kept = ("organisation_id", "file_id", "service_id", "member_id", "place", "reasons", "title", "hidden", "covered_for_id")
    moved = Appointment(**{name: getattr(row, name) for name in kept}, starts_at=starts_at, ends_at=ends_at)
    moved.booked_by_id, moved.booked_at = me(actor), now
    _whole(moved).save(force_insert=True)
    row.moved_to = moved
    _end(actor, row, AppointmentState.MOVED, now=now)
    bus.publish(AppointmentMade(moved.organisation_id, moved.pk, moved.member_id, now))
    return moved


@transaction.atomic
def cover_appointment(*, actor: Actor, appointment_id: UUID, member_id: UUID, now: datetime) -> Appointment:
    """Somebody else of the service receives in the place of whoever is away; the agenda keeps both names."""
    scope = policies.told(actor, now=now) & (policies.to_cover(actor, now=now) | policies.changeable(actor, now=now))
    row = Appointment.objects.within(actor).select_for_update(of=("self",)).filter(scope, pk=appointment_id).first()
    if row is None:
        raise OutOfScope
    file = row.file
    member = _receiver(actor, member_id, file=file, now=now)
    if row.state != AppointmentState.PLANNED or member.pk == row.member_id:
        raise UnableToKeepAgenda(member=_("Choisissez qui reçoit à sa place."))
    row.covered_for_id = row.covered_for_id or row.member_id
    row.member = member
    row.reminded_at, row.reminded_how = None, ""  # she is told again, by her own way, whom she will see
    _whole(row).save()
    journal.record(actor=actor, action="appointment.covered", at=now, subject=row)
    bus.publish(AppointmentMade(row.organisation_id, row.pk, row.member_id, now))
    return row


@transaction.atomic
def record_reminder(*, actor: Actor, appointment_id: UUID, how: Reminded, now: datetime) -> Appointment:
    """The person was reminded: the line leaves the list."""
    row = locked(actor, appointment_id, now=now)
    row.reminded_at, row.reminded_how = now, how
    _whole(row).save()
    journal.record(actor=actor, action="appointment.reminded", at=now, subject=row)
    return row
