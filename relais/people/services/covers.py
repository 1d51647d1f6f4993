"""Standing in for an absent member: who covers which files, from one day to another. Called by the room that keeps absences."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.people import policies, queries
from relais.people.events import PartEnded, PartGiven
from relais.people.models import Assignment, File
from relais.people.services.beginnings import UnableToKeepFiles, demand
from relais.people.services.handovers import Done, colleague, is_barred, leaving_member
from relais.people.terms import Part


@transaction.atomic
def cover_files(
    *,
    actor: Actor,
    member_id: UUID,
    substitute_id: UUID,
    file_ids: Collection[UUID],
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Done:
    """A colleague stands in for a member in these files that they lead, in the place of whoever did; ``left``: the person keeps them out.

    Whoever already takes part in a file until the end covers it as they are.
    """
    absent = leaving_member(actor, member_id)
    substitute = colleague(actor, absent, substitute_id, now=now)
    if ends_at <= now:
        raise UnableToKeepFiles(to_member=gettext_noop("Cette absence est déjà passée."))
    found = list(queries.to_hand_over(actor, absent, now=now).filter(pk__in=list(file_ids)))
    if not found:
        raise UnableToKeepFiles(chosen=gettext_noop("Choisissez au moins un dossier."))
    left = 0
    for file in found:
        demand(policies.can_hand_over(actor, file, now=now))
        if is_barred(file, substitute):
            left += 1
        elif not file.assignments.filter(policies.current(now), member=substitute, ends_at=None).exists():
            end_covers(file, absent.pk, starts_at=starts_at, ends_at=ends_at, now=now)
            file.assignments.filter(policies.current(now), member=substitute).update(ends_at=now)
            given = Assignment(file=file, member=substitute, part=Part.SUBSTITUTE, stands_in_for=absent)
            given.starts_at, given.ends_at = max(starts_at, now), ends_at
            given.save(force_insert=True)
            journal.record(actor=actor, action="file.part_given", at=now, subject=given)
            bus.publish(PartGiven(file.organisation_id, file.pk, substitute.pk, Part.SUBSTITUTE, now))
    return Done(len(found) - left, left)


@transaction.atomic
def uncover(*, actor: Actor, member_id: UUID, starts_at: datetime, ends_at: datetime, now: datetime) -> int:
    """The absence ends: so do the substitutions of these days, those to come included; how many. Nothing for who has no file covered."""
    covered = File.objects.within(actor).filter(assignments__stands_in_for_id=member_id, assignments__ends_at__gt=now).distinct()
    ended = 0
    for file in covered:
        for gone in end_covers(file, member_id, starts_at=starts_at, ends_at=ends_at, now=now):
            journal.record(actor=actor, action="file.part_ended", at=now, subject=gone)
            bus.publish(PartEnded(file.organisation_id, file.pk, gone.member_id, now))
            ended += 1
    return ended


def end_covers(file: File, member_id: UUID, *, starts_at: datetime, ends_at: datetime, now: datetime) -> list[Assignment]:
    """End what stands in for this member in a file on these days; what had not begun never opens anything."""
    found = list(file.assignments.filter(stands_in_for_id=member_id, starts_at__lt=ends_at, ends_at__gt=max(starts_at, now)))
    for one in found:
        one.ends_at = max(one.starts_at, now)
        one.save(update_fields=["ends_at"])
    return found
