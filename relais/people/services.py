"""Writes of people: one function for one act; policy, rule, change, journal, event, in that order, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from relais.accounts.models import Member, Service
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.kernel.purposes import Purpose
from relais.people import policies, queries, rules
from relais.people.events import ExceptionalAccessTaken, FileClosed, FileOpened, PartEnded, PartGiven, PresenceRecorded
from relais.people.models import Assignment, Bar, BreakGlass, Channel, File, Person, Presence, RosterDay
from relais.people.rules import Level
from relais.people.terms import FileState, Motive, Part, Review

#: how long the count of searches of one member lasts.
SEARCH_PERIOD = timedelta(minutes=10)
M = TypeVar("M", bound=Model)


class UnableToKeepFiles(Unable):
    """What was asked of a file breaks a rule."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of herself; only ``called`` is needed. ``fields``: other fields of ``Person`` by name."""

    called: str
    birth_on: date | None = None
    birth_year: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewChannel:
    """One way to reach a person. ``kind``: a code of ``terms.ChannelKind``."""

    kind: str
    value: str
    may_be_used: bool = True
    remark: str = ""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _whole(record: M) -> M:
    """The record once all its fields are acceptable; UnableToKeepFiles by field otherwise."""
    try:
        record.full_clean()
    except ValidationError as refusal:
        told = {("" if name == "__all__" else name): " ".join(messages) for name, messages in refusal.message_dict.items()}
        raise UnableToKeepFiles(**{name or "whole": words for name, words in told.items()}) from refusal
    return record


def _file(actor: Actor, file_id: UUID, level: Level, *, now: datetime) -> File:
    """The file, locked, when the actor reads this level of it; OutOfScope otherwise."""
    scope = policies.reaches(actor, level, now=now)
    found = File.objects.select_for_update(of=("self",)).select_related("person").filter(scope, pk=file_id).first()
    if found is None:
        raise OutOfScope
    return found


def _me(actor: Actor) -> UUID:
    """Who acts, for a row that says so; a visitor and the terminal never come here with a file in their scope."""
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id


def _year(told: Told) -> int | None:
    return told.birth_year if told.birth_on is None else told.birth_on.year


@transaction.atomic
def open_file(*, actor: Actor, service_id: int, told: Told, now: datetime, phone: NewChannel | None = None) -> File:
    """Record a person and open her file in a service, with a first way to reach her; who opens it becomes its référent."""
    service = Service.objects.within(actor).filter(pk=service_id).first()
    if service is None:
        raise OutOfScope
    _demand(policies.can_open_file(actor, service_id=service_id))
    person = Person(
        organisation_id=service.organisation_id,
        called=told.called.strip(),
        birth_on=told.birth_on,
        birth_year=_year(told),
        recorded_at=now,
        **told.fields,
    )
    person.index_names()
    _whole(person).save(force_insert=True)
    if phone is not None:
        _kept_channel(person, phone)
    found = File(organisation_id=service.organisation_id, person=person, service=service, opened_at=now)
    _whole(found).save(force_insert=True)
    Assignment.objects.create(file=found, member_id=_me(actor), part=Part.LEAD, starts_at=now)
    journal.record(actor=actor, action="file.opened", at=now, subject=found)
    bus.publish(FileOpened(found.organisation_id, found.pk, now))
    return found


@transaction.atomic
def change_person(*, actor: Actor, file_id: UUID, told: Told, now: datetime) -> Person:
    """Write what the person says of herself, as the whole of what is known; by whoever keeps the administrative part of her file."""
    found = _file(actor, file_id, Level.ADMINISTRATIVE, now=now)
    person = found.person
    if {"address", "address_protected"} & told.fields.keys() and not policies.can_read_address(actor, found, now=now):
        raise UnableToKeepFiles(address="Cette adresse est protégée : seule la référente ou le référent peut la changer.")
    person.called, person.birth_on, person.birth_year = told.called.strip(), told.birth_on, _year(told)
    for name, value in told.fields.items():
        setattr(person, name, value)
    person.index_names()
    _whole(person).save()
    journal.record(actor=actor, action="person.changed", at=now, subject=person)
    return person


def _kept_channel(person: Person, told: NewChannel) -> Channel:
    channel = Channel(person=person, kind=told.kind, value=told.value.strip(), may_be_used=told.may_be_used, remark=told.remark.strip())
    _whole(channel).save(force_insert=True)
    return channel


@transaction.atomic
def add_channel(*, actor: Actor, file_id: UUID, channel: NewChannel, now: datetime) -> Channel:
    """Add a way to reach the person, by whoever receives her."""
    found = _file(actor, file_id, Level.RECEPTION, now=now)
    kept = _kept_channel(found.person, channel)
    journal.record(actor=actor, action="person.channel_added", at=now, subject=found.person)
    return kept


@transaction.atomic
def remove_channel(*, actor: Actor, file_id: UUID, channel_id: int, now: datetime) -> None:
    """Forget a way to reach the person: a number that is no longer hers must not be dialled again."""
    found = _file(actor, file_id, Level.RECEPTION, now=now)
    removed, _ = Channel.objects.filter(pk=channel_id, person_id=found.person_id).delete()
    if not removed:
        raise OutOfScope
    journal.record(actor=actor, action="person.channel_removed", at=now, subject=found.person)


