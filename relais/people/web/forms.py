"""Forms of files: everything is optional but the name; errors beside the field, what was typed kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.people.rules import SHORTEST_REASON
from relais.people.terms import ChannelKind, ClosingReason, FileState, Motive, Nationality, Part, Protection, Review
from relais.ui.forms import BirthDateField, ChoiceCards, Form, TypedDateField
from relais.ui.two_tabs import SeenForm

Choices = Iterable[tuple[str, object]]
#: a text, or one to be said in the language of the page (Django names its type in its stubs only).
Words = Any
#: no one alive was born before this year.
OLDEST = 1890
NONE_TOLD = ("", _("Non dit"))


def text_field(label: Words, *, longest: int = 120, needed: Words = "", hint: Words = "") -> forms.CharField:
    """A line of text, optional unless ``needed`` says what is missing."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(needed),
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": needed, "max_length": _("Écrivez-le plus court : %(limit_value)d signes au plus.")},
    )


class Birth(Form):
    """When somebody was born: the day, or the year alone."""

    birth_on = BirthDateField(
        label=_("Date de naissance"), required=False, help_text=_("Par exemple 12/3/1988. Laissez vide si vous ne savez pas.")
    )
    birth_year = forms.CharField(
        label=_("Ou seulement l’année"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-date"}),
    )

    def clean_birth_on(self) -> date | None:
        """A day that has come."""
        day: date | None = self.cleaned_data["birth_on"]
        if day is not None and not date(OLDEST, 1, 1) <= day <= timezone.localdate():
            raise ValidationError(_("Cette date n’est pas encore venue, ou elle est trop ancienne. Vérifiez l’année."))
        return day

    def clean_birth_year(self) -> int | None:
        """A year that somebody alive may be born in."""
        typed = str(self.cleaned_data["birth_year"]).strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdigit() or not OLDEST <= int(typed) <= timezone.localdate().year:
            raise ValidationError(_("Écrivez une année à quatre chiffres, par exemple 1988."))
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """The day and the year say the same."""
        data = super().clean() or {}
        day, year = data.get("birth_on"), data.get("birth_year")
        if day and year and day.year != year:
            self.add_error("birth_year", _("Cette année n’est pas celle de la date. Gardez l’une des deux."))
        return data


class NewFile(Birth):
    """The least that opens a file: a name, a service when there are several."""

    called = text_field(
        _("Comment veut-elle ou veut-il être appelé ?"),
        needed=_("Écrivez le nom sous lequel la personne veut être appelée."),
        hint=_("Un prénom suffit. L’état civil viendra quand une démarche le demande."),
    )
    phone = text_field(_("Téléphone"), longest=40)
    service = forms.ChoiceField(label=_("Service"), widget=ChoiceCards)

    field_order = ("called", "birth_on", "birth_year", "phone", "service")

    def __init__(self, data: Mapping[str, Any] | None = None, *, services: Choices) -> None:
        super().__init__(data)
        choices = list(services)
        self.fields["service"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has choices
        if len(choices) == 1:
            self.fields["service"].widget = forms.HiddenInput()
            self.fields["service"].initial = choices[0][0]


class PersonForm(SeenForm, Birth):
    """What is known of a person; everything may stay empty but the name."""

    called = NewFile.base_fields["called"]
    given_names = text_field(_("Prénoms de l’état civil"))
    family_name = text_field(_("Nom d’usage"))
    birth_name = text_field(_("Nom de naissance"))
    language = text_field(_("Langue parlée"), longest=40, hint=_("Pour prévoir un ou une interprète. Jamais une origine."))
    interpreter = forms.BooleanField(label=_("A besoin d’un ou d’une interprète"), required=False)
    nationality = forms.ChoiceField(
        label=_("Nationalité"),
        choices=[NONE_TOLD, *Nationality.choices],
        required=False,
        help_text=_("Seulement si un droit en dépend."),
    )
    protection = forms.ChoiceField(label=_("Mesure de protection"), choices=[("", _("Aucune connue")), *Protection.choices], required=False)
    protection_contact = text_field(
        _("Qui doit être informé"), longest=200, hint=_("Par exemple la curatrice ou le curateur, et comment la ou le joindre.")
    )
    do_not_contact = forms.BooleanField(label=_("Ne pas contacter : elle ou il prend contact"), required=False)
    address = text_field(_("Adresse"), longest=400)
    address_protected = forms.BooleanField(
        label=_("Adresse protégée"),
        required=False,
        help_text=_("En cas de violences : cachée à tous, sauf à la référente ou au référent et à qui la personne désigne."),
    )
    correspondence_address = text_field(_("Adresse où lui écrire sans risque"), longest=400)

    field_order = ("called", "given_names", "family_name", "birth_name", "birth_on", "birth_year")

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any], address_hidden: bool) -> None:
        super().__init__(data, initial=dict(initial))
        if address_hidden:
            for name in ("address", "address_protected"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A protected address needs another one for letters, or none is ever sent."""
        data = super().clean()
        if data.get("address_protected") and data.get("address") and data.get("correspondence_address") == data.get("address"):
            self.add_error("correspondence_address", _("Donnez une autre adresse que celle qui est protégée, ou laissez vide."))
        return data


class ChannelForm(Form):
    """One way to reach the person."""

    kind = forms.ChoiceField(label=_("Moyen"), choices=ChannelKind.choices, widget=ChoiceCards)
    value = text_field(_("Numéro, adresse ou nom du proche"), longest=254, needed=_("Écrivez le numéro ou l’adresse."))
    use = forms.ChoiceField(
        label=_("Peut-on l’utiliser ?"),
        choices=[("oui", _("Oui, elle ou il est d’accord")), ("non", _("Non, ne pas l’utiliser"))],
        widget=ChoiceCards,
        error_messages={"required": _("Demandez à la personne : oui ou non.")},
    )
    remark = text_field(_("À savoir"), longest=160, hint=_("Par exemple : après 18 h, ne pas laisser de message."))


class PartForm(Form):
    """Who takes part, how, until when."""

    member = forms.ChoiceField(label=_("Qui ?"), error_messages={"required": _("Choisissez une personne.")})
    part = forms.ChoiceField(label=_("En quelle qualité ?"), choices=Part.choices, widget=ChoiceCards)
    until = TypedDateField(label=_("Jusqu’au"), required=False, help_text=_("Le dernier jour compris. Obligatoire pour une suppléance."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices, parts: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]
        self.fields["part"].choices = list(parts)  # type: ignore[attr-defined]


class StateForm(Form):
    """Where the accompaniment stands, and why it ends."""

    state = forms.ChoiceField(label=_("État du dossier"), choices=FileState.choices, widget=ChoiceCards)
    reason = forms.ChoiceField(
        label=_("Si vous le clôturez, pourquoi ?"), choices=[("", _("Choisissez")), *ClosingReason.choices], required=False
    )


class ExceptionalForm(Form):
    """The one person whose file must be opened, and why."""

    called = text_field(_("Nom de la personne, exactement"), needed=_("Écrivez le nom de la personne."))
    birth_year = forms.CharField(
        label=_("Année de naissance"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-date"}),
        error_messages={"required": _("Écrivez l’année de naissance à quatre chiffres, par exemple 1988.")},
    )
    motive = forms.ChoiceField(
        label=_("Motif"), choices=Motive.choices, widget=ChoiceCards, error_messages={"required": _("Choisissez un motif.")}
    )
    words = text_field(
        _("En une phrase"),
        longest=300,
        needed=_("Dites pourquoi en une phrase."),
        hint=_("La référente ou le référent et la responsable la liront."),
    )

    def clean_birth_year(self) -> int:
        """A year is needed: a name alone designates too many people."""
        typed = str(self.cleaned_data["birth_year"]).strip()
        if not typed.isascii() or not typed.isdigit() or not OLDEST <= int(typed) <= timezone.localdate().year:
            raise ValidationError(_("Écrivez l’année de naissance à quatre chiffres, par exemple 1988."))
        return int(typed)

    def clean_words(self) -> str:
        """Long enough to be reviewed."""
        words = str(self.cleaned_data["words"]).strip()
        if len(words) < SHORTEST_REASON:
            raise ValidationError(_("Dites pourquoi en une phrase : qui vous l’a demandé, ou ce qui presse."))
        return words


class ReviewForm(Form):
    """What the head of service says of an exceptional access."""

    review = forms.ChoiceField(
        label=_("Votre examen"), choices=Review.choices, widget=ChoiceCards, error_messages={"required": _("Choisissez une réponse.")}
    )


class ChooseMember(Form):
    """One member among those whom a rule allows."""

    member = forms.ChoiceField(label=_("Qui ?"), error_messages={"required": _("Choisissez une personne.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices, label: object = "") -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]
        if label:
            self.fields["member"].label = str(label)
