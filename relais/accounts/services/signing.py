"""What the journal keeps of sign-in and sign-out."""

from datetime import datetime

from django.db import transaction

from relais.foundation import journal
from relais.foundation.access import Actor


@transaction.atomic
def record_sign_in(*, actor: Actor, now: datetime) -> None:
    """Write in the journal that a session was opened (CNIL, délibération 2021-122)."""
    journal.record(actor=actor, action="session.opened", at=now)


@transaction.atomic
def record_sign_out(*, actor: Actor, now: datetime) -> None:
    """Write in the journal that a session was closed by its owner."""
    journal.record(actor=actor, action="session.closed", at=now)
