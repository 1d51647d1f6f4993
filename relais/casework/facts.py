"""What interviews count in reports: numbers by service, month and cell."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.models import Interview
from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.months import Month
from relais.kernel.tallies import Tally


def _since(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))


def _received(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """Each file once in a calendar year, in the month of its first interview of that year."""
    found: Counter[tuple[int, Month]] = Counter()
    for year in range(first, last + 1):
        held = Interview.objects.within(actor).filter(at__gte=_since(year), at__lt=_since(year + 1))
        begun = held.order_by().values("file_id").annotate(begun=Min("at")).values_list("file__service_id", "begun")
        found.update((service, Month.of(timezone.localdate(at))) for service, at in begun)
    return (Tally(service, month, "", count) for (service, month), count in found.items())


RECEIVED = Figure(
    "personnes",
    _("Personnes reçues"),
    _("personnes"),
    _("Chaque dossier est compté une fois par année civile, dans le mois de son premier entretien de l’année."),
    _received,
    why=_("Dire combien de personnes l’équipe accompagne, pour le rapport d’activité."),
)
