"""What domiciliations count in reports: numbers by service, month and cell; nothing of who, nor of where they sleep."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.domiciliation.models import Election
from relais.domiciliation.terms import EndReason, Home, Kind, Outcome, RefusalReason
from relais.foundation.access import Actor
from relais.foundation.figures import Counted, Figure, Words
from relais.kernel.months import Month
from relais.kernel.tallies import Tally

#: the cell of what nobody needed to say.
UNTOLD = "non_dit"


def _by_month(which: Q, day: str, cell: str) -> Counted:
    """Elections that are so, in the month of this day of theirs, by this column."""

    def counted(actor: Actor, first: int, last: int) -> Iterable[Tally]:
        span = {f"{day}__gte": date(first, 1, 1), f"{day}__lt": date(last + 1, 1, 1)}
        rows = Election.objects.within(actor).filter(which, **span).order_by()
        found: Counter[tuple[int, Month, str]] = Counter()
        for service, on, code, number in rows.values_list("domiciliation__service_id", day, cell).annotate(number=Count("pk")):
            found[service, Month.of(on), code or UNTOLD] += number
        return (Tally(service, month, code, number) for (service, month, code), number in found.items())

    return counted


def _on_the_last_day(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """Those that ran on 31 December of each year that is over, in December."""
    today = timezone.localdate()
    for year in range(first, last + 1):
        on = date(year, 12, 31)
        if on >= today:
            continue
        ran = Q(outcome=Outcome.GRANTED, starts_on__lte=on, ends_on__gte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
        rows = Election.objects.within(actor).filter(ran).order_by().values_list("domiciliation__service_id", "home")
        for service, home, number in rows.annotate(number=Count("domiciliation__file", distinct=True)):
            yield Tally(service, Month(year, 12), home or UNTOLD, number)


def _homes() -> Mapping[str, Words]:
    return {**dict(Home.choices), UNTOLD: _("Non dit")}


def _cells(choices: Iterable[tuple[str, Words]]) -> Callable[[], Mapping[str, Words]]:
    return lambda: dict(choices)


_OF = _("domiciliations")
ACTIVE = Figure(
    "domiciliations-actives",
    _("Domiciliations actives au 31 décembre"),
    _OF,
    _("Domiciliations en cours le 31 décembre d’une année finie, par type de ménage."),
    _on_the_last_day,
    cells=_homes,
    why=_("Faire le rapport annuel sur la domiciliation."),
    stock=True,
)
FIRST = Figure(
    "domiciliations-demandees",
    _("Premières demandes de domiciliation"),
    _("demandes"),
    _("Premières demandes, par type de ménage, dans le mois où elles sont faites."),
    _by_month(Q(kind=Kind.FIRST), "asked_on", "home"),
    cells=_homes,
    why=_("Faire le rapport annuel sur la domiciliation."),
)
RENEWED = Figure(
    "domiciliations-renouvelees",
    _("Domiciliations renouvelées"),
    _OF,
    _("Renouvellements accordés, par type de ménage, dans le mois de la décision."),
    _by_month(Q(kind=Kind.RENEWAL, outcome=Outcome.GRANTED), "decided_on", "home"),
    cells=_homes,
    why=_("Faire le rapport annuel sur la domiciliation."),
)
REFUSED = Figure(
    "domiciliations-refusees",
    _("Domiciliations refusées"),
    _("refus"),
    _("Demandes refusées, par motif, dans le mois de la décision."),
    _by_month(Q(outcome=Outcome.REFUSED), "decided_on", "refusal"),
    cells=_cells(RefusalReason.choices),
    why=_("Faire le rapport annuel sur la domiciliation, et voir les motifs de refus."),
)
ENDED = Figure(
    "domiciliations-terminees",
    _("Domiciliations terminées"),
    _("fins"),
    _("Domiciliations qui ont pris fin, par motif, dans le mois de la fin."),
    _by_month(~Q(end_reason=""), "ended_on", "end_reason"),
    cells=_cells(EndReason.choices),
    why=_("Faire le rapport annuel sur la domiciliation, et voir ce qui y met fin."),
)
FIGURES = (ACTIVE, FIRST, RENEWED, REFUSED, ENDED)
#: of a year under way: its last day has not come.
UNDER_WAY = FIGURES[1:]
