"""The payments of a period for the accounts of the house: what a mandate needs, and nothing else of anybody. Each is told in its file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from relais.aids import policies
from relais.aids.queries import sessions, sheets
from relais.aids.services.house import UnableToKeepAids
from relais.aids.terms import Taken
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Refused
from relais.kernel.money import Cents
from relais.kernel.purposes import Purpose

#: the longest period of one table.
LONGEST = timedelta(days=366)
#: payments of one table at most.
MOST = 3000


@dataclass(frozen=True, slots=True)
class Line:
    """One payment. ``payee``: the third when one is paid, and then the person is not named; ``year``: of the envelope it comes out of."""

    reference: str
    code: str
    engaged_on: date
    paid_on: date | None
    payee: str
    invoice: str
    kind: str
    line: str
    year: int
    channel: str
    amount: Cents


@transaction.atomic
def take_payments(*, actor: Actor, which: str, first: date, last: date, now: datetime) -> list[Line]:
    """The payments made in these days, or those engaged in these days and still to make; both days included, the oldest first."""
    if not (allowed := policies.can_pay(actor)):
        raise Refused(allowed)
    if which not in Taken.values:
        raise UnableToKeepAids(which=_("Choisissez ce que le tableau contient."))
    if last < first:
        raise UnableToKeepAids(last=_("La fin vient avant le début : vérifiez les deux dates."))
    if last - first > LONGEST:
        raise UnableToKeepAids(last=_("Un an au plus dans un tableau : choisissez une période plus courte."))
    found = list(sessions.payments_between(actor, which=which, first=first, last=last)[: MOST + 1])
    if len(found) > MOST:
        raise UnableToKeepAids(last=_("Trop de paiements pour un seul tableau : choisissez une période plus courte."))
    for request in {one.decision.request_id: one.decision.request for one in found}.values():
        journal.read(actor, request, purpose=Purpose.ACCOUNTS, at=now, part="payment")
    journal.record(actor=actor, action="aids.payments_taken", at=now, purpose=Purpose.ACCOUNTS)
    lines = []
    for one in found:
        request, (payee, invoice) = one.decision.request, sheets.payee_of(one)
        kind = request.kind
        told = (one.reference, request.code, one.engaged_on, one.paid_on, payee, invoice, kind.name, kind.line)
        lines.append(Line(*told, one.decision.decided_on.year, str(one.get_channel_display()), one.amount))
    return lines
