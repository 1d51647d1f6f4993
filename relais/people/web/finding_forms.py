"""The form by which somebody is looked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.kernel.references import between
from relais.people.web.forms import OLDEST
from relais.ui.forms import Form


class SearchForm(Form):
    """A name; for whoever receives, a second element as well: her year of birth."""

    unguarded = frozenset({"nom"})

    nom = forms.CharField(
        label=_("Chercher une personne"),
        max_length=200,
        required=False,
        help_text=_("Nom, prénom, ou référence d’un talon-réponse. Les accents, l’ordre et l’orthographe exacte ne comptent pas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"max_length": _("Écrivez-le plus court : %(limit_value)d signes au plus.")},
    )
    naissance = forms.CharField(
        label=_("Année de naissance"),
        required=False,
        help_text=_("À l’accueil, une personne se trouve par son nom et son année de naissance."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-date"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, second_element: bool, lists_nothing: bool) -> None:
        super().__init__(data)
        self.needs_year = second_element and lists_nothing
        if not second_element:
            del self.fields["naissance"]

    def clean_naissance(self) -> int | None:
        """A year that somebody alive may be born in; needed by whoever lists nothing."""
        typed = str(self.cleaned_data["naissance"]).strip()
        if not typed and (not self.needs_year or between(str(self.cleaned_data.get("nom", "")))):
            return None
        if not typed.isascii() or not typed.isdigit() or not OLDEST <= int(typed) <= timezone.localdate().year:
            raise ValidationError(_("Demandez aussi l’année de naissance, à quatre chiffres, par exemple 1988."))
        return int(typed)
