"""What is typed of a domiciliation: few boxes, closed lists, what was typed kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.domiciliation.rules.ends import AGAINST_HER, BY_ITSELF
from relais.domiciliation.services.desks import Address
from relais.domiciliation.services.requests import Decided, Interview
from relais.domiciliation.terms import Cause, EndReason, Home, Link, Reason, RefusalReason, Residence
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField
from relais.ui.two_tabs import SeenForm

_DAY = {"required": _("Écrivez la date, par exemple 12/3/2027.")}
_UNTOLD = ("", _("Pas demandé"))


class SearchForm(Form):
    """Who is here: her number, or her name."""

    unguarded = frozenset({"qui"})

    qui = forms.CharField(
        label=_("Numéro ou nom"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off", "autofocus": ""})
    )

    def clean_qui(self) -> str:
        """A number, or two letters at least."""
        words = str(self.cleaned_data["qui"]).strip()
        if not words or (not any(one.isdigit() for one in words) and len(words) < 2):  # letters
            raise ValidationError(_("Écrivez un numéro, ou au moins deux lettres du nom."))
        return words


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:  # noqa: ANN401  # a text, or one to be said later
    return forms.ChoiceField(label=label, choices=[_UNTOLD, *choices], required=False)


class InterviewForm(SeenForm):
    """What the interview says; each only where the request needs it."""

    whys = {  # as every form of the house
        "link": _("Un CCAS ne regarde que ce lien. La personne qui décide lit cette ligne et aucune autre."),
        "home": _("Compté une fois par an, sans nom, et jamais sous onze."),
        "cause": _("Sert à l’orienter. La personne peut ne pas répondre."),
        "residence": _("Jamais imprimé, jamais dit au guichet. La personne peut ne pas répondre."),
    }
    interview_on = TypedDateField(label=_("Entretien le"), required=False)
    link = _choice(_("Lien avec la commune"), Link.choices)
    reason = _choice(_("À quoi servira l’adresse"), Reason.choices)
    home = _choice(_("Type de ménage"), Home.choices)
    cause = _choice(_("Ce qui a fait perdre l’adresse"), Cause.choices)
    residence = _choice(_("Où la personne dort"), Residence.choices)
    holders = forms.MultipleChoiceField(
        label=_("Qui reçoit aussi du courrier"),
        widget=CheckboxCards,
        required=False,
        error_messages={"invalid_choice": _("Cette personne n’est pas dans le foyer aujourd’hui.")},
    )

    def __init__(self, *args: Any, home: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        if home:
            self.fields["holders"].choices = home  # type: ignore[attr-defined]  # a MultipleChoiceField
        else:
            del self.fields["holders"]

    def told(self) -> Interview:
        """What was said, for the service."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("interview_on", "cause", "residence", "home", "link", "reason")}
        return Interview(**told, holders=[int(one) for one in data.get("holders", ())])


class AskForm(InterviewForm):
    """The same, with the day of the request."""

    asked_on = TypedDateField(label=_("Demande faite le"), error_messages=_DAY)
    field_order = ("asked_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = timezone.localdate()


class DecideForm(Form):
    """What is decided."""

    granted = forms.ChoiceField(
        label=_("Décision"),
        choices=[("oui", _("Accorder pour un an")), ("non", _("Refuser"))],
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez : accorder ou refuser.")},
    )
    on = TypedDateField(label=_("Décidé le"), error_messages=_DAY)
    refusal = forms.ChoiceField(
        label=_("Motif du refus"), choices=[("", _("Aucun : la demande est accordée")), *RefusalReason.choices], required=False
    )
    orientation = forms.CharField(
        label=_("Structure vers laquelle orienter, si c’est un refus"),
        max_length=200,
        required=False,
        help_text=_("Nom, adresse, téléphone : la personne doit savoir où aller."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def told(self) -> Decided:
        """What was decided, for the service."""
        data = self.cleaned_data
        return Decided(data["granted"] == "oui", data["on"], data["refusal"], data["orientation"])


class NoticeForm(Form):
    """An end that the person did not ask, before it is decided."""

    reason = forms.ChoiceField(
        label=_("Pour quel motif ?"),
        choices=[one for one in EndReason.choices if one[0] in AGAINST_HER],
        widget=ChoiceCards,
        error_messages={"required": _("Dites pour quel motif.")},
    )


class EndForm(Form):
    """An end. ``against``: the reasons that she did not ask, only to who decides, and the one that she was told about."""

    reason = forms.ChoiceField(label=_("Pourquoi ?"), widget=ChoiceCards, error_messages={"required": _("Dites pourquoi.")})
    moved_to = forms.CharField(
        label=_("Structure qui prend la suite"),
        max_length=200,
        required=False,
        help_text=_("Si la personne est suivie ailleurs : nom et adresse."),
    )

    def __init__(self, *args: Any, noticed: str = "", **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        offered = [one for one in EndReason.choices if one[0] != BY_ITSELF and (one[0] not in AGAINST_HER or one[0] == noticed)]
        self.fields["reason"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


class LeaveForm(Form):
    """An absence that she tells."""

    first = TypedDateField(label=_("Du"), error_messages=_DAY)
    last = TypedDateField(label=_("Au"), required=False, help_text=_("Vide si personne ne sait encore."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = timezone.localdate()


class ProxyForm(Form):
    """Whom she lets take her mail."""

    called = forms.CharField(
        label=_("Nom porté sur la procuration"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le nom porté sur la procuration.")},
    )
    signed_on = TypedDateField(label=_("Signée le"), error_messages=_DAY)
    ends_on = TypedDateField(label=_("Valable jusqu’au"), error_messages=_DAY)


class DeskForm(SeenForm):
    """Where the service receives mail."""

    body = forms.CharField(
        label=_("Nom à écrire sur l’enveloppe"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom que portent les enveloppes.")},
    )
    address = forms.CharField(
        label=_("Adresse"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Comme sur une enveloppe, ligne par ligne."),
        error_messages={"required": _("Écrivez l’adresse où le courrier arrive.")},
    )
    hours = forms.CharField(label=_("Heures du courrier"), max_length=160, required=False)
    approval = forms.CharField(
        label=_("Numéro d’agrément"), max_length=60, required=False, help_text=_("Pour une association. Vide pour un CCAS ou un CIAS.")
    )

    def told(self) -> Address:
        """What was typed, for the service."""
        return Address(**{name: self.cleaned_data[name] for name in Address.__slots__})


class YearForm(Form):
    """Which year, in one service or in all."""

    annee = forms.ChoiceField(label=_("Année"))
    service = forms.ChoiceField(label=_("Service"), required=False)

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[int], services: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["annee"].choices = [(str(one), str(one)) for one in years]  # type: ignore[attr-defined]  # a ChoiceField
        whole = ("", _("Toute la structure"))
        self.fields["service"].choices = [whole, *((str(pk), name) for pk, name in services)]  # type: ignore[attr-defined]  # as above
