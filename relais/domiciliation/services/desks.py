"""The address where a service receives mail, written by its head; and the papers that leave."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relais.accounts.models import Service
from relais.domiciliation import policies
from relais.domiciliation.models import Desk, Election
from relais.domiciliation.services.beginnings import UnableToDomicile, demand_seen
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.marks import mark_of
from relais.kernel.decisions import OutOfScope, Refused
from relais.kernel.purposes import Purpose
from relais.people.services.beginnings import who_acts, whole_record


@dataclass(frozen=True, slots=True)
class Address:
    """What an envelope bears; ``hours``, ``approval``: "" for none."""

    body: str
    address: str
    hours: str = ""
    approval: str = ""


@transaction.atomic
def write_desk(*, actor: Actor, service_id: int, told: Address, seen: str = "", now: datetime) -> Desk:
    """Write where the service receives mail: every attestation printed from then on bears it. ``seen``: the mark of what was shown."""
    service = Service.objects.within(actor).select_for_update().filter(pk=service_id).first()
    if service is None:
        raise OutOfScope
    if not (allowed := policies.can_decide(actor, service_id=service.pk)):
        raise Refused(allowed)
    body, address = " ".join(told.body.split()), "\n".join(line.strip() for line in told.address.splitlines() if line.strip())
    problems = {} if body else {"body": _("Écrivez le nom que portent les enveloppes.")}
    if not address:
        problems["address"] = _("Écrivez l’adresse où le courrier arrive.")
    if problems:
        raise UnableToDomicile(**problems)
    desk = Desk.objects.within(actor).filter(service=service).first() or Desk(organisation_id=service.organisation_id, service=service)
    demand_seen(seen, mark_of(desk, Address.__slots__))
    desk.body, desk.address, desk.hours, desk.approval = body, address, told.hours.strip(), told.approval.strip()
    desk.written_by_id, desk.written_at = who_acts(actor), now
    whole_record(desk).save()
    journal.record(actor=actor, action="desk.written", at=now, subject=desk)
    return desk


def note_paper(*, actor: Actor, election: Election, now: datetime) -> None:
    """Write that a paper of domiciliation leaves, before it is made; the caller has the file in scope."""
    journal.read(actor, election, purpose=Purpose.SUPPORT, at=now, part="paper")


def note_figures(*, actor: Actor, now: datetime) -> None:
    """Write that the figures of a year were taken away."""
    journal.record(actor=actor, action="domiciliations.figures_taken", at=now)
