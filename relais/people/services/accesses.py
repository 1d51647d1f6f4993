"""Accesses that last a time: the exceptional access and its review, the duty roster, a person who is there."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import examining, policies, queries, rules
from relais.people.events import ExceptionalAccessTaken, PresenceRecorded
from relais.people.models import BreakGlass, Presence, RosterDay
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, demand, file_in_scope, who_acts, whole_record
from relais.people.terms import Motive, Review


def take_exceptional_access(*, actor: Actor, called: str, birth_year: int, motive: Motive, words: str, now: datetime) -> BreakGlass:
    """Open for 24 hours the one file of a person whose exact name and year of birth are known, in a service where the actor works.

    OutOfScope when there is none, more than one, or when the person barred the actor: nothing tells which, and the try is journaled.
    """
    with transaction.atomic():
        demand(policies.can_break_glass(actor))
        demand(rules.words_are_enough(words))
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
    access = BreakGlass(file=found[0], member_id=who_acts(actor), motive=motive, words=words.strip(), starts_at=now, ends_at=ends_at)
    whole_record(access).save(force_insert=True)
    return access


@transaction.atomic
def review_exceptional_access(*, actor: Actor, access_id: UUID, review: Review, now: datetime) -> BreakGlass:
    """Say whether an exceptional access was justified; once."""
    access = examining.to_examine(actor, now=now).select_for_update(of=("self",)).filter(pk=access_id).first()
    if access is None:
        raise OutOfScope
    demand(examining.can_examine(actor, access, now=now))
    access.review, access.reviewed_by_id, access.reviewed_at = review, who_acts(actor), now
    whole_record(access).save()
    journal.record(actor=actor, action="file.exceptional_access_reviewed", at=now, subject=access)
    return access


@transaction.atomic
def put_on_duty(*, actor: Actor, service_id: int, member_id: UUID, on: date, now: datetime) -> RosterDay:
    """Write in the roster that a member receives in a service on a day; the head of the service does."""
    demand(policies.can_keep_roster(actor, service_id=service_id))
    member = Member.objects.within(actor).filter(pk=member_id, is_active=True).first()
    if member is None or actor.organisation_id is None:
        raise UnableToKeepFiles(member=gettext_noop("Ce compte n’existe pas."))
    kept, _ = RosterDay.objects.get_or_create(organisation_id=actor.organisation_id, service_id=service_id, member=member, on=on)
    journal.record(actor=actor, action="roster.member_put", at=now, subject=kept)
    return kept


@transaction.atomic
def record_presence(*, actor: Actor, file_id: UUID, member_id: UUID, now: datetime) -> Presence:
    """«La personne est là et le demande»: whoever is on duty today stands in for the référent until midnight, N0 to N2."""
    found = file_in_scope(actor, file_id, Level.EXISTENCE, now=now, while_limited=True)
    member = next((day.member for day in queries.on_duty(actor, found.service_id, now=now) if day.member_id == member_id), None)
    if member is None or found.person.bars.filter(member=member, lifted_at=None).exists():
        raise UnableToKeepFiles(member=gettext_noop("Elle ou il n’est pas de permanence aujourd’hui pour cette personne."))
    ends_at = rules.end_of_day(now, zone=timezone.get_current_timezone())
    presence = Presence.objects.create(file=found, member=member, recorded_by_id=who_acts(actor), starts_at=now, ends_at=ends_at)
    journal.record(actor=actor, action="file.presence_recorded", at=now, subject=presence)
    bus.publish(PresenceRecorded(found.organisation_id, found.pk, member.pk, now))
    return presence
