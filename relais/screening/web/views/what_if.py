"""``/droits/et-si/``: what a wage, the end of a job, a separation, a birth or a birthday would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.law.answers.shape import Answer, Change, Curve, Group, Scenario
from relais.law.rights.card import Card
from relais.screening import queries, wording
from relais.screening.rules.board import Shown
from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.supposing import Supposition, suppose
from relais.screening.web.answer_views import spoken_of
from relais.screening.web.exchange import guarded, received
from relais.screening.web.page import Outcome, page_of, read_only
from relais.screening.web.summary import names_of
from relais.ui.charts import Cliff, LineChart, Series, line_chart
from relais.ui.sentences import said

NAME = "screening:what_if"
#: curves drawn beside the total; the table of each right is in the spans below.
_DRAWN = 4


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One right before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One change of life and the rights that it moves."""

    code: str
    label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The whole page. ``spans``: «droit ouvert jusqu’à 1 025 € de salaire net», right by right."""

    typed: Supposition
    problems: Mapping[str, str]
    chart: LineChart | None
    spans: tuple[str, ...]
    cliffs: tuple[str, ...]
    scenarios: tuple[ScenarioView, ...]
    people: tuple[tuple[str, str], ...]

    @property
    def asked(self) -> bool:
        """An amount was typed: its scenario, the first, shows at once."""
        return bool(self.typed.wage or self.typed.unemployment)


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """The curve over the wage, then each change of life beside the situation as it is."""
    exchange = received(request)
    outcome = read_only(exchange.told)
    page = page_of(outcome, name=NAME, state_problem=exchange.state_problem)
    view = None if exchange.told.is_blank else _view(request, outcome)
    status = 422 if view is not None and any(view.problems.values()) else 200
    return render(request, "screening/et_si.html", {"page": page, "view": view}, status=status)


def _view(request: HttpRequest, outcome: Outcome) -> WhatIfView:
    household = outcome.reading.household
    people = tuple(
        (one.id, _("La personne") if one.id == "p1" else _("Conjoint ou conjointe")) for one in household.persons if one.id in ("p1", "p2")
    )
    asked = request.POST.get("qui", "p1")
    person = asked if asked in dict(people) else "p1"
    typed = Supposition(person, request.POST.get("et_si_salaire", "")[:60], request.POST.get("et_si_chomage", "")[:60])
    supposing = suppose(household=household, typed=typed)
    curve = queries.wage_curve_of(household, person=person)
    scenarios = queries.supposed_answers(household, supposing.supposed, on=outcome.today)
    cards, names = queries.cards(), names_of(outcome)
    return WhatIfView(
        typed=typed,
        problems={field: said(problem) for field, problem in supposing.problems.items()},
        chart=_chart(curve, cards, dict(people)[person]),
        spans=tuple(_spans(curve, cards)),
        cliffs=tuple(_cliffs(curve, cards)),
        scenarios=tuple(_scenario(one, typed, cards, names) for one in scenarios),
        people=people,
    )


def _chart(curve: Curve, cards: Mapping[str, Card], who: str) -> LineChart:
    """The total first, then the rights that weigh most on this axis."""
    weights: dict[str, float] = {}
    for point in curve.points:
        for code, euros in point.by_right:
            weights[code] = max(weights.get(code, 0.0), abs(euros))
    heaviest = sorted((code for code, weight in weights.items() if weight > 0), key=lambda code: -weights[code])[:_DRAWN]
    series = [Series(_("Salaire et aides"), tuple((point.income, point.total) for point in curve.points))]
    series += [
        Series(said(cards[code].short), tuple((point.income, dict(point.by_right)[code]) for point in curve.points)) for code in heaviest
    ]
    return line_chart(
        series,
        title=_("Ce que changerait le salaire : %(who)s") % {"who": who[:1].lower() + who[1:]},
        summary=_("Chaque courbe donne des euros par mois selon le salaire net. Ce qui n’est pas dit est pris à sa valeur habituelle."),
        x_label=_("salaire net par mois"),
        y_label=_("euros par mois"),
        x_words=wording.euros,
        y_words=wording.euros,
        cliffs=[Cliff(cliff.income_after, words) for cliff, words in zip(curve.cliffs, _cliffs(curve, cards), strict=True)],
    )


def _cliffs(curve: Curve, cards: Mapping[str, Card]) -> Iterable[str]:
    """«À 1 050 € de salaire net : 120 € de moins par mois (C2S)»."""
    for cliff in curve.cliffs:
        rights = ", ".join(said(cards[code].short) for code in cliff.rights if code in cards)
        yield _("À %(wage)s de salaire net : %(loss)s de moins par mois (%(rights)s)") % {
            "wage": wording.euros(cliff.income_after),
            "loss": wording.whole_euros(cliff.loss),
            "rights": rights,
        }


def _spans(curve: Curve, cards: Mapping[str, Card]) -> Iterable[str]:
    """«RSA : ouvert jusqu’à 1 025 € de salaire net». A right that only the organisme can tell is not called open."""
    for span in (one for one in curve.spans if not cards[one.right].ceiling):
        words = {"right": said(cards[span.right].short), "first": wording.euros(span.first), "last": wording.euros(span.last or 0)}
        if span.last is None and span.first <= 0:
            yield _("%(right)s : ouvert quel que soit le salaire") % words
        elif span.last is None:
            yield _("%(right)s : ouvert à partir de %(first)s de salaire net") % words
        elif span.first <= 0:
            yield _("%(right)s : ouvert jusqu’à %(last)s de salaire net") % words
        else:
            yield _("%(right)s : ouvert de %(first)s à %(last)s de salaire net") % words


def _scenario(scenario: Scenario, typed: Supposition, cards: Mapping[str, Card], names: Mapping[str, str]) -> ScenarioView:
    person = scenario.code.partition(".")[2]
    who = _("conjoint ou conjointe") if person == "p2" else names.get(person, "")
    amount = {"salaire": typed.wage, "chomage": typed.unemployment}.get(scenario.code, "")
    label = spoken_of(said(scenario.label), who) if who else said(scenario.label)
    if amount:
        label = _("%(label)s : %(amount)s") % {"label": label, "amount": amount}
    return ScenarioView(scenario.code.replace(".", "-"), label, tuple(_changes(scenario.changes, cards)))


def _quiet(answer: Answer) -> bool:
    """Closed, not known, or hanging on an uncommon fact that nobody spoke of (the widow's allowance after a separation)."""
    return answer.group in (Group.UNLIKELY, Group.UNKNOWN) or (answer.group is Group.TO_CHECK and bool(answer.theme))


def _changes(changes: Sequence[Change], cards: Mapping[str, Card]) -> Iterable[ChangeView]:
    """The changes that can be read: two states told in the same words are none, nor is a move among answers that no one expects."""
    for change in changes:
        card = cards.get(change.right)
        if card is None or (_quiet(change.before) and _quiet(change.after)):
            continue
        before, after = _state(change.before, card), _state(change.after, card)
        if before != after:
            yield ChangeView(said(card.label), before, after)


_GROUPS = {
    Group.TO_CLAIM: gettext_noop("à demander"),
    Group.TO_CHECK: gettext_noop("à vérifier"),
    Group.UNLIKELY: gettext_noop("sans doute non"),
    Group.UNKNOWN: gettext_noop("on ne sait pas"),
}


def _state(answer: Answer, card: Card) -> str:
    """«à demander, environ 120 € par mois»."""
    amount = wording.amount_words(Shown(answer, card))
    group = _(_GROUPS[answer.group])
    return _("%(group)s, %(amount)s") % {"group": group, "amount": amount} if amount else group
