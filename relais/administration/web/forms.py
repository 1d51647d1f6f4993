"""Forms of administration: the policy of an organisation, dates that the delegate records, what a person asks and what is answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.administration.rules.readings import FEWEST_ALLOWED, MOST_ALLOWED
from relais.administration.terms import Answer, Asked, SignalState
from relais.ui.forms import ChoiceCards, Form, TypedDateField
from relais.ui.guarded import GuardedText, GuardedTextarea
from relais.ui.two_tabs import SeenForm


def _line(label: object, *, longest: int, hint: object = "") -> forms.CharField:
    return forms.CharField(label=str(label) if isinstance(label, str) else label, max_length=longest, required=False, help_text=hint)  # type: ignore[arg-type]  # a lazy text is a label


class PolicyForm(SeenForm):
    """What the organisation says of its data."""

    address = _line(_("Adresse de la structure"), longest=300)
    dpo_contact = _line(_("Comment joindre la ou le délégué"), longest=200, hint=_("Imprimé sur la notice : un numéro, une adresse."))
    host = _line(_("Hébergeur"), longest=200)
    host_is_certified = forms.BooleanField(label=_("L’hébergeur est certifié pour les données de santé"), required=False)
    months = forms.IntegerField(label=_("Mois de conservation après le dernier contact"), min_value=1, max_value=120)
    reason = _line(_("Au-delà de 24 mois, pourquoi ?"), longest=500)
    public_archives = forms.BooleanField(
        label=_("Archives publiques : un visa avant toute élimination"),
        required=False,
        help_text=_("Obligatoire pour une commune, un CCAS, un département (code du patrimoine, R.212-14)."),
    )
    files_an_hour = forms.IntegerField(
        label=_("Dossiers ouverts en une heure au-delà desquels c’est signalé"),
        min_value=FEWEST_ALLOWED,
        max_value=MOST_ALLOWED,
        help_text=_("Une des règles de la semaine sur le journal. Le nombre est montré à toute l’équipe."),
    )


class SettleForm(Form):
    """What the delegate makes of a signal."""

    state = forms.ChoiceField(
        label=_("Que devient ce signal ?"),
        choices=[one for one in SignalState.choices if one[0] != SignalState.TO_SEE],
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    words = GuardedText(
        label=_("En quelques mots"),
        required=False,
        max_length=500,
        help_text=_("Pour vous : ce qui a été compris ou fait. Ni nom, ni fait sur la personne."),
        widget=GuardedTextarea(attrs={"rows": 3}),
    )


class DateForm(Form):
    """The day when the delegate read the papers."""

    on = TypedDateField(label=_("Documents relus le"), error_messages={"required": _("Écrivez une date.")})


class VisaForm(Form):
    """The visa of the archives."""

    visa = forms.CharField(label=_("Numéro du visa"), max_length=80, error_messages={"required": _("Écrivez le numéro du visa.")})
    visa_on = TypedDateField(label=_("Date du visa"), error_messages={"required": _("Écrivez une date.")})


class AskedForm(Form):
    """What the person asks."""

    kind = forms.ChoiceField(
        label=_("Que demande-t-elle ou demande-t-il ?"),
        choices=Asked.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    received_on = TypedDateField(label=_("Demande reçue le"), error_messages={"required": _("Écrivez une date.")})
    words = GuardedText(label=_("Avec ses mots"), required=False, max_length=2000, widget=GuardedTextarea(attrs={"rows": 4}))


class AnswerForm(Form):
    """What is answered, and why."""

    answer = forms.ChoiceField(
        label=_("Réponse"), choices=Answer.choices, widget=ChoiceCards, error_messages={"required": _("Choisissez une réponse.")}
    )
    reason = GuardedText(label=_("Pourquoi"), required=False, max_length=2000)


class MaskedForm(Form):
    """Names of other people, that the copy masks wherever they are written."""

    masked = GuardedText(
        label=_("Noms et mots à masquer partout"),
        required=False,
        max_length=2000,
        help_text=_("Ceux d’autres personnes, un par ligne. Le reste de la phrase est remis."),
        widget=GuardedTextarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class ReadAgainForm(MaskedForm):
    """What the second reader decides; ``seen``: the print of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReaderForm(MaskedForm):
    """What is proposed to be masked, and who reads the copy again."""

    reader = forms.ChoiceField(label=_("Qui relit ?"), error_messages={"required": _("Choisissez une personne.")})

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, members: Iterable[tuple[str, object]], initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["reader"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # a ChoiceField has choices
