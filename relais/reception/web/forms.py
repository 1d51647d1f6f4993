"""Forms of the counter: few questions, large targets, what was typed kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.casework.terms.agenda import Reason
from relais.reception.rules import says_enough
from relais.reception.services import Asked
from relais.reception.terms import Came, Device, ForWhom, Online, VisitState
from relais.ui.forms import CheckboxCards, Form
from relais.ui.sentences import said

Choices = Iterable[tuple[str, object]]
OLDEST = 1890
_NOT_ASKED = gettext_lazy("Pas demandé")


class SearchForm(Form):
    """Who comes: a name, even badly spelled, and a second element."""

    unguarded = frozenset({"name"})

    name = forms.CharField(
        label=gettext_lazy("Nom de la personne"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    year = forms.CharField(
        label=gettext_lazy("Année de naissance"),
        max_length=4,
        required=False,
        help_text=gettext_lazy("Vide si elle a rendez-vous aujourd’hui"),
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-short", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """A few letters at least."""
        words = str(self.cleaned_data["name"])
        decision = says_enough(words)
        if not decision:
            raise ValidationError(said(decision.reason))
        return words

    def clean_year(self) -> int | None:
        """Four figures, or nothing."""
        typed = str(self.cleaned_data["year"]).strip()
        if not typed:
            return None
        if not typed.isdecimal() or not OLDEST <= int(typed) <= timezone.localdate().year:
            raise ValidationError(_("Écrivez l’année de naissance à quatre chiffres, par exemple 1988."))
        return int(typed)


class VisitForm(Form):
    """What somebody comes for: all reasons together, before anything is booked."""

    file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Pour quoi vient-elle ? Tous les motifs ensemble"), choices=Reason.choices, widget=CheckboxCards, required=False
    )
    urgent = forms.BooleanField(label=gettext_lazy("Ne peut pas attendre un autre jour"), required=False)
    came = forms.ChoiceField(label=gettext_lazy("Comment"), choices=Came.choices, initial=Came.DESK.value, required=False)
    for_whom = forms.ChoiceField(label=gettext_lazy("Pour qui"), choices=ForWhom.choices, initial=ForWhom.SELF.value, required=False)

    device = forms.ChoiceField(
        label=gettext_lazy("Avez-vous un appareil à vous pour internet ?"), choices=[("", _NOT_ASKED), *Device.choices], required=False
    )
    online = forms.ChoiceField(
        label=gettext_lazy("Avez-vous internet en ce moment ?"), choices=[("", _NOT_ASKED), *Online.choices], required=False
    )

    def asked(self) -> Asked:
        """What the service is told."""
        data = self.cleaned_data
        came, whom = data["came"] or Came.DESK, data["for_whom"] or ForWhom.SELF
        digital = {"device": data["device"], "online": data["online"]}
        return Asked(reasons=data["reasons"], urgent=data["urgent"], came=came, for_whom=whom, **digital)


class HourChoice(Form):
    """A free hour of somebody's: ``MEMBER|MOMENT``, among those shown."""

    hour = forms.CharField(required=False)

    def chosen(self) -> tuple[UUID, datetime] | None:
        """Whose, and when; None for what no page offered."""
        member, _bar, moment = str(self.cleaned_data.get("hour", "")).partition("|")
        try:
            return UUID(member), datetime.fromisoformat(moment)
        except ValueError:
            return None


class EndForm(Form):
    """What became of a visit."""

    state = forms.ChoiceField(choices=[(one.value, one.label) for one in VisitState if one not in {VisitState.WAITING, VisitState.BOOKED}])


class DutyForm(Form):
    """Who is on duty."""

    member = forms.UUIDField()


def service_choice(data: Mapping[str, Any], offered: Iterable[int]) -> int | None:
    """The service named, among those offered; the first when none is named; None when the name is no offer."""
    known = list(offered)
    asked = str(data.get("service", ""))
    if not asked:
        return known[0] if known else None
    return next((one for one in known if str(one) == asked), None)
