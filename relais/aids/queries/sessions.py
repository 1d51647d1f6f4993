"""Sessions and their sheets, for the commission and whoever holds it; sessions to come, for whoever prepares requests."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, Prefetch, QuerySet

from relais.aids import policies
from relais.aids.models import AidDecision, AidItem, AidPayer, AidPayment, AidSession
from relais.aids.queries.sheets import of_item
from relais.aids.rules.sheet import Sheet
from relais.aids.terms import Taken
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.policies import identity


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet of a session, as the commission reads it, with the decision that stands and those that it took the place of.

    ``signed``: what the minutes bear, the same until they are signed; ``corrections``: what came after, the first one first.
    """

    item: AidItem
    sheet: Sheet
    decision: AidDecision | None
    former: tuple[AidDecision, ...]
    signed: AidDecision | None
    corrections: tuple[AidDecision, ...]


def sessions(actor: Actor) -> QuerySet[AidSession]:
    """The sessions of the house, the last one first."""
    found = AidSession.objects.within(actor).order_by("-held_on", "pk")
    return found if policies.sits(actor) else found.none()


def session(actor: Actor, session_id: UUID) -> AidSession | None:
    """One session; None out of scope."""
    return sessions(actor).filter(pk=session_id).select_related("locked_by").first()


def to_come(actor: Actor, *, on: date) -> QuerySet[AidSession]:
    """The sessions not locked, from that day on: where a request may be put; dates, and nothing of their sheets."""
    found = AidSession.objects.within(actor).filter(locked_at=None, held_on__gte=on).order_by("held_on", "pk")
    return found if policies.asks(actor) or policies.sits(actor) else found.none()


def _items(actor: Actor) -> QuerySet[AidItem]:
    decisions = Prefetch("decisions", AidDecision.objects.within(actor).order_by("recorded_at", "pk"))
    known = AidItem.objects.within(actor).filter(policies.unbarred(actor, at="request__file"))
    found = known.select_related("request", "session").prefetch_related(decisions)
    return found.order_by("rank", "pk") if policies.sits(actor) else found.none()


def shown(item: AidItem) -> Shown:
    """A sheet already read, with its decisions."""
    rows = list(item.decisions.all())
    replaced = {row.corrects_id for row in rows}
    last = next((row for row in reversed(rows) if row.pk not in replaced), None)
    locked_at = item.session.locked_at
    later = tuple(row for row in rows if locked_at is not None and row.recorded_at > locked_at)
    there = [row for row in rows if row not in later]
    signed = last if not later else next((row for row in reversed(there) if row.pk not in {one.corrects_id for one in there}), None)
    return Shown(item, of_item(item), last, tuple(row for row in rows if row is not last), signed, later)


def agenda(actor: Actor, held: AidSession) -> list[Shown]:
    """The sheets of a session in their order, with their decisions; those of persons who keep the actor out excepted."""
    return [shown(item) for item in _items(actor).filter(session=held)]


def sheet(actor: Actor, session_id: UUID, item_id: UUID) -> Shown | None:
    """One sheet; None out of scope."""
    item = _items(actor).filter(session_id=session_id, pk=item_id).first()
    return None if item is None else shown(item)


def payments_waiting(actor: Actor) -> QuerySet[AidPayment]:
    """Payments engaged and not paid, for whoever is named to pay: to be counted with other things, without a query of its own."""
    named = AidPayer.objects.within(actor).filter(member_id=identity(actor))
    return AidPayment.objects.within(actor).filter(Exists(named), policies.unbarred(actor, at="decision__request__file"), paid_on=None)


def payments_between(actor: Actor, *, which: str, first: date, last: date) -> QuerySet[AidPayment]:
    """Those made in these days, or engaged in these days and still to make; the oldest first."""
    if which == Taken.PAID:
        return payments(actor).filter(paid_on__gte=first, paid_on__lte=last).order_by("paid_on", "reference", "pk")
    return payments(actor).filter(paid_on=None, engaged_on__gte=first, engaged_on__lte=last)


def payments(actor: Actor) -> QuerySet[AidPayment]:
    """The payments of the house, those of persons who keep the actor out excepted; those to pay first, then the last paid."""
    if not policies.pays(actor):
        return AidPayment.objects.within(actor).none()
    found = AidPayment.objects.within(actor).filter(policies.unbarred(actor, at="decision__request__file"))
    return found.select_related("decision__request__kind").order_by("engaged_on", "pk")


def payment(actor: Actor, payment_id: UUID) -> AidPayment:
    """One payment, for whoever is named to pay; OutOfScope for another, and for one that does not exist."""
    found = payments(actor).filter(pk=payment_id).first()
    if found is None:
        raise OutOfScope
    return found
