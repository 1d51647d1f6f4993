"""The form of a text: the text itself, and what it was when it was opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.texts import LONGEST
from relais.ui.forms import Form


class TextForm(Form):
    """One text. ``seen``: digest of the file that was opened, so that nobody writes over somebody else without knowing."""

    unguarded = frozenset({"texte"})

    texte = forms.CharField(
        label=_("Le texte"),
        help_text=_(
            "Gardez les mots du début des lignes (« code », « titre »…) et les espaces devant. "
            "L’aperçu dit ce qui ne se lit pas, et à quelle ligne."
        ),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "text-source", "spellcheck": "true", "lang": "fr", "autocapitalize": "off"}),
        error_messages={
            "required": _("Le texte est vide."),
            "max_length": _("Le texte est trop long : %(show_value)d signes, %(limit_value)d au plus."),
        },
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
