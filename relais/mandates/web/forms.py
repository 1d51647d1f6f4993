"""What is typed of a mandate: its acts and its duration, the signed copy, what the person withdraws, a pointer to Aidants Connect."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relais.foundation.sniffing import SUFFIXES
from relais.mandates.services.mandates import MOST_ACTS, Pointer, Signed, ToldAct
from relais.mandates.terms import Domain, How, Length
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField

_ACCEPT = ",".join(SUFFIXES)
_DAY = {"required": _("Écrivez la date, par exemple 12/3/2027.")}


class MandateForm(Form):
    """The acts of a sheet, one a line, and how long it holds. ``domain_1``, ``words_1``…: an empty line is no act."""

    days = forms.TypedChoiceField(
        label=_("Combien de temps ?"),
        choices=Length.choices,
        coerce=int,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez combien de temps dure ce mandat.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        domains = [("", _("Choisissez")), *Domain.choices]
        for at in range(1, MOST_ACTS + 1):
            self.fields[f"domain_{at}"] = forms.ChoiceField(
                label=gettext("Domaine de l’acte %(at)d") % {"at": at}, choices=domains, required=False
            )
            self.fields[f"words_{at}"] = forms.CharField(
                label=gettext("Acte %(at)d") % {"at": at},
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.fields["words_1"].help_text = _("Par exemple : « Déclarer mes ressources à la CAF tous les trois mois ».")

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two boxes of each line, for the page."""
        return [(self[f"words_{at}"], self[f"domain_{at}"]) for at in range(1, MOST_ACTS + 1)]

    def told(self) -> list[ToldAct]:
        """What was typed, line by line, for the service."""
        data = self.cleaned_data
        return [ToldAct(data[f"domain_{at}"], data[f"words_{at}"]) for at in range(1, MOST_ACTS + 1)]


def again(acts: Iterable[tuple[str, str]], days: int | None) -> dict[str, object]:
    """The same acts, to prepare a mandate that takes over from one that ends."""
    found: dict[str, object] = {"days": days}
    for at, (domain, words) in enumerate(acts, 1):
        found |= {f"domain_{at}": domain, f"words_{at}": words}
    return found


class SignedForm(Form):
    """The sheet came back signed: its day, and its copy."""

    on = TypedDateField(label=_("Signé le"), error_messages=_DAY)
    file = forms.FileField(
        label=_("Copie de la feuille signée"),
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPT, "data-drop": ""}),
        help_text=_("PDF ou photo, 10 Mo au plus. La copie est chiffrée."),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """A copy is there, and not too large."""
        data = super().clean() or {}
        if self.too_large:
            raise ValidationError(_("Cette copie dépasse 10 Mo. Photographiez-la en plus petit."))
        if not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Ajoutez la feuille signée : c’est la preuve de l’accord de la personne."))
        return data

    def told(self) -> Signed:
        """What was handed in, for the service."""
        held = self.cleaned_data["file"]
        return Signed(self.cleaned_data["on"], held.read(), held.name)


class RevokeForm(Form):
    """What the person withdraws, on which day, and how she said it."""

    acts = forms.MultipleChoiceField(
        label=_("Ce que la personne ne veut plus"),
        widget=CheckboxCards,
        error_messages={"required": _("Cochez ce que la personne ne veut plus."), "invalid_choice": _("Cet acte n’est plus à révoquer.")},
    )
    on = TypedDateField(label=_("Elle l’a dit le"), error_messages=_DAY)
    how = forms.ChoiceField(label=_("Comment ?"), choices=How.choices, initial=How.THERE, widget=ChoiceCards)

    def __init__(self, data: Mapping[str, Any] | None = None, *, acts: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["acts"].choices = acts  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["on"].initial = timezone.localdate()

    def chosen(self) -> list[UUID]:
        """Identifiers of the acts that were ticked."""
        return [UUID(one) for one in self.cleaned_data["acts"]]


class PointerForm(Form):
    """A mandate held in Aidants Connect."""

    number = forms.CharField(
        label=_("Numéro du mandat"), max_length=40, required=False, help_text=_("Celui d’Aidants Connect. Jamais un mot de passe.")
    )
    domains = forms.MultipleChoiceField(
        label=_("Domaines choisis par la personne"), choices=Domain.choices, widget=CheckboxCards, required=False
    )
    signed_on = TypedDateField(label=_("Créé le"), error_messages=_DAY)
    ends_on = TypedDateField(label=_("Finit le"), error_messages=_DAY)

    def told(self) -> Pointer:
        """What was typed, for the service."""
        return Pointer(**self.cleaned_data)
