"""What mandates count in reports: numbers by service, month and domain."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.mandates.models import MandateAct
from relais.mandates.terms import Domain


def _signed(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    signed = MandateAct.objects.within(actor).filter(mandate__signed_on__gte=date(first, 1, 1), mandate__signed_on__lt=date(last + 1, 1, 1))
    days = signed.order_by().values_list("mandate__file__service_id", "mandate__signed_on", "domain").annotate(number=Count("pk"))
    found: Counter[tuple[int, Month, str]] = Counter()
    for service, on, domain, number in days:
        found[service, Month.of(on), domain] += number
    return (Tally(service, month, domain, count) for (service, month, domain), count in found.items())


SIGNED = Figure(
    "mandats",
    _("Actes confiés par mandat"),
    _("actes"),
    _("Actes des mandats signés, par domaine, dans le mois de la signature ; un acte retiré plus tard reste compté."),
    _signed,
    cells=lambda: dict(Domain.choices),
    why=_("Voir ce que les personnes nous confient, domaine par domaine, et les moyens que cela demande."),
)
