"""Handing files over, one by one, to colleagues who accept or refuse; the week of the duty desk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people import policies, queries
from relais.people.events import PartGiven
from relais.people.models import File, Handover, RosterDay
from relais.people.queries import due
from relais.people.services.beginnings import UnableToKeepFiles, demand, who_acts, whole_record
from relais.people.services.due import give
from relais.people.services.parts import take_part
from relais.people.terms import HandoverState, Part

#: characters of the sentence by which a handover is refused, at least.
SHORTEST_REFUSAL = 10


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on several files did: how many, and how many it could not (the colleague is kept out, or is there already)."""

    done: int
    left: int


def colleague(actor: Actor, member: Member, member_id: UUID, *, now: datetime) -> Member:
    """Who may take a file of this member over, or stand in for them; UnableToKeepFiles for anybody else."""
    found = queries.colleagues_who_may_take(actor, member, now=now).filter(pk=member_id).first()
    if found is None:
        raise UnableToKeepFiles(to_member=gettext_noop("Cette personne ne peut pas reprendre de dossier."))
    return found


def leaving_member(actor: Actor, member_id: UUID) -> Member:
    """The member whose files the actor may hand over or have covered; OutOfScope otherwise."""
    found = queries.may_prepare_for(actor).filter(pk=member_id).first()
    if found is None:
        raise OutOfScope
    return found


def is_barred(file: File, member: Member) -> bool:
    """Whether the person keeps this member out."""
    return file.person.bars.filter(member=member, lifted_at=None).exists()


@transaction.atomic
def propose_handover(*, actor: Actor, from_member_id: UUID, to_member_id: UUID, file_ids: Iterable[UUID], now: datetime) -> Done:
    """Ask a colleague to take over some files of a member; one already asked of somebody else is asked of this one instead."""
    leaving = leaving_member(actor, from_member_id)
    taker = colleague(actor, leaving, to_member_id, now=now)
    found = list(queries.to_hand_over(actor, leaving, now=now).filter(pk__in=list(file_ids)))
    if not found:
        raise UnableToKeepFiles(chosen=gettext_noop("Choisissez au moins un dossier."))
    left = 0
    for file in found:
        demand(policies.can_hand_over(actor, file, now=now))
        if is_barred(file, taker):
            left += 1
            continue
        waiting = Handover.objects.within(actor).filter(file=file, state=HandoverState.PROPOSED)
        waiting.update(state=HandoverState.WITHDRAWN, answered_at=now)
        asked = Handover(
            organisation_id=file.organisation_id,
            file=file,
            from_member=leaving,
            to_member=taker,
            proposed_by_id=who_acts(actor),
            proposed_at=now,
        )
        whole_record(asked).save(force_insert=True)
        journal.record(actor=actor, action="file.handover_proposed", at=now, subject=file)
    return Done(len(found) - left, left)


@transaction.atomic
def answer_handover(
    *, actor: Actor, handover_id: UUID, accepted: bool, now: datetime, reason: str = "", taken: Collection[str] | None = ()
) -> Handover:
    """Take a file over, and lead it from now on; or refuse it with a reason, and it goes back to the head of the service.

    ``taken``: keys of what falls due in it that the actor takes too (``queries.due.Line.key``), None for all of it; the rest stays in the
    hands of whoever leaves, that is before the head of the service.
    """
    asked = queries.handovers_to_answer(actor).select_for_update(of=("self",)).filter(pk=handover_id).first()
    if asked is None:
        raise OutOfScope
    if not accepted and len(reason.strip()) < SHORTEST_REFUSAL:
        raise UnableToKeepFiles(reason=gettext_noop("Dites pourquoi en une phrase : la ou le responsable la lira."))
    asked.state = HandoverState.ACCEPTED if accepted else HandoverState.REFUSED
    asked.reason, asked.answered_at = ("" if accepted else reason.strip()[:300]), now
    whole_record(asked).save()
    if accepted:
        _take(actor, asked, taken, now=now)
        bus.publish(PartGiven(asked.organisation_id, asked.file_id, asked.to_member_id, Part.LEAD, now))
    journal.record(actor=actor, action=f"file.handover_{asked.state}", at=now, subject=asked.file)
    return asked


@transaction.atomic
def take_all_handovers(*, actor: Actor, from_member_id: UUID, now: datetime) -> Done:
    """Take over every file of this member that the actor was asked to, with all that falls due in them; OutOfScope for none.

    What can no longer be taken (closed, or led by somebody else since) waits for its own answer, with the reason.
    """
    waiting = list(queries.handovers_to_answer(actor).filter(from_member_id=from_member_id).values_list("pk", flat=True))
    if not waiting:
        raise OutOfScope
    left = 0
    for handover_id in waiting:
        try:
            with transaction.atomic():
                answer_handover(actor=actor, handover_id=handover_id, accepted=True, taken=None, now=now)
        except (Unable, Refused):
            left += 1
    return Done(len(waiting) - left, left)


def _take(actor: Actor, asked: Handover, taken: Collection[str] | None, *, now: datetime) -> None:
    """The file changes its référent, and what was ticked its holder."""
    if asked.file.closed_at is not None:
        raise UnableToKeepFiles(whole=gettext_noop("Ce dossier est clos depuis : il n’y a rien à reprendre."))
    lead, leaving = queries.lead_of(asked.file, now=now), asked.from_member
    if lead is not None and lead != leaving:
        raise UnableToKeepFiles(whole=gettext_noop("Quelqu’un d’autre suit ce dossier depuis : il n’y a rien à reprendre."))
    lines = due.in_files(actor, [asked.file], member=leaving, now=now, hidden=True)[asked.file_id] if leaving is not None else []
    take_part(asked.file, asked.to_member, Part.LEAD, now=now)
    for line in lines:
        if line.can_change_hands and (taken is None or line.key in taken):
            give(actor, line, asked.to_member, now=now)


@transaction.atomic
def take_off_duty(*, actor: Actor, service_id: int, day_id: int, now: datetime) -> None:
    """Remove somebody from the roster of a day; the head of the service does."""
    demand(policies.can_keep_roster(actor, service_id=service_id))
    gone = RosterDay.objects.within(actor).filter(pk=day_id, service_id=service_id).first()
    if gone is None:
        raise OutOfScope
    journal.record(actor=actor, action="roster.member_removed", at=now, subject=gone)
    gone.delete()


@transaction.atomic
def copy_last_week(*, actor: Actor, service_id: int, monday: date, now: datetime) -> int:
    """Write the week before again, for members still at work; returns how many lines were added."""
    demand(policies.can_keep_roster(actor, service_id=service_id))
    week = timedelta(days=7)
    before = RosterDay.objects.within(actor).filter(service_id=service_id, on__gte=monday - week, on__lt=monday, member__is_active=True)
    added = 0
    for day in before.order_by("on", "pk"):
        kept, new = RosterDay.objects.get_or_create(
            organisation_id=day.organisation_id, service_id=service_id, member_id=day.member_id, on=day.on + week
        )
        if new:
            added += 1
            journal.record(actor=actor, action="roster.member_put", at=now, subject=kept)
    return added
