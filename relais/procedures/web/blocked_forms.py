"""What is typed of a blocker: where and what it is, and what ended it."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.law.blockers.catalogue import bodies, by_family
from relais.procedures.services.blockers import ToldBlocker
from relais.procedures.terms.blockers import BlockedStep, Harm, LostTime, Solved
from relais.procedures.terms.procedures import Way
from relais.ui.forms import ChoiceCards, Form, TypedDateField
from relais.ui.typography import french

_CHOOSE: Final = ("", _("Choisissez"))
_DAY: Final = {"required": _("Écrivez la date, par exemple 12/3/2027.")}
_MISSING: Final = {"required": _("Choisissez une réponse.")}


class BlockerForm(Form):
    """A blocker of the taxonomy, met somewhere, at a step."""

    code = forms.ChoiceField(label=_("Ce qui bloque"), error_messages=_MISSING)
    body = forms.ChoiceField(label=_("Organisme"), error_messages=_MISSING)
    way = forms.ChoiceField(label=_("Par où ?"), choices=Way.choices, widget=ChoiceCards, error_messages=_MISSING)
    step = forms.ChoiceField(label=_("À quelle étape ?"), choices=[_CHOOSE, *BlockedStep.choices], error_messages=_MISSING)
    seen_on = TypedDateField(label=_("Rencontré le"), error_messages=_DAY)
    harm = forms.ChoiceField(label=_("Conséquence pour la personne"), choices=Harm.choices, widget=ChoiceCards, error_messages=_MISSING)
    lost = forms.ChoiceField(
        label=_("Temps de travail perdu jusqu’ici"), choices=LostTime.choices, widget=ChoiceCards, error_messages=_MISSING
    )
    message = forms.CharField(
        label=_("Message vu, mot pour mot"),
        max_length=300,
        required=False,
        help_text=_("Ce que l’écran ou la personne au téléphone a dit. Il reste dans ce dossier."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    attempts = forms.IntegerField(
        label=_("Nombre d’essais"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Écrivez un nombre, par exemple 3."), "max_value": _("99 au plus."), "min_value": _("1 au moins.")},
    )
    proof = forms.BooleanField(label=_("La personne garde une preuve (copie d’écran, courrier)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        families = [(french(family.title), [(one.code, french(one.title)) for one in ones]) for family, ones in by_family()]
        self.fields["code"].choices = [_CHOOSE, *families]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["body"].choices = [_CHOOSE, *((one.code, french(one.name)) for one in bodies().values())]  # type: ignore[attr-defined]  # the same
        self.fields["seen_on"].initial = timezone.localdate()

    def told(self) -> ToldBlocker:
        """What was typed, for the service."""
        return ToldBlocker(**self.cleaned_data)


class EndForm(Form):
    """What ended a blocker, and when."""

    solved = forms.ChoiceField(label=_("Ce qui l’a réglé"), choices=Solved.choices, widget=ChoiceCards, error_messages=_MISSING)
    ended_on = TypedDateField(label=_("Terminé le"), error_messages=_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = timezone.localdate()
