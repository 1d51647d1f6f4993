"""Forms of the household: who comes, who is born, who leaves, how a child's time is shared."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.people.terms import CHILDREN, Link
from relais.people.web.forms import OLDEST, text_field
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField

Choices = Iterable[tuple[str, object]]
_LINKS = [(link.value, link.label) for link in Link if link != Link.SELF]
_DAY_NEEDED = {"required": _("Écrivez la date, par exemple 12/3/2026.")}


def _not_to_come(day: date | None) -> date | None:
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("Cette date n’est pas encore venue : vous pourrez l’inscrire ce jour-là."))
    return day


class ArrivalForm(Form):
    """Somebody lives here: a file of one's own, or a name and no more."""

    link = forms.ChoiceField(
        label=_("Qui est-ce pour la personne de référence du foyer ?"),
        choices=_LINKS,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez un lien.")},
    )
    file = forms.ChoiceField(label=_("A-t-elle ou a-t-il un dossier que vous suivez ?"), required=False)
    called = text_field(_("Sinon, son nom"), hint=_("Un prénom suffit."))
    birth_year = forms.CharField(
        label=_("Année de naissance"),
        required=False,
        help_text=_("Seulement si un droit en dépend."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-date"}),
    )
    on = TypedDateField(label=_("Vit ici depuis le"), required=False, help_text=_("Laissez vide si personne ne sait depuis quand."))
    alternating = forms.BooleanField(label=_("En garde alternée : vit aussi dans un autre foyer"), required=False)
    home = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any] | None = None, *, files: Choices, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        choices = list(files)
        self.fields["file"].choices = [("", _("Non, ou je ne sais pas")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["file"]
            self.fields["called"].label = _("Son nom")

    def clean_on(self) -> date | None:
        """A day that has come, or none."""
        return _not_to_come(self.cleaned_data["on"])

    def clean_birth_year(self) -> int | None:
        """A year that somebody alive may be born in."""
        typed = str(self.cleaned_data["birth_year"]).strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdigit() or not OLDEST <= int(typed) <= timezone.localdate().year:
            raise ValidationError(_("Écrivez une année à quatre chiffres, par exemple 1988."))
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """A name when no file is chosen; only a child alternates."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("called"):
            self.add_error("called", _("Écrivez son nom : un prénom suffit."))
        if data.get("alternating") and data.get("link") and data["link"] not in CHILDREN:
            self.add_error("alternating", _("La garde alternée est celle d’un enfant."))
        return data


class BirthForm(Form):
    """A child is born here."""

    called = text_field(_("Prénom de l’enfant"), needed=_("Écrivez le prénom de l’enfant."))
    on = TypedDateField(label=_("Date de naissance"), error_messages=_DAY_NEEDED)
    home = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def clean_on(self) -> date | None:
        """A day that has come."""
        return _not_to_come(self.cleaned_data["on"])


class DepartureForm(Form):
    """Who leaves together, on which day."""

    members = forms.MultipleChoiceField(
        label=_("Qui part ?"), widget=CheckboxCards, error_messages={"required": _("Choisissez au moins une personne.")}
    )
    on = TypedDateField(label=_("Depuis le"), error_messages=_DAY_NEEDED, help_text=_("Le premier jour où elle ou il ne vit plus ici."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data)
        self.fields["members"].choices = list(members)  # type: ignore[attr-defined]

    def clean_on(self) -> date | None:
        """A day that has come."""
        return _not_to_come(self.cleaned_data["on"])


class CustodyForm(Form):
    """From which day a child lives here half the time, or all the time again."""

    on = TypedDateField(label=_("À partir du"), error_messages=_DAY_NEEDED)

    def clean_on(self) -> date | None:
        """A day that has come."""
        return _not_to_come(self.cleaned_data["on"])
