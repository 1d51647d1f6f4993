"""The one act of reports: taking one away, told in the journal."""

from datetime import datetime

from django.db import transaction

from relais.accounts.models import Service
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.reporting import policies


@transaction.atomic
def take(*, actor: Actor, service: Service | None, now: datetime) -> None:
    """Write that this member took a report away. OutOfScope when reports are not for them."""
    if not policies.reads_reports(actor):
        raise OutOfScope
    journal.record(actor=actor, action="report.taken", at=now, subject=service)
