"""What a member holds, what is handed over to whom, and what nobody leads: the actor first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import Assignment, File, Handover, RosterDay
from relais.people.queries.files import in_order
from relais.people.rules import Level
from relais.people.terms import HandoverState, Part


@dataclass(frozen=True, slots=True)
class Held:
    """What would be left without anybody when a member goes: counts, no name."""

    led: int
    other_parts: int
    to_answer: int
    duty_days: int

    @property
    def is_nothing(self) -> bool:
        """Whether the member may go without leaving a file to anybody."""
        return not self.led


def held_by(member: Member, *, now: datetime) -> Held:
    """What a member holds today: open files led, other parts in open files, files proposed to them, days of duty to come.

    For the rule that closes an account: counts only, so that whoever manages accounts learns of no file.
    """
    parts = Assignment.objects.filter(policies.current(now), member=member, file__closed_at=None)
    duty = RosterDay.objects.filter(member=member, on__gte=timezone.localdate(now), organisation_id=member.organisation_id)
    return Held(
        led=parts.filter(part=Part.LEAD).count(),
        other_parts=parts.exclude(part=Part.LEAD).count(),
        to_answer=Handover.objects.filter(to_member=member, state=HandoverState.PROPOSED, organisation_id=member.organisation_id).count(),
        duty_days=duty.count(),
    )


def takes_part_in_handovers(actor: Actor) -> bool:
    """Whether the page of handovers has anything to say to this actor: who accompanies people, who heads a service."""
    return actor.has_role(Role.SOCIAL_WORKER) or policies.heads_somewhere(actor)


def may_prepare_for(actor: Actor) -> QuerySet[Member]:
    """The members whose files the actor may hand over: themselves, and those who lead files of a service that the actor heads.

    Each with ``led``: how many open files; those who have left are first.
    """
    headed = policies.headed_files(actor)
    led = Assignment.objects.filter(ends_at=None, part=Part.LEAD, file__closed_at=None, member_id=OuterRef("pk"))
    mine = Q(pk=policies.identity(actor)) if actor.has_role(Role.SOCIAL_WORKER) else Q(pk__in=())
    return (
        Member.objects.within(actor)
        .filter(mine | Q(Exists(led.filter(file__in=headed))))
        .annotate(led=led.order_by().values("member_id").annotate(number=Count("pk")).values("number"))
        .order_by("is_active", "display_name", "pk")
    )


def to_hand_over(actor: Actor, member: Member, *, now: datetime) -> QuerySet[File]:
    """The open files led by this member that the actor may hand over, each with ``waiting``: whether a colleague was already asked."""
    lead = Assignment.objects.filter(policies.current(now), member=member, part=Part.LEAD).values("file_id")
    mine = Q() if member.pk == actor.user_id else Q(pk__in=policies.headed_files(actor).values("pk"))
    asked = Handover.objects.within(actor).filter(file_id=OuterRef("pk"), state=HandoverState.PROPOSED)
    found = File.objects.within(actor).filter(mine, pk__in=lead, closed_at=None).annotate(waiting=Exists(asked))
    return in_order(found.filter(policies.reaches(actor, Level.EXISTENCE, now=now)))


def colleagues_who_may_take(actor: Actor, member: Member) -> QuerySet[Member]:
    """The social workers at work in the organisation, the member apart."""
    working = Member.objects.within(actor).filter(is_active=True, grants__role=Role.SOCIAL_WORKER, grants__revoked_at=None)
    return working.exclude(pk=member.pk).distinct().order_by("display_name", "pk")


def handovers_to_answer(actor: Actor) -> QuerySet[Handover]:
    """What the actor is asked to take over, oldest first, of persons who do not keep the actor out."""
    found = Handover.objects.within(actor).filter(to_member_id=policies.identity(actor), state=HandoverState.PROPOSED)
    found = found.exclude(file__person__bars__in=policies.bars_met(actor))
    return found.select_related("file__person", "file__service", "from_member", "proposed_by").order_by("proposed_at", "pk")


def handovers_refused(actor: Actor, *, now: datetime) -> QuerySet[Handover]:
    """What colleagues refused and nobody took since: back to whoever asked, and to the head of the service."""
    taken = Handover.objects.within(actor).filter(file_id=OuterRef("file_id"), proposed_at__gt=OuterRef("proposed_at"))
    found = Handover.objects.within(actor).filter(state=HandoverState.REFUSED).exclude(Exists(taken))
    mine = Q(proposed_by_id=policies.identity(actor)) | Q(file__in=policies.headed_files(actor))
    seen = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now))
    found = found.filter(mine, file__in=seen, file__closed_at=None)
    return found.select_related("file__person", "to_member").order_by("-answered_at", "pk")