@transaction.atomic
def assign(*, actor: Actor, file_id: UUID, member_id: UUID, part: Part, now: datetime, ends_at: datetime | None = None) -> Assignment:
    """Give a member a part in a file; the référent who is replaced leaves it, the part that this member held ends."""
    found = _file(actor, file_id, Level.EXISTENCE, now=now)
    _demand(policies.can_assign(actor, found, part=part, now=now))
    if found.state == FileState.CLOSED:
        raise UnableToKeepFiles(member="Ce dossier est clos : rouvrez-le d’abord.")
    member = queries.assignable(actor, found).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepFiles(member="Cette personne ne peut pas intervenir dans ce dossier.")
    if ends_at is not None and ends_at <= now:
        raise UnableToKeepFiles(ends_at="La date de fin est déjà passée.")
    if part == Part.SUBSTITUTE and ends_at is None:
        raise UnableToKeepFiles(ends_at="Dites jusqu’à quand elle ou il supplée.")
    leaving = found.assignments.filter(ends_at=None, member=member) | found.assignments.filter(policies.current(now), member=member)
    if part == Part.LEAD:
        leaving |= found.assignments.filter(ends_at=None, part=Part.LEAD)
    Assignment.objects.filter(pk__in=list(leaving.values_list("pk", flat=True))).update(ends_at=now)
    given = Assignment.objects.create(file=found, member=member, part=part, starts_at=now, ends_at=ends_at)
    journal.record(actor=actor, action="file.part_given", at=now, subject=given)
    bus.publish(PartGiven(found.organisation_id, found.pk, member.pk, part, now))
    return given


@transaction.atomic
def end_part(*, actor: Actor, file_id: UUID, assignment_id: int, now: datetime) -> None:
    """A member leaves a file now; never its référent, who is replaced so that no deadline is left without anybody."""
    found = _file(actor, file_id, Level.EXISTENCE, now=now)
    given = found.assignments.filter(policies.current(now), pk=assignment_id).first()
    if given is None:
        raise OutOfScope
    if given.part == Part.LEAD:
        raise UnableToKeepFiles(whole="Un dossier ne reste pas sans référente ni référent : nommez d’abord qui prend la suite.")
    if given.member_id != actor.user_id:
        _demand(policies.can_assign(actor, found, part=given.part, now=now))
    given.ends_at = now
    given.save(update_fields=["ends_at"])
    journal.record(actor=actor, action="file.part_ended", at=now, subject=given)
    bus.publish(PartEnded(found.organisation_id, found.pk, given.member_id, now))


def note_reading(*, actor: Actor, found: File, now: datetime) -> frozenset[Level]:
    """Write in the journal that a file is read, before it is shown, and give the levels that the actor reads of it.

    Who only knows that it exists reads nothing of it: no line then.
    """
    read = queries.levels(actor, found.pk, now=now)
    if Level.RECEPTION not in read:
        return read
    part = "" if Level.ADMINISTRATIVE in read or Level.EVALUATION in read else "reception"
    purpose = Purpose.FILE if part else Purpose.SUPPORT
    journal.read(actor, found, purpose=purpose, at=now, part=part)
    return read


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of «qui a ouvert ce dossier»: who (None for somebody whose account is gone), what, when."""

    member: Member | None
    action: str
    at: datetime


def openings(*, actor: Actor, file_id: UUID, now: datetime) -> list[Opening]:
    """Who read or changed a file, newest first, for whoever leads it or heads its service: to tell the person. Itself journaled."""
    found = _file(actor, file_id, Level.EXISTENCE, now=now)
    if not policies.sees_openings(actor, found, now=now):
        raise OutOfScope
    lines = journal.consult(actor, found, purpose=Purpose.PERSON, at=now)
    members = Member.objects.within(actor).in_bulk({line.actor_id for line in lines if line.actor_id is not None})
    return [Opening(members.get(line.actor_id) if line.actor_id else None, line.action, line.at) for line in lines]


@transaction.atomic
def set_state(*, actor: Actor, file_id: UUID, state: FileState, now: datetime, reason: str = "") -> File:
    """Put a file in watch, close it with its reason, or open it again; who works in it does."""
    found = _file(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if state == FileState.CLOSED and not reason:
        raise UnableToKeepFiles(closing_reason="Dites pourquoi ce dossier est clos.")
    found.state = state
    found.closing_reason = reason if state == FileState.CLOSED else ""
    found.closed_at = now if state == FileState.CLOSED else None
    _whole(found).save()
    journal.record(actor=actor, action=f"file.{state}", at=now, subject=found)
    if state == FileState.CLOSED:
        bus.publish(FileClosed(found.organisation_id, found.pk, now))
    return found


@transaction.atomic
def bar(*, actor: Actor, file_id: UUID, member_id: UUID, now: datetime) -> Bar:
    """At the person's request, close her files to a member by every path, from now on; their parts in them end."""
    found = _file(actor, file_id, Level.RECEPTION, now=now)
    member = Member.objects.within(actor).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepFiles(member="Ce compte n’existe pas.")
    lead = queries.lead_of(found, now=now)
    if lead is not None and lead.pk == member.pk:
        raise UnableToKeepFiles(member="Elle ou il suit ce dossier : nommez d’abord qui prend la suite.")
    kept, _ = Bar.objects.get_or_create(person=found.person, member=member, lifted_at=None, defaults={"asked_at": now})
    Assignment.objects.filter(policies.current(now), file__person=found.person, member=member).update(ends_at=now)
    journal.record(actor=actor, action="person.bar_set", at=now, subject=kept)
    return kept


