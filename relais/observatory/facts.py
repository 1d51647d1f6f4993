"""What alerts count in reports: sent, by body; what came of them, with the days waited. Of the whole house: an alert has no service."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from relais.foundation.access import Actor
from relais.foundation.figures import Figure
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.law.blockers.catalogue import bodies
from relais.observatory.models import AlertAct
from relais.observatory.rules.life import Act
from relais.observatory.terms import Outcome
from relais.procedures.terms.blockers import body_in

#: a fact that knows its organisation only.
_NO_SERVICE = 0


def _sent(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    held = AlertAct.objects.within(actor).filter(undone=False, act=Act.SENT, on__gte=date(first, 1, 1), on__lt=date(last + 1, 1, 1))
    found = Counter((Month.of(on), body_in(service)) for on, service in held.order_by().values_list("on", "alert__service"))
    return (Tally(_NO_SERVICE, month, body, count) for (month, body), count in found.items())


def _answered(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """What came of alerts, in the month of the answer; days since it went."""
    held = AlertAct.objects.within(actor).filter(undone=False)
    ended = held.filter(act=Act.ANSWERED, on__gte=date(first, 1, 1), on__lt=date(last + 1, 1, 1)).order_by()
    rows = list(ended.values_list("alert_id", "on", "outcome"))
    since = dict(held.filter(act=Act.SENT, alert__in=ended.values("alert")).order_by().values_list("alert_id", "on"))
    found: Counter[tuple[Month, str]] = Counter()
    days: Counter[tuple[Month, str]] = Counter()
    for alert, on, outcome in rows:
        key = Month.of(on), outcome
        found[key] += 1
        days[key] += (on - since[alert]).days
    return (Tally(_NO_SERVICE, *key, count, days[key]) for key, count in found.items())


SENT = Figure(
    "alertes",
    _("Alertes envoyées aux organismes"),
    _("alertes"),
    _("Alertes envoyées, dans le mois de l’envoi, par organisme, pour toute la structure. Aucune ne porte de donnée sur une personne."),
    _sent,
    cells=lambda: {code: body.name for code, body in bodies().items()},
    why=_("Suivre ce que l’équipe dit aux organismes de leurs services."),
    readers=_("L’équipe et la direction ; un organisme, par le dossier fait pour lui"),
    by_body=True,
)
ANSWERED = Figure(
    "suites_alertes",
    _("Suites données aux alertes"),
    _("suites"),
    _("Alertes terminées, dans le mois de la réponse ou du jour où l’on a cessé d’attendre. Les jours vont de l’envoi à la suite."),
    _answered,
    cells=lambda: dict(Outcome.choices),
    mean=_("jours en moyenne"),
    why=_("Savoir ce que les organismes répondent, et quand saisir plus haut."),
)
