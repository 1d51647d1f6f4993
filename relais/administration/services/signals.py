"""What the delegate makes of a signal: looked at, with or without a sequel, and taken back. Opening one is a line of the journal."""

from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.queries import organisation_of
from relais.administration import policies
from relais.administration.models import Signal
from relais.administration.queries import signals as queries
from relais.administration.services.retention import UnableToKeepRegisters
from relais.administration.terms import SignalState
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused
from relais.kernel.purposes import Purpose

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords


def note_list_read(*, actor: Actor, now: datetime) -> None:
    """Write that the signals are read, before they are shown; OutOfScope for anybody but the delegate."""
    house = organisation_of(actor)
    if house is None or not policies.is_delegate(actor):
        raise OutOfScope
    journal.read(actor, house, purpose=Purpose.SECURITY, at=now, part="signals")


def opened(*, actor: Actor, signal_id: UUID, now: datetime) -> tuple[Signal, str]:
    """One signal and what was noted of it, read: written in the journal before it is shown."""
    found = queries.signal(actor, signal_id)
    if found is None:
        raise OutOfScope
    journal.read(actor, found, purpose=Purpose.SECURITY, at=now)
    return found, cast("SealedWords", found.words).open()


def _locked(actor: Actor, signal_id: UUID) -> Signal:
    found = queries.signals(actor).select_for_update(of=("self",)).filter(pk=signal_id).first()
    if found is None:
        raise OutOfScope
    if not (decision := policies.can_settle(actor, found)):
        raise Refused(decision)
    return found


@transaction.atomic
def settle(*, actor: Actor, signal_id: UUID, state: str, words: str = "", now: datetime) -> Signal:
    """Say that a signal was looked at, with or without a sequel; once, until it is taken back."""
    found = _locked(actor, signal_id)
    if state not in {SignalState.NOTHING, SignalState.ACTED}:
        raise UnableToKeepRegisters(state=gettext_noop("Choisissez une réponse."))
    if not found.is_open:
        raise UnableToKeepRegisters(whole=gettext_noop("Ce signal a déjà été regardé : rouvrez-le pour changer la réponse."))
    found.state, found.words, found.settled_by_id, found.settled_at = state, words.strip(), actor.user_id, now
    found.save(update_fields=["state", "words", "settled_by", "settled_at"])
    journal.record(actor=actor, action="signal.settled", at=now, subject=found, purpose=Purpose.SECURITY)
    return found


@transaction.atomic
def reopen(*, actor: Actor, signal_id: UUID, now: datetime) -> Signal:
    """Take back what was said of a signal: it waits again; what was noted stays. Of one that waits, nothing happens."""
    found = _locked(actor, signal_id)
    if not found.is_open:
        found.state, found.settled_by, found.settled_at = SignalState.TO_SEE, None, None
        found.save(update_fields=["state", "settled_by", "settled_at"])
        journal.record(actor=actor, action="signal.reopened", at=now, subject=found, purpose=Purpose.SECURITY)
    return found
