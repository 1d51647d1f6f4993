"""What the démarches count in reports: numbers by service, month and cell, read from their dated acts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.models import RightDecision
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.foundation.figures import Counted, Figure, Words
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.law.blockers.catalogue import blockages, bodies
from relais.law.sheets.catalogue import national
from relais.procedures.models import Blocker, Procedure, ProcedureAct
from relais.procedures.models.facts import BlockerFact, Moment
from relais.procedures.rules.progress import Act
from relais.procedures.rules.take_up import Word, non_take_up
from relais.procedures.terms.blockers import GRAVE, LostTime, Solved, body_in, is_digital
from relais.procedures.terms.procedures import Pace, Way
from relais.procedures.terms.take_up import NonTakeUpLabel

#: a démarche that follows no sheet.
_OTHER = "autre"
#: a fact that knows its organisation only.
_NO_SERVICE = 0
#: the least that a class of time lost may be.
_LEAST_MINUTES = {LostTime.LITTLE.value: 0, LostTime.HOUR.value: 15, LostTime.HALF_DAY.value: 60, LostTime.MORE.value: 210}
#: what a blocker costs, in two weights: finer ones would hide everything.
_WEIGHS, _LESS = "grave", "autre"
_REFUSED, _APPEALED, _WON = "refus", "recours", "recours_gagne"


class _Line(NamedTuple):
    """One act, without its words nor its author."""

    procedure: UUID
    service: int
    act: str
    on: date
    way: str


def _years(first: int, last: int) -> tuple[datetime, datetime]:
    """The first moment of the first year, and that of the year after the last."""
    since, until = (timezone.make_aware(datetime.combine(date(year, 1, 1), time.min)) for year in (first, last + 1))
    return since, until


def _opened(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    since, until = _years(first, last)
    held = Procedure.objects.within(actor).filter(opened_at__gte=since, opened_at__lt=until).order_by()
    rows = held.annotate(month=TruncMonth("opened_at")).values_list("file__service_id", "month", "sheet").annotate(number=Count("pk"))
    return (Tally(service, Month.of(timezone.localdate(month)), _cell(sheet), number) for service, month, sheet, number in rows)


def _granted(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    held = _acts(actor).filter(act=Act.GRANTED, on__gte=date(first, 1, 1), on__lt=date(last + 1, 1, 1)).order_by()
    found: Counter[tuple[int, Month, str]] = Counter()
    for service, on, sheet, number in held.values_list("procedure__file__service_id", "on", "procedure__sheet").annotate(
        number=Count("pk")
    ):
        found[service, Month.of(on), _cell(sheet)] += number
    return (Tally(service, month, cell, count) for (service, month, cell), count in found.items())


def _euros(pace: Pace) -> Counted:
    """Of the démarches whose grant or payment has an amount, received so: one each, in the month of its first such act, for the amount
    of the last one, to the euro."""

    def counted(actor: Actor, first: int, last: int) -> Iterable[Tally]:
        told = _acts(actor).filter(act__in=(Act.GRANTED, Act.PAID), euros__isnull=False)
        there = told.filter(on__gte=date(first, 1, 1), on__lt=date(last + 1, 1, 1)).order_by().values("procedure")
        these = told.filter(procedure__in=there).order_by("procedure_id", "on", "recorded_at", "pk")
        rows = these.values_list("procedure_id", "procedure__file__service_id", "procedure__sheet", "on", "euros", "pace")
        found: Counter[tuple[int, Month, str]] = Counter()
        euros: Counter[tuple[int, Month, str]] = Counter()
        for _procedure, acts in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0]):
            every = list(acts)
            _key, service, sheet, on, _first, _pace = every[0]
            amount, received = every[-1][4:]
            if received == pace and first <= on.year <= last:
                key = service, Month.of(on), _cell(sheet)
                found[key] += 1
                euros[key] += round(amount or 0)
        return (Tally(*key, count, euros[key]) for key, count in found.items())

    return counted


def _refusals(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """Refusals and appeals by their day; an appeal is won when a grant follows it."""
    found: Counter[tuple[int, Month, str]] = Counter()
    for acts in _stories(actor, first, last, Act.REFUSED, Act.APPEALED, Act.GRANTED):
        appealed = False
        for one in acts:
            cell = {Act.REFUSED: _REFUSED, Act.APPEALED: _APPEALED}.get(Act(one.act), _WON if appealed else "")
            appealed = one.act == Act.APPEALED or (appealed and one.act != Act.GRANTED)
            if cell and first <= one.on.year <= last:
                found[one.service, Month.of(one.on), cell] += 1
    return (Tally(service, month, cell, count) for (service, month, cell), count in found.items())


def _delays(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """From the last deposit to the decision, in days, by the way of the deposit, in the month of the decision."""
    found: Counter[tuple[int, Month, str]] = Counter()
    days: Counter[tuple[int, Month, str]] = Counter()
    for acts in _stories(actor, first, last, Act.FILED, Act.REFUSED, Act.GRANTED):
        filed: _Line | None = None
        for one in acts:
            if one.act == Act.FILED:
                filed = one
            elif filed is not None:
                key = one.service, Month.of(one.on), filed.way
                if filed.way and first <= one.on.year <= last:
                    found[key] += 1
                    days[key] += (one.on - filed.on).days
                filed = None
    return (Tally(*key, count, days[key]) for key, count in found.items())


def _not_taken_up(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """What each answer on a right says by itself, by the four types; what the acts say besides is told right by right, in the files.
    The amount: how many come after a blocker of a screen met in the same file for the same right (S40)."""
    since, until = _years(first, last)
    held = RightDecision.objects.within(actor).filter(decided_at__gte=since, decided_at__lt=until).order_by()
    rows = (
        held.annotate(month=TruncMonth("decided_at")).values_list("file__service_id", "month", "said", "cause").annotate(number=Count("pk"))
    )
    found: Counter[tuple[int, Month, str]] = Counter()
    digital: Counter[tuple[int, Month, str]] = Counter()
    for service, month, said, cause, number in rows:
        day = timezone.localdate(month)
        if (kind := _type_of(said, cause, day)) is not None:
            found[service, Month.of(day), kind] += number
    met = _screens_met(actor)
    told = held.filter(file_id__in=Among({file_id for file_id, _right in met})) if met else held.none()
    for service, at, said, cause, file_id, right in told.values_list("file__service_id", "decided_at", "said", "cause", "file_id", "right"):
        day = timezone.localdate(at)
        kind = _type_of(said, cause, day)
        if kind is not None and met.get((file_id, right), date.max) <= day:
            digital[service, Month.of(day), kind] += 1
    return (Tally(*key, count, digital[key]) for key, count in found.items())


def _type_of(said: str, cause: str, day: date) -> str | None:
    kind = non_take_up(probable_since=None, words=[Word(said, cause)], requests=(), is_open=False, on=day)
    return None if kind is None else kind.value


def _screens_met(actor: Actor) -> Mapping[tuple[UUID, str], date]:
    """The first day of a blocker of a screen, by file and right."""
    rows = Blocker.objects.within(actor).exclude(solved=Solved.MISTAKE).exclude(procedure__right="").order_by("seen_on")
    found: dict[tuple[UUID, str], date] = {}
    for file_id, right, code, service, seen in rows.values_list(
        "procedure__file_id", "procedure__right", "code", "service", "seen_on"
    ).iterator(chunk_size=5000):
        if is_digital(code, service):
            found.setdefault((file_id, right), seen)
    return found


def _blocked(actor: Actor, first: int, last: int) -> Iterable[Tally]:
    """Blockers met, by body, blocker and weight of what they cost; time lost at the least that its class says, in minutes. Counted apart
    from the files: no service is known."""
    held = (
        BlockerFact.objects.within(actor)
        .filter(day__gte=date(first, 1, 1), day__lt=date(last + 1, 1, 1))
        .filter(moment__in=(Moment.SEEN, Moment.WITHDRAWN))
    )
    found: Counter[tuple[Month, str]] = Counter()
    minutes: Counter[tuple[Month, str]] = Counter()
    rows = held.order_by().values_list("moment", "day", "service", "code", "harm", "lost").annotate(number=Count("pk"))
    for moment, day, service, code, harm, lost, number in rows:
        cell = f"{body_in(service)}/{code}/{_WEIGHS if harm in GRAVE else _LESS}"
        key, met = (Month.of(day), cell), number if moment == Moment.SEEN else -number
        found[key] += met
        minutes[key] += met * _LEAST_MINUTES.get(lost, 0)
    return (Tally(_NO_SERVICE, month, cell, count, minutes[month, cell]) for (month, cell), count in found.items() if count > 0)


def _bodies() -> dict[str, Words]:
    """Each body; in it each blocker, and whatever the blocker what it costs."""
    found: dict[str, Words] = {}
    for code, body in bodies().items():
        found[code] = body.name
        found |= {f"{code}/{one.code}": one.title for one in blockages().values()}
        found |= {
            f"{code}/*/{_WEIGHS}": _("Un revenu, un logement ou un séjour atteint"),
            f"{code}/*/{_LESS}": _("Un retard, des soins retardés, ou rien de grave pour l’instant"),
        }
    return found


def _acts(actor: Actor) -> QuerySet[ProcedureAct]:
    return ProcedureAct.objects.within(actor).filter(undone_at=None)


def _stories(actor: Actor, first: int, last: int, *kinds: Act) -> Iterator[list[_Line]]:
    """The acts of these kinds, démarche by démarche, of the démarches that had one in these years; an appeal may be of the year before."""
    held = (
        _acts(actor).filter(act__in=kinds, on__gte=date(first - 2, 1, 1), on__lt=date(last + 1, 1, 1)).order_by("procedure_id", "on", "pk")
    )
    rows = held.values_list("procedure_id", "procedure__file__service_id", "act", "on", "way")
    lines = (_Line(*row) for row in rows.iterator(chunk_size=5000))
    return (list(acts) for _procedure, acts in groupby(lines, key=lambda line: line.procedure))


def _cell(sheet: str) -> str:
    return sheet if sheet in national() else _OTHER


def _sheets() -> dict[str, Words]:
    return {**{code: sheet.title for code, sheet in national().items()}, _OTHER: _("Autre démarche")}


OPENED = Figure(
    "demarches",
    _("Démarches ouvertes"),
    _("démarches"),
    _("Démarches ouvertes dans un dossier, dans le mois de leur ouverture, par fiche nationale."),
    _opened,
    cells=_sheets,
    why=_("Montrer le travail que demandent les droits, pour le rapport d’activité et les moyens à demander."),
)
GRANTED = Figure(
    "droits",
    _("Droits ouverts"),
    _("accords reçus"),
    _("Accords reçus d’un organisme, dans le mois de l’accord."),
    _granted,
    cells=_sheets,
    why=_("Montrer ce que l’accompagnement ouvre, pour le rapport d’activité."),
)
EUROS_A_MONTH = Figure(
    "euros_par_mois",
    _("Euros ouverts chaque mois"),
    _("droits dont le montant est noté"),
    _("Montant mensuel noté avec l’accord ou le versement, une fois par démarche, dans le mois de la première de ces dates. Arrondi."),
    _euros(Pace.MONTHLY),
    cells=_sheets,
    total=_("euros par mois, en tout"),
    why=_("Montrer ce que les droits ouverts apportent aux foyers, chaque mois."),
)
EUROS_ONCE = Figure(
    "euros_une_fois",
    _("Euros obtenus en une fois"),
    _("droits dont le montant est noté"),
    _("Montant versé en une fois, noté avec l’accord ou le versement, une fois par démarche, dans le mois de la première. Arrondi."),
    _euros(Pace.ONCE),
    cells=_sheets,
    total=_("euros en tout"),
    why=_("Montrer ce que les droits ouverts apportent aux foyers, en une fois."),
)
NOT_TAKEN_UP = Figure(
    "non_recours",
    _("Droits non demandés ou non obtenus, par cause"),
    _("réponses"),
    _("Réponses données sur un droit, selon la typologie de l’Odenore, chacune dans le mois où elle est donnée."),
    _not_taken_up,
    cells=lambda: dict(NonTakeUpLabel.choices),
    share=_("après un blocage numérique rencontré pour ce droit"),
    why=_("Voir ce qui éloigne des droits, pour changer nos façons de proposer et le dire aux organismes. Jamais pour juger une personne."),
)
REFUSALS = Figure(
    "refus",
    _("Refus et recours"),
    _("décisions et recours"),
    _("Refus reçus, recours déposés, accords obtenus après un recours, chacun dans son mois."),
    _refusals,
    cells=lambda: {_REFUSED: _("Refus"), _APPEALED: _("Recours déposés"), _WON: _("Accords après recours")},
    why=_("Voir où contester est utile, et le dire aux organismes."),
)
BLOCKED = Figure(
    "blocages",
    _("Blocages, par organisme"),
    _("blocages"),
    _("Blocages notés, moins ceux notés par erreur, pour toute la structure. Le temps perdu est le plus petit de sa tranche."),
    _blocked,
    cells=_bodies,
    mean=_("minutes perdues au moins, en moyenne"),
    why=_("Dire aux organismes ce que leurs services coûtent aux personnes et à l’équipe, et négocier des corrections."),
    readers=_("L’équipe et la direction ; un organisme, par le dossier fait pour lui"),
    by_body=True,
)
DELAYS = Figure(
    "delais",
    _("Délais de réponse, par moyen de dépôt"),
    _("décisions"),
    _("Du dernier dépôt à la décision reçue, en jours, dans le mois de la décision."),
    _delays,
    cells=lambda: dict(Way.choices),
    mean=_("jours en moyenne"),
    why=_("Comparer les moyens de dépôt, pour choisir avec les personnes et interpeller les organismes."),
)
