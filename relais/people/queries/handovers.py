"""What a member holds, what is handed over to whom, and what nobody leads: the actor first."""

from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import Assignment, File, Handover
from relais.people.queries.files import in_order
from relais.people.rules import Level
from relais.people.terms import HandoverState, Part


def held_by(member: Member, *, now: datetime) -> QuerySet[File]:
    """The open files that a member leads today, whatever became of their account: counted by whoever closes it, named to nobody here."""
    lead = Assignment.objects.filter(policies.current(now), member=member, part=Part.LEAD).values("file_id")
    return File.objects.filter(organisation_id=member.organisation_id, pk__in=lead, closed_at=None).order_by("pk")


def takes_part_in_handovers(actor: Actor) -> bool:
    """Whether the page of handovers has anything to say to this actor: who accompanies people, who heads a service."""
    return actor.has_role(Role.SOCIAL_WORKER) or policies.heads_somewhere(actor)


def may_prepare_for(actor: Actor) -> QuerySet[Member]:
    """The members whose files the actor may hand over: themselves, and those who lead files of a service that the actor heads.

    Each with ``led``: how many open files; ``stays``: their role has no end; ``until``: the day on which the last one ends. Those who have
    left are first.
    """
    headed = policies.headed_files(actor)
    led = Assignment.objects.filter(ends_at=None, part=Part.LEAD, file__closed_at=None, member_id=OuterRef("pk"))
    roles = RoleGrant.objects.filter(role=Role.SOCIAL_WORKER, revoked_at=None, member_id=OuterRef("pk"))
    mine = Q(pk=policies.identity(actor)) if actor.has_role(Role.SOCIAL_WORKER) else Q(pk__in=())
    return (
        Member.objects.within(actor)
        .filter(mine | Q(Exists(led.filter(file__in=headed))))
        .annotate(
            stays=Exists(roles.filter(ends_on=None)),
            until=roles.order_by().values("member_id").annotate(last=Max("ends_on")).values("last"),
            led=led.order_by().values("member_id").annotate(number=Count("pk")).values("number"),
        )
        .order_by("is_active", "display_name", "pk")
    )


def to_hand_over(actor: Actor, member: Member, *, now: datetime) -> QuerySet[File]:
    """The open files led by this member that the actor may hand over, each with ``waiting``: whether a colleague was already asked."""
    mine = Q() if member.pk == actor.user_id else Q(pk__in=policies.headed_files(actor).values("pk"))
    asked = Handover.objects.within(actor).filter(file_id=OuterRef("pk"), state=HandoverState.PROPOSED)
    found = held_by(member, now=now).filter(mine, pk__in=File.objects.within(actor).values("pk")).annotate(waiting=Exists(asked))
    return in_order(found.filter(policies.reaches(actor, Level.EXISTENCE, now=now)))


def colleagues_who_may_take(actor: Actor, member: Member, *, now: datetime) -> QuerySet[Member]:
    """The social workers at work in the organisation today, the member apart."""
    working = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role=Role.SOCIAL_WORKER).values("member_id")
    return Member.objects.within(actor).filter(is_active=True, pk__in=working).exclude(pk=member.pk).order_by("display_name", "pk")


def handovers_waiting(actor: Actor, *, now: datetime) -> QuerySet[Handover]:
    """What was proposed and has no answer yet, oldest first: for whoever proposed it, and for the head of the service."""
    mine = Q(proposed_by_id=policies.identity(actor)) | Q(file__in=policies.headed_files(actor))
    seen = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now))
    found = Handover.objects.within(actor).filter(mine, state=HandoverState.PROPOSED, file__in=seen, file__closed_at=None)
    return found.select_related("file__person", "to_member").order_by("proposed_at", "pk")


def handovers_to_answer(actor: Actor) -> QuerySet[Handover]:
    """What the actor is asked to take over, oldest first, of persons who do not keep the actor out."""
    found = Handover.objects.within(actor).filter(to_member_id=policies.identity(actor), state=HandoverState.PROPOSED)
    found = found.filter(~Q(file__person_id__in=policies.bars_met(actor).values("person_id")))
    return found.select_related("file__person", "file__service", "from_member", "proposed_by").order_by("proposed_at", "pk")


def handovers_refused(actor: Actor, *, now: datetime) -> QuerySet[Handover]:
    """What colleagues refused and nobody took since: back to whoever asked, and to the head of the service."""
    taken = Handover.objects.within(actor).filter(file_id=OuterRef("file_id"), proposed_at__gt=OuterRef("proposed_at"))
    found = Handover.objects.within(actor).filter(state=HandoverState.REFUSED).exclude(Exists(taken))
    mine = Q(proposed_by_id=policies.identity(actor)) | Q(file__in=policies.headed_files(actor))
    seen = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now))
    found = found.filter(mine, file__in=seen, file__closed_at=None)
    return found.select_related("file__person", "to_member").order_by("-answered_at", "pk")
