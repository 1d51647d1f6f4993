"""The form of a report."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from relais.shell.queries import KINDS
from relais.shell.rules import FEEDBACK_LONGEST
from relais.ui import forms


class ReportFeedback(forms.Form):
    """What, where, in a few words; never who."""

    kind = django_forms.ChoiceField(label=_("De quoi s’agit-il ?"), choices=KINDS, widget=forms.ChoiceCards)
    text = django_forms.CharField(
        label=_("Dites-le en quelques mots"),
        help_text=_("Ne parlez de personne : ni nom, ni adresse, ni téléphone, ni numéro."),
        max_length=FEEDBACK_LONGEST,
        widget=django_forms.Textarea(attrs={"rows": 5}),
    )
    page = django_forms.CharField(required=False, max_length=200, widget=django_forms.HiddenInput)
