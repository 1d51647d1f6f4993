"""``/composants/``: every component on one page, for those who build. In development and demonstration only; 404 elsewhere."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relais.ui import forms
from relais.ui.charts import Cliff, Series, bar_chart, line_chart
from relais.ui.clockline import Moment, Window, clock_line
from relais.ui.paper import Choice, ReplySlip
from relais.ui.templatetags.relais_ui import TONE_ICONS
from relais.ui.typography import euros


class Sample(forms.Form):
    """A form sent back with its errors."""

    salary = forms.MoneyField(label="Salaire net", help_text="Par mois", required=False)
    born = forms.BirthDateField(label="Né ou née le")
    whys = {"salary": "Presque tous les droits dépendent des revenus."}


_SLIP = ReplySlip("7F3A-91C2", ("Inès Martin", "1 rue des Exemples"), (Choice("Lundi 4 janvier 2027 :", ("je viens", "je ne peux pas")),))


def _figures() -> dict[str, Any]:
    """Made-up figures: shapes to look at, not law."""
    today = timezone.localdate()
    incomes = range(0, 2001, 100)
    return {
        "today": today,
        "soon": today + timedelta(days=54),
        "curve": line_chart(
            [
                Series("Total", tuple((x, 600 + x * 0.7) for x in incomes)),
                Series("Aide A", tuple((x, max(0.0, 600 - x * 0.5)) for x in incomes)),
                Series("Aide B", tuple((x, 180.0 if x < 1100 else 0.0) for x in incomes)),
            ],
            title="Selon le salaire net",
            summary="Chiffres inventés : le total monte, une aide s’arrête à 1 100 €.",
            x_label="Salaire net par mois",
            y_label="Euros par mois",
            x_words=lambda value: euros(value, decimals=0),
            y_words=lambda value: euros(value, decimals=0),
            cliffs=[Cliff(1100, "L’aide B s’arrête")],
        ),
        "bars": bar_chart(
            [("Guichet", 48.0), ("Téléphone", 31.0), ("Courrier", 12.0)],
            title="Par où l’on demande",
            summary="Chiffres inventés.",
            label="Canal",
            unit="Demandes",
        ),
        "clock": clock_line(
            [Moment(today - timedelta(days=20), "demande déposée"), Moment(today + timedelta(days=40), "réponse due", "CRPA, L.231-1")],
            [Window(today + timedelta(days=40), today + timedelta(days=100), "Délai de recours")],
            today=today,
            title="L’horloge de la demande",
        ),
    }


def _lists() -> dict[str, Any]:
    return {
        "tabs": [{"label": "Guidée", "url": "#actions", "current": True}, {"label": "Experte", "url": "#champs", "current": False}],
        "options": [("emploi", "En emploi"), ("chomage", "Au chômage"), ("retraite", "À la retraite")],
        "cards": [("hlm", "Locataire HLM"), ("foyer", "Foyer", "Résidence sociale, foyer de travailleurs"), ("aucun", "Sans domicile")],
        "yes_no": [("oui", "Oui"), ("non", "Non"), ("refus", "Ne souhaite pas répondre")],
        "tones": tuple(TONE_ICONS),
        "headers": ["Aide", "Depuis", "Par mois"],
        "rows": [("Aide A", "mars 2026", euros(182)), ("Aide B", "juin 2026", euros(1214.5))],
        "numeric": [2],
        "page": Paginator(range(30), 10).get_page(2),
        "steps": [
            {"label": "Réunir les pièces", "state": "done"},
            {"label": "Déposer la demande", "state": "now", "note": "Au guichet, avant le 15"},
            {"label": "Attendre la réponse", "state": "todo"},
            {"label": "Compte en ligne", "state": "blocked"},
        ],
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component, in its states."""
    if not getattr(settings, "DEMO_ALLOWED", False):
        raise Http404
    form = Sample({"salary": "douze cents", "born": ""})
    return render(request, "shell/components.html", {"form": form, "slip": _SLIP, **_figures(), **_lists()})
