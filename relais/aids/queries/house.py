"""What the house gives: its rules, its kinds, what is left in each envelope, how many were decided (never under eleven)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from relais.accounts.models import Member
from relais.aids import policies
from relais.aids.models import AidDecision, AidEnvelope, AidKind, AidPayer, AidPolicy
from relais.casework.rules.debrief import shown
from relais.foundation.access import Actor
from relais.kernel.money import Cents


def policy(actor: Actor) -> AidPolicy:
    """The rules of the actor's house; those of the start when nobody wrote them yet."""
    return AidPolicy.objects.within(actor).first() or AidPolicy()


def kinds(actor: Actor) -> QuerySet[AidKind]:
    """The kinds of aid open in the actor's house."""
    return AidKind.objects.within(actor).filter(closed_at=None).order_by("name", "pk")


def kind(actor: Actor, kind_id: int) -> AidKind | None:
    """One of them, closed ones too; None out of scope."""
    return AidKind.objects.within(actor).filter(pk=kind_id).first()


def payers(actor: Actor) -> QuerySet[AidPayer]:
    """Who is named to pay."""
    return AidPayer.objects.within(actor).select_related("member").order_by("member__display_name", "pk")


def colleagues(actor: Actor) -> QuerySet[Member]:
    """Whom the head may name: the members of the house whose account is open."""
    return Member.objects.within(actor).filter(is_active=True).order_by("display_name", "pk")


@dataclass(frozen=True, slots=True)
class Held:
    """One kind in a year, centimes. ``envelope``: None when none was set. ``left``: may be negative. ``count``: None under eleven."""

    kind: AidKind
    envelope: Cents | None
    consumed: Cents
    count: int | None

    @property
    def left(self) -> Cents | None:
        """What is left."""
        return None if self.envelope is None else self.envelope - self.consumed

    @property
    def over(self) -> bool:
        """Whether more was granted than set."""
        return self.envelope is not None and self.consumed > self.envelope


def budget(actor: Actor, *, year: int) -> tuple[list[Held], bool]:
    """Each kind that is open or has decisions this year; and whether its counts may be shown. Two queries, whatever was decided."""
    if not policies.heads(actor):
        return [], False
    granted = AidDecision.objects.within(actor).standing().filter(_in_year(year), amount__gt=0)
    rows = granted.order_by().values_list("request__kind").annotate(total=Sum("amount"), number=Count("pk"))
    spent = {kind_id: (total, number) for kind_id, total, number in rows}
    set_out = Subquery(AidEnvelope.objects.within(actor).filter(kind=OuterRef("pk"), year=year).values("amount"))
    kept = AidKind.objects.within(actor).filter(Q(closed_at=None) | Q(pk__in=spent)).annotate(envelope=set_out).order_by("name", "pk")
    found = [(row, *spent.get(row.pk, (0, 0))) for row in kept]
    counts = shown({str(row.pk): number for row, _total, number in found})
    return [Held(row, row.envelope, total, counts[str(row.pk)] if counts else None) for row, total, _number in found], counts is not None


def _in_year(year: int) -> Q:
    return Q(decided_on__gte=date(year, 1, 1), decided_on__lt=date(year + 1, 1, 1))


def consumed(actor: Actor, kind_id: int, *, year: int, but: object = None) -> Cents:
    """What was granted of a kind in a year, one decision (that is being corrected) left out."""
    found = AidDecision.objects.within(actor).standing().filter(_in_year(year), request__kind=kind_id)
    return found.exclude(pk=but).aggregate(total=Sum("amount"))["total"] or 0  # type: ignore[misc]  # an identifier, or None


def granted(actor: Actor) -> QuerySet[AidDecision]:
    """Decisions that grant something; those of persons who keep the actor out excepted."""
    if not policies.pays(actor):
        return AidDecision.objects.within(actor).none()
    known = policies.unbarred(actor, at="request__file")
    found = AidDecision.objects.within(actor).standing().filter(known, amount__gt=0)
    return found.select_related("request__kind").order_by("decided_on", "pk")


def to_pay(actor: Actor) -> QuerySet[AidDecision]:
    """Those of which something is still to engage, the oldest first."""
    return granted(actor).filter(engaged__lt=F("amount"))
