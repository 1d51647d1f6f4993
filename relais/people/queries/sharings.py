"""What was shared of a file, with whom, until when; what the person agreed to, was told, or refused. For who works in the file (N1)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.accounts.rules import CONTENT_ROLES
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import AddressReader, Consent, File, Information, Opposition, Sharing
from relais.people.rules import Level


@dataclass(frozen=True, slots=True)
class Agreements:
    """Everything that the page of a file's sharings shows, each the newest first. ``opposition``: the one that stands."""

    sharings: list[Sharing]
    consents: list[Consent]
    informations: list[Information]
    opposition: Opposition | None


def _worked(actor: Actor, file_id: UUID, now: datetime) -> QuerySet[File]:
    return File.objects.within(actor).filter(policies.works_in(actor, Level.ADMINISTRATIVE, now=now), pk=file_id)


def agreements(actor: Actor, file_id: UUID, *, now: datetime) -> Agreements:
    """All empty out of the actor's scope. Four queries."""
    here = _worked(actor, file_id, now)
    return Agreements(
        list(Sharing.objects.within(actor).filter(file__in=here).select_related("shared_by", "to_member").order_by("-starts_at", "pk")),
        list(Consent.objects.within(actor).filter(file__in=here).select_related("recorded_by").order_by("-given_on", "-recorded_at", "pk")),
        list(Information.objects.within(actor).filter(file__in=here).select_related("recorded_by").order_by("-given_on", "pk")),
        Opposition.objects.filter(file__in=here, lifted_at=None).first(),
    )


def sharing(actor: Actor, file_id: UUID, sharing_id: UUID, *, now: datetime) -> Sharing | None:
    """One act of sharing, to be printed for the person; None out of scope."""
    found = Sharing.objects.within(actor).filter(file__in=_worked(actor, file_id, now), pk=sharing_id)
    return found.select_related("shared_by", "to_member", "withdrawn_by", "consent").first()


def opposed(found: File) -> bool:
    """Whether the person says no, today, to sharing within the team."""
    return Opposition.objects.filter(file=found, lifted_at=None).exists()


def may_receive(actor: Actor, found: File, *, now: datetime) -> QuerySet[Member]:
    """The members with whom something of this file may be shared: who hold today a role that reads contents, whom the person did not bar.

    Each with ``outside``: a partner, of no team here.
    """
    held = RoleGrant.objects.in_force(timezone.localdate(now)).filter(member_id=OuterRef("pk"), role__in=sorted(CONTENT_ROLES))
    reading = Member.objects.within(actor).filter(Exists(held), is_active=True).annotate(outside=~Exists(held.exclude(role=Role.PARTNER)))
    barred = found.person.bars.filter(lifted_at=None).values("member_id")
    return reading.exclude(pk__in=barred).exclude(pk=actor.user_id or UUID(int=0)).order_by("display_name", "pk")


def is_outside(member: Member) -> bool:
    """Whether this member, drawn by ``may_receive``, is a partner only."""
    return bool(getattr(member, "outside", False))


def address_readers(actor: Actor, found: File, *, now: datetime) -> QuerySet[AddressReader]:
    """Whom the person lets read her protected address, for the référent; none for anybody else."""
    if not policies.leads_file(actor, found, now=now):
        return AddressReader.objects.none()
    named = AddressReader.objects.filter(person_id=found.person_id, withdrawn_at=None)
    return named.select_related("member").order_by("member__display_name", "pk")


def names_address_readers(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the actor says, for the person, who reads her protected address: the référent only."""
    return found.person.address_protected and policies.leads_file(actor, found, now=now)
