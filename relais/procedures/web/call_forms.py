"""What is typed during a call: what the line did, and what was obtained for one démarche."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import ToldAct
from relais.procedures.terms.contacts import Wait
from relais.procedures.terms.procedures import CallResult
from relais.ui.forms import ChoiceCards, Form, TypedDateField


class LineToldForm(Form):
    """Whether the line answered, and after how long."""

    wait = forms.ChoiceField(label=_("Attente"), choices=[("", _("Non précisée")), *Wait.choices], required=False)


class AnswerForm(Form):
    """What a call gave for one démarche. ``seen``: how many acts stood when the page was opened."""

    result = forms.ChoiceField(
        label=_("Ce que l’appel a donné"),
        choices=CallResult.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    words = forms.CharField(
        label=_("Ce qui a été dit"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    until = TypedDateField(label=_("Y revenir le"), required=False, help_text=_("jour/mois/année"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def told(self, **more: Any) -> ToldAct:  # noqa: ANN401  # what the service completes
        """What was typed, for the service, which says the day."""
        data = {name: self.cleaned_data[name] for name in ("result", "words", "until")}
        return ToldAct(act=Act.CALLED, **data, **more)
