"""What the acts on a lot share: the refusal, the lot of its author, locked."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_noop

from relais.exchange import policies
from relais.exchange.models import Lot
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable


class UnableToTake(Unable):
    """What was asked of a table breaks a rule."""


def demand(decision: Decision) -> None:
    """Refused, with its reason, unless the decision allows."""
    if not decision:
        raise Refused(decision)


def who_acts(actor: Actor) -> UUID:
    """Who acts; OutOfScope for a visitor and for the terminal."""
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id


def my_lot_read(actor: Actor, lot_id: UUID, *states: str) -> Lot:
    """The lot for its author, in one of these states; OutOfScope, or UnableToTake when it has moved on."""
    return _in_state(actor, Lot.objects.within(actor).filter(pk=lot_id, author_id=who_acts(actor)).first(), states)


def my_lot(actor: Actor, lot_id: UUID, *states: str) -> Lot:
    """The same, locked: within a transaction."""
    found = Lot.objects.within(actor).select_for_update(of=("self",)).filter(pk=lot_id, author_id=who_acts(actor)).first()
    return _in_state(actor, found, states)


def _in_state(actor: Actor, lot: Lot | None, states: Collection[str]) -> Lot:
    if lot is None or not policies.is_author(actor, lot):
        raise OutOfScope
    if states and lot.state not in states:
        raise UnableToTake(whole=gettext_noop("Ce tableau n’en est plus là : relisez sa page."))
    return lot
