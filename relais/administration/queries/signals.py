"""The signals of the journal, for the delegate alone: by account, file and week as references, never a name, never a count by account."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from relais.accounts.queries import organisation_of
from relais.administration import policies
from relais.administration.models import Signal, WatchedWeek
from relais.administration.queries import registers
from relais.administration.rules.readings import MOST_AN_HOUR
from relais.administration.terms import SignalState
from relais.foundation.access import Actor


def signals(actor: Actor) -> QuerySet[Signal]:
    """Those of the organisation, the newest week first; within a week by rule and day, never by account."""
    if not policies.is_delegate(actor):
        return Signal.objects.within(actor).none()
    return Signal.objects.within(actor).select_related("member__service").order_by("-week_on", "rule", "on", "pk")


def to_look_at(actor: Actor) -> QuerySet[Signal]:
    """Those that wait."""
    return signals(actor).filter(state=SignalState.TO_SEE)


def settled(actor: Actor) -> QuerySet[Signal]:
    """Those that were looked at, the last first."""
    return signals(actor).exclude(state=SignalState.TO_SEE).order_by("-settled_at", "pk")


def signal(actor: Actor, signal_id: UUID) -> Signal | None:
    """One of them."""
    return signals(actor).select_related("settled_by").filter(pk=signal_id).first()


def may_settle(actor: Actor, found: Signal) -> bool:
    """Whether this delegate may say what becomes of it."""
    return bool(policies.can_settle(actor, found))


def last_watched(actor: Actor) -> date | None:
    """The Monday of the last week looked at; None when none was."""
    if not policies.is_delegate(actor):
        return None
    return WatchedWeek.objects.within(actor).order_by("-week_on").values_list("week_on", flat=True).first()


def files_an_hour(actor: Actor) -> int:
    """How many files opened in an hour are told beyond, in the actor's house: everybody there may know."""
    house = organisation_of(actor)
    return MOST_AN_HOUR if house is None else registers.policy_of(house).files_an_hour
