"""What is typed of a line of the contact book."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.law.blockers.catalogue import bodies
from relais.procedures.services.contacts import ToldLine
from relais.procedures.terms.contacts import LineKind
from relais.ui.forms import ChoiceCards
from relais.ui.two_tabs import SeenForm
from relais.ui.typography import french

_CHOOSE: Final = ("", _("Choisissez"))
_MISSING: Final = {"required": _("Cette réponse manque.")}
_PLAIN: Final = {"autocomplete": "off"}


class LineForm(SeenForm):
    """One line of one body. ``seen``: how many versions stood when the page was opened."""

    body = forms.ChoiceField(label=_("Organisme"), error_messages=_MISSING)
    name = forms.CharField(
        label=_("Nom du service"),
        max_length=90,
        help_text=_("Par exemple : « CAF du Nord, accueil des partenaires »."),
        error_messages=_MISSING,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    kind = forms.ChoiceField(label=_("Moyen"), choices=LineKind.choices, widget=ChoiceCards, error_messages=_MISSING)
    value = forms.CharField(label=_("Numéro ou adresse"), max_length=200, error_messages=_MISSING, widget=forms.TextInput(attrs=_PLAIN))
    scope = forms.CharField(
        label=_("Pour quel territoire ou quel droit ?"), max_length=120, required=False, widget=forms.TextInput(attrs=_PLAIN)
    )
    hours = forms.CharField(label=_("Heures d’ouverture"), max_length=200, required=False, widget=forms.TextInput(attrs=_PLAIN))
    source = forms.CharField(
        label=_("D’où vient cette ligne ?"),
        max_length=120,
        help_text=_("Par exemple : « courrier de la CAF », « réunion partenaires de mars ». Jamais le nom d’une personne accompagnée."),
        error_messages=_MISSING,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)  # type: ignore[assignment]  # a count is its mark

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["body"].choices = [_CHOOSE, *((one.code, french(one.name)) for one in bodies().values())]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> ToldLine:
        """What was typed, for the service."""
        return ToldLine(**{name: self.cleaned_data[name] for name in ToldLine.__slots__})