@transaction.atomic
def lift_bar(*, actor: Actor, file_id: UUID, bar_id: int, now: datetime) -> None:
    """The person changed her mind."""
    found = _file(actor, file_id, Level.RECEPTION, now=now)
    lifted = found.person.bars.filter(pk=bar_id, lifted_at=None).update(lifted_at=now)
    if not lifted:
        raise OutOfScope
    journal.record(actor=actor, action="person.bar_lifted", at=now, subject=found.person)


def take_exceptional_access(*, actor: Actor, called: str, birth_year: int, motive: Motive, words: str, now: datetime) -> BreakGlass:
    """Open for 24 hours the one file of a person whose exact name and year of birth are known, in a service where the actor works.

    OutOfScope when there is none, more than one, or when the person barred the actor: nothing tells which, and the try is journaled.
    """
    with transaction.atomic():
        _demand(policies.can_break_glass(actor))
        _demand(rules.words_are_enough(words))
        access = _exceptional(actor, called=called, birth_year=birth_year, motive=motive, words=words, now=now)
        action = "file.exceptional_access_missed" if access is None else "file.exceptional_access_taken"
        journal.record(actor=actor, action=action, at=now, subject=access)
        if access is not None:
            bus.publish(ExceptionalAccessTaken(access.file.organisation_id, access.file_id, access.member_id, motive, now))
    if access is None:
        raise OutOfScope
    return access


def _exceptional(actor: Actor, *, called: str, birth_year: int, motive: Motive, words: str, now: datetime) -> BreakGlass | None:
    """The access to the one file that this name and year designate; None for none or several."""
    found = policies.breakable(actor).filter(person__called__iexact=called.strip(), person__birth_year=birth_year).order_by("pk")[:2]
    if len(found) != 1:
        return None
    ends_at = now + rules.EXCEPTIONAL_ACCESS
    access = BreakGlass(file=found[0], member_id=_me(actor), motive=motive, words=words.strip(), starts_at=now, ends_at=ends_at)
    _whole(access).save(force_insert=True)
    return access


@transaction.atomic
def review_exceptional_access(*, actor: Actor, access_id: UUID, review: Review, now: datetime) -> BreakGlass:
    """Say whether an exceptional access was justified; once."""
    access = queries.exceptional_accesses_to_review(actor).select_for_update(of=("self",)).filter(pk=access_id).first()
    if access is None:
        raise OutOfScope
    _demand(policies.can_review(actor, access))
    access.review, access.reviewed_by_id, access.reviewed_at = review, _me(actor), now
    _whole(access).save()
    journal.record(actor=actor, action="file.exceptional_access_reviewed", at=now, subject=access)
    return access


@transaction.atomic
def put_on_duty(*, actor: Actor, service_id: int, member_id: UUID, on: date, now: datetime) -> RosterDay:
    """Write in the roster that a member receives in a service on a day; the head of the service does."""
    _demand(policies.can_keep_roster(actor, service_id=service_id))
    member = Member.objects.within(actor).filter(pk=member_id, is_active=True).first()
    if member is None or actor.organisation_id is None:
        raise UnableToKeepFiles(member="Ce compte n’existe pas.")
    kept, _ = RosterDay.objects.get_or_create(organisation_id=actor.organisation_id, service_id=service_id, member=member, on=on)
    journal.record(actor=actor, action="roster.member_put", at=now, subject=kept)
    return kept


@transaction.atomic
def record_presence(*, actor: Actor, file_id: UUID, member_id: UUID, now: datetime) -> Presence:
    """«La personne est là et le demande»: whoever is on duty today stands in for the référent until midnight, N0 to N2."""
    found = _file(actor, file_id, Level.EXISTENCE, now=now)
    member = next((day.member for day in queries.on_duty(actor, found.service_id, now=now) if day.member_id == member_id), None)
    if member is None or found.person.bars.filter(member=member, lifted_at=None).exists():
        raise UnableToKeepFiles(member="Elle ou il n’est pas de permanence aujourd’hui pour cette personne.")
    ends_at = rules.end_of_day(now, zone=timezone.get_current_timezone())
    presence = Presence.objects.create(file=found, member=member, recorded_by_id=_me(actor), starts_at=now, ends_at=ends_at)
    journal.record(actor=actor, action="file.presence_recorded", at=now, subject=presence)
    bus.publish(PresenceRecorded(found.organisation_id, found.pk, member.pk, now))
    return presence
