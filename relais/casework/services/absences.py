"""Writes about who is away, and about the secret address of one's own agenda."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts.models import Member
from relais.accounts.queries import services_of
from relais.casework.events.agenda import AbsenceRecorded
from relais.casework.models.agenda import Absence, CalendarFeed
from relais.casework.policies import agenda as policies
from relais.casework.rules.agenda import whole_day
from relais.casework.services.agenda import UnableToKeepAgenda, demand, me
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import services as people

LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def record_absence(*, actor: Actor, member_id: UUID, first: date, last: date, now: datetime) -> Absence:
    """A member does not receive from the first day to the last, both included; no reason is asked nor kept."""
    member = Member.objects.within(actor).filter(pk=member_id, is_active=True).first()
    if member is None:
        raise UnableToKeepAgenda(member=_("Ce compte n’existe pas."))
    demand(policies.can_record_absence(actor, member_id=member.pk, service_ids=services_of(member)))
    if last < first or last - first > LONGEST_ABSENCE:
        raise UnableToKeepAgenda(last=_("Le dernier jour vient après le premier, dans l’année."))
    if last < timezone.localdate(now):
        raise UnableToKeepAgenda(last=_("Cette absence est déjà passée."))
    ends_on = last + timedelta(days=1)
    if Absence.objects.filter(member=member, starts_on__lt=ends_on, ends_on__gt=first).exists():
        raise UnableToKeepAgenda(first=_("Une absence est déjà notée sur une partie de ces jours."))
    away = Absence.objects.create(
        organisation_id=member.organisation_id, member=member, starts_on=first, ends_on=ends_on, recorded_by_id=me(actor), recorded_at=now
    )
    journal.record(actor=actor, action="absence.recorded", at=now, subject=away)
    bus.publish(AbsenceRecorded(away.organisation_id, away.pk, member.pk, now))
    return away


def span_of(away: Absence) -> tuple[datetime, datetime]:
    """From the first midnight of an absence to the one that ends it, here."""
    zone = timezone.get_current_timezone()
    return whole_day(away.starts_on, zone=zone).starts_at, whole_day(away.ends_on, zone=zone).starts_at


def absence_in_scope(actor: Actor, absence_id: UUID) -> Absence:
    """The absence that the actor may arrange: their own, or of a service that they head; OutOfScope otherwise."""
    away = Absence.objects.within(actor).select_related("member").filter(pk=absence_id).first()
    if away is None or not policies.can_record_absence(actor, member_id=away.member_id, service_ids=services_of(away.member)):
        raise OutOfScope
    return away


def cover_absence(*, actor: Actor, absence_id: UUID, substitute_id: UUID, file_ids: Collection[UUID], now: datetime) -> people.Done:
    """A colleague stands in for whoever is away, in these files, for the days of the absence and no longer."""
    away = absence_in_scope(actor, absence_id)
    starts_at, ends_at = span_of(away)
    days = {"starts_at": starts_at, "ends_at": ends_at}
    return people.cover_files(actor=actor, member_id=away.member_id, substitute_id=substitute_id, file_ids=file_ids, now=now, **days)


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: UUID, now: datetime) -> None:
    """Back earlier, or written by mistake: from today on, the member receives, and nobody stands in for them."""
    away = Absence.objects.within(actor).select_for_update(of=("self",)).select_related("member").filter(pk=absence_id).first()
    if away is None or not policies.can_record_absence(actor, member_id=away.member_id, service_ids=services_of(away.member)):
        raise OutOfScope
    today = timezone.localdate(now)
    starts_at, ends_at = span_of(away)
    people.uncover(actor=actor, member_id=away.member_id, starts_at=starts_at, ends_at=ends_at, now=now)
    journal.record(actor=actor, action="absence.ended", at=now, subject=away)
    if away.starts_on >= today:
        away.delete()
    else:
        away.ends_on = min(away.ends_on, today)
        away.save(update_fields=["ends_on"])


def digest_of(token: str) -> str:
    """What is kept of a secret address; its 256 random bits need no slower digest."""
    return hashlib.sha256(f"relais/calendar-feed|{token}".encode()).hexdigest()


@transaction.atomic
def open_feed(*, actor: Actor, now: datetime) -> str:
    """The secret of one's own feed, told once: the one before it opens nothing any more."""
    demand(policies.can_keep_agenda(actor))
    token = secrets.token_urlsafe(32)
    feed, _made = CalendarFeed.objects.update_or_create(member_id=me(actor), defaults={"digest": digest_of(token), "made_at": now})
    journal.record(actor=actor, action="calendar_feed.opened", at=now, subject=feed)
    return token


@transaction.atomic
def close_feed(*, actor: Actor, now: datetime) -> None:
    """Nobody reads one's agenda by its address any more."""
    feed = CalendarFeed.objects.filter(member_id=me(actor)).first()
    if feed is None:
        raise OutOfScope
    journal.record(actor=actor, action="calendar_feed.closed", at=now, subject=feed)
    feed.delete()
