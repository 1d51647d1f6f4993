"""Forms of the administration of accounts."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.accounts import queries
from relais.foundation.access import Actor
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField

if TYPE_CHECKING:
    from relais.accounts.models import Member

_CHOOSE = {"required": _("Choisissez une réponse.")}


def _services(actor: Actor, none: object) -> list[tuple[str, object]]:
    return [("", none), *((str(one.pk), one.name) for one in queries.services(actor))]


def _teams(actor: Actor) -> list[tuple[str, object]]:
    return [(str(one.pk), f"{one.name} ({one.service.name})") for one in queries.teams(actor).select_related("service")]


def _number(text: str) -> int | None:
    return int(text) if text else None


class Invite(Form):
    """A new account: who, what they do, where, and what binds them."""

    display_name = forms.CharField(label=_("Nom affiché"), max_length=120, error_messages={"required": _("Écrivez le nom affiché.")})
    identifier = forms.CharField(
        label=_("Identifiant de connexion"),
        max_length=80,
        help_text=_("En minuscules : lettres sans accent, chiffres, point et tiret. Par exemple : a.sarr"),
        error_messages={"required": _("Écrivez un identifiant.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("Adresse électronique (facultatif)"), required=False)
    job_title = forms.CharField(label=_("Fonction (facultatif)"), max_length=120, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    roles = forms.MultipleChoiceField(label=_("Rôles"), widget=CheckboxCards, error_messages={"required": _("Donnez au moins un rôle.")})
    secrecy = forms.ChoiceField(label=_("Secret professionnel"), widget=ChoiceCards, error_messages=_CHOOSE)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:  # noqa: ANN401  # Django's
        super().__init__(data, initial={"secrecy": "aucun"})
        self.fields["service"] = forms.ChoiceField(
            label=_("Service"), required=False, choices=_services(actor, _("Aucun : toute l’organisation"))
        )
        self.fields["roles"].choices = queries.role_choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["secrecy"].choices = queries.secrecy_choices()  # type: ignore[attr-defined]  # as above


class Grant(Form):
    """A role, where, from when and until when."""

    role = forms.ChoiceField(label=_("Rôle"), error_messages=_CHOOSE)
    service = forms.ChoiceField(label=_("Service"), required=False)
    starts_on = TypedDateField(label=_("À partir du"), error_messages={"required": _("Écrivez le premier jour du rôle.")})
    ends_on = TypedDateField(label=_("Jusqu’au (facultatif)"), required=False, help_text=_("Ce jour-là, le rôle n’est plus tenu."))

    def __init__(self, data: Any = None, *, actor: Actor) -> None:  # noqa: ANN401  # Django's
        super().__init__(data, initial={"starts_on": timezone.localdate()})
        self.fields["role"].choices = queries.role_choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["service"].choices = _services(actor, _("Toute l’organisation"))  # type: ignore[attr-defined]  # as above

    @property
    def service_id(self) -> int | None:
        """The service chosen, None for the whole organisation."""
        return _number(self.cleaned_data["service"])


class PlaceForm(Form):
    """Service, teams and job of a member."""

    job_title = forms.CharField(label=_("Fonction (facultatif)"), max_length=120, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    teams = forms.MultipleChoiceField(label=_("Équipes de ce service"), required=False, widget=CheckboxCards)

    def __init__(self, data: Any = None, *, actor: Actor, member: "Member") -> None:  # noqa: ANN401  # Django's
        held = {
            "job_title": member.job_title,
            "service": str(member.service_id or ""),
            "teams": [str(team.pk) for team in member.teams.all()],
        }
        super().__init__(data, initial=held)
        self.fields["service"].choices = _services(actor, _("Aucun"))  # type: ignore[attr-defined]  # a choice field
        self.fields["teams"].choices = _teams(actor)  # type: ignore[attr-defined]  # as above

    @property
    def service_id(self) -> int | None:
        """The service chosen, None for none."""
        return _number(self.cleaned_data["service"])


class Secrecy(Form):
    """Why a member is bound by professional secrecy."""

    basis = forms.ChoiceField(label=_("Secret professionnel"), widget=ChoiceCards, error_messages=_CHOOSE)

    def __init__(self, data: Any = None, *, member: "Member") -> None:  # noqa: ANN401  # Django's
        super().__init__(data, initial={"basis": member.secrecy_basis})
        self.fields["basis"].choices = queries.secrecy_choices()  # type: ignore[attr-defined]  # a choice field


class Named(Form):
    """The name of a service or of a team."""

    name = forms.CharField(label=_("Nom"), max_length=120, error_messages={"required": _("Donnez un nom.")})


class Empty(Form):
    """An act to confirm: nothing to fill in, a place for its refusal."""
