"""Acts on what is known of a person: who she is, how to reach her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind, mark_of
from relais.kernel.decisions import OutOfScope
from relais.kernel.names import folded
from relais.people import policies
from relais.people.models import Channel, File, FormerName, NameKey, Person, ToCompare
from relais.people.rules import FOUND_BY, Level
from relais.people.services.beginnings import UnableToKeepFiles, file_in_scope, whole_record
from relais.people.services.households import keep_apart
from relais.people.services.situations import forget_answers

#: what is told of everybody.
ALWAYS = ("called", "birth_on", "birth_year")


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


def year_told(told: Told) -> int | None:
    """The year of the birth date, or the year said alone."""
    return told.birth_year if told.birth_on is None else told.birth_on.year


@transaction.atomic
def change_person(*, actor: Actor, file_id: UUID, told: Told, seen: str = "", now: datetime) -> Person:
    """Write what the person says of herself, as the whole of what is known; by whoever keeps the administrative part of her file.

    ``seen``: the mark of what the page showed, of the fields told and no other (``mark_of``); "" for who showed no page.
    """
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    person = found.person
    if is_behind(seen, mark_of(person, (*ALWAYS, *told.fields))):
        raise UnableToKeepFiles(whole=LEFT_BEHIND)
    if {"address", "address_protected"} & told.fields.keys() and not policies.can_read_address(actor, found, now=now):
        raise UnableToKeepFiles(address=gettext_noop("Cette adresse est protégée : seule la référente ou le référent peut la changer."))
    before, born = [getattr(person, name) for name in FOUND_BY], (person.birth_on, person.birth_year)
    person.called, person.birth_on, person.birth_year = told.called.strip(), told.birth_on, year_told(told)
    protected_before = person.address_protected
    for name, value in told.fields.items():
        setattr(person, name, value)
    _keep_former(person, before, now=now)
    whole_record(person).save()
    if born != (person.birth_on, person.birth_year):
        ToCompare.objects.ask([person.pk])
    if person.address_protected and not protected_before:
        keep_apart(person)
        forget_answers(person)
    journal.record(actor=actor, action="person.changed", at=now, subject=person, about_id=found.pk)
    return person


def _keep_former(person: Person, before: Sequence[str], *, now: datetime) -> None:
    """Names that she bore until today: another spelling of accents or capitals is the same name."""
    today = {folded(name) for name in person.names()}
    for name in before:
        if folded(name) and folded(name) not in today:
            until = {"until_on": timezone.localdate(now), "recorded_at": now}
            FormerName.objects.get_or_create(person=person, name=name, defaults=until)


@transaction.atomic
def add_former_name(*, actor: Actor, file_id: UUID, name: str, now: datetime, until_on: date | None = None) -> FormerName:
    """Write a name that the person bore: she is found under it, and it is shown to those who read who she is."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if until_on is not None and until_on > timezone.localdate(now):
        raise UnableToKeepFiles(until_on=gettext_noop("Cette date n’est pas encore venue."))
    kept = FormerName(person=found.person, name=name.strip(), until_on=until_on, recorded_at=now)
    if found.person.former_names.filter(name=kept.name).exists():
        raise UnableToKeepFiles(name=gettext_noop("Ce nom est déjà écrit."))
    whole_record(kept).save(force_insert=True)
    NameKey.objects.rewrite([found.person])
    journal.record(actor=actor, action="person.former_name_added", at=now, subject=found)
    return kept


@transaction.atomic
def remove_former_name(*, actor: Actor, file_id: UUID, name_id: int, now: datetime) -> None:
    """Erase a former name written by mistake, or that she does not want kept: nobody finds her under it any more."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    removed, _ = found.person.former_names.filter(pk=name_id).delete()
    if not removed:
        raise OutOfScope
    NameKey.objects.rewrite([found.person])
    journal.record(actor=actor, action="person.former_name_removed", at=now, subject=found)


def kept_channel(person: Person, told: NewChannel) -> Channel:
    """One more way to reach this person, whole."""
    channel = Channel(person=person, kind=told.kind, value=told.value.strip(), may_be_used=told.may_be_used, remark=told.remark.strip())
    whole_record(channel).save(force_insert=True)
    return channel


@transaction.atomic
def add_channel(*, actor: Actor, file_id: UUID, channel: NewChannel, now: datetime, held: File | None = None) -> Channel:
    """Add a way to reach the person, by whoever receives her. ``held``: see ``file_in_scope``."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now, held=held)
    kept = kept_channel(found.person, channel)
    journal.record(actor=actor, action="person.channel_added", at=now, subject=found.person, about_id=found.pk)
    return kept


@transaction.atomic
def remove_channel(*, actor: Actor, file_id: UUID, channel_id: int, now: datetime) -> None:
    """Forget a way to reach the person: a number that is no longer hers must not be dialled again."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now)
    removed, _ = Channel.objects.filter(pk=channel_id, person_id=found.person_id).delete()
    if not removed:
        raise OutOfScope
    journal.record(actor=actor, action="person.channel_removed", at=now, subject=found.person, about_id=found.pk)
