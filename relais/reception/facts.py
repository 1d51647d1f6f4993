"""What the counter counts in reports: numbers by service, month and way of coming."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.reception.models import Visit
from relais.reception.terms import Came


def _visits(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """By day in the database, which has an index on it and needs no calendar; folded into months here."""
    held = Visit.objects.within(actor).filter(on__gte=date(first, 1, 1), on__lt=date(last + 1, 1, 1))
    found: Counter[tuple[int, Month, str]] = Counter()
    for service, on, came, number in held.order_by().values_list("service_id", "on", "came").annotate(number=Count("pk")):
        found[service, Month.of(on), came] += number
    return (Tally(service, month, came, count) for (service, month, came), count in found.items())


VISITS = Figure(
    "passages",
    _("Passages et appels à l’accueil"),
    _("passages"),
    _("Demandes enregistrées à l’accueil, avec ou sans nom, dans le mois où elles arrivent."),
    _visits,
    cells=lambda: dict(Came.choices),
    why=_("Ajuster les heures et les moyens de l’accueil."),
)
