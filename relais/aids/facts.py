"""What aids count in reports: how many were granted and how many euros, by service, month and nature."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from relais.aids.models import AidDecision
from relais.aids.terms import Nature
from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.months import Month
from relais.kernel.tallies import Tally


def _granted(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    standing = AidDecision.objects.within(actor).standing().filter(amount__gt=0)
    days = standing.filter(decided_on__gte=date(first, 1, 1), decided_on__lt=date(last + 1, 1, 1)).order_by()
    grouped = days.values_list("request__file__service_id", "decided_on", "request__kind__nature").annotate(
        number=Count("pk"), total=Sum("amount")
    )
    found: Counter[tuple[int, Month, str]] = Counter()
    sums: Counter[tuple[int, Month, str]] = Counter()
    for service, on, nature, number, total in grouped:
        found[service, Month.of(on), nature] += number
        sums[service, Month.of(on), nature] += total
    return (Tally(service, month, nature, count, sums[service, month, nature] // 100) for (service, month, nature), count in found.items())


GRANTED = Figure(
    "aides",
    _("Aides facultatives accordées"),
    _("aides"),
    _("Décisions qui accordent une aide, en tout ou en partie, dans le mois de la décision ; une décision corrigée compte une fois."),
    _granted,
    cells=lambda: dict(Nature.choices),
    mean=_("euros en moyenne"),
    why=_("Rendre compte des aides de la structure, et préparer le budget de l’année suivante."),
)
