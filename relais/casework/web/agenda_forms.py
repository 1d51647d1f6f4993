"""Forms of the agenda: a day, an hour typed as people write it; errors beside the field, what was typed kept."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.casework.rules.agenda import DURATIONS
from relais.casework.services.agenda import Meeting
from relais.casework.terms.agenda import AppointmentState, CancelledBy, Place, Reason, Reminded
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField
from relais.ui.guarded import GuardedText

Choices = Iterable[tuple[str, object]]
_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*", re.IGNORECASE)
_REQUIRED = {"required": gettext_lazy("Cette réponse est nécessaire.")}


class HourField(forms.Field):
    """An hour of the day: «9h30», «14:00», «9»."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's options of a field
        super().__init__(widget=forms.TextInput({"class": "input-short", "autocomplete": "off", "inputmode": "text"}), **options)

    def to_python(self, value: object) -> time | None:
        """Read what was typed; ValidationError in plain French."""
        if value in self.empty_values:
            return None
        match = _HOUR.fullmatch(str(value))
        if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise ValidationError(_("Écrivez l’heure comme 9h30 ou 14:00."))
        return time(int(match[1]), int(match[2] or 0))


def _minutes() -> list[tuple[str, str]]:
    return [(str(number), _("%(minutes)s minutes") % {"minutes": number}) for number in DURATIONS]


class HoursForm(Form):
    """A day, an hour, a duration."""

    day = TypedDateField(label=gettext_lazy("Jour"), help_text=gettext_lazy("jj/mm/aaaa"), error_messages=_REQUIRED)
    hour = HourField(label=gettext_lazy("Heure"), help_text=gettext_lazy("Par exemple 9h30"), error_messages=_REQUIRED)
    minutes = forms.ChoiceField(label=gettext_lazy("Durée"), choices=_minutes)

    def starts_at(self) -> datetime:
        """The moment that was typed."""
        on, at = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(on, at, tzinfo=timezone.get_current_timezone())

    def length(self) -> int:
        """Minutes."""
        return int(self.cleaned_data["minutes"])


class MeetingForm(HoursForm):
    """An appointment: for a file, or for none with a title."""

    whys: ClassVar[Mapping[str, object]] = {
        "hidden": gettext_lazy("Vos collègues voient « occupé ». Sans cela, l’accueil et le service voient qui vient, jamais pourquoi.")
    }
    title = GuardedText(
        label=gettext_lazy("De quoi s’agit-il ?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Quelques mots, sans nom de personne : « réunion d’équipe », « permanence »."),
    )
    member = forms.ChoiceField(label=gettext_lazy("Avec qui"), error_messages=_REQUIRED)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Pour quoi (tous les motifs ensemble)"), choices=Reason.choices, widget=CheckboxCards, required=False
    )
    place = forms.ChoiceField(label=gettext_lazy("Où"), choices=Place.choices, widget=ChoiceCards)
    hidden = forms.BooleanField(label=gettext_lazy("Masquer l’intitulé à mes collègues"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, members: Choices, with_title: bool, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"minutes": "30", "place": Place.OFFICE.value, **(initial or {})})
        self.fields["member"].choices = list(members)  # type: ignore[attr-defined]  # a field of choices
        self.fields["title"].widget.attrs["rows"] = 2
        if not with_title:
            del self.fields["title"]
        self.order_fields(["title", "day", "hour", "minutes", "member", "reasons", "place", "hidden"])

    def meeting(self) -> Meeting:
        """What the service is told."""
        data = self.cleaned_data
        words = data.get("title", "")
        said = {"place": data["place"], "reasons": data["reasons"], "title": words, "hidden": data["hidden"]}
        return Meeting(starts_at=self.starts_at(), minutes=self.length(), **said)

    def chosen(self) -> UUID:
        """Whose agenda."""
        return UUID(self.cleaned_data["member"])


class OutcomeForm(Form):
    """What became of an appointment."""

    state = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (AppointmentState.CAME, AppointmentState.MISSED)] + [("prevu", "")]
    )


class CancelForm(Form):
    """Who calls it off."""

    by = forms.ChoiceField(label=gettext_lazy("Qui annule ?"), choices=CancelledBy.choices, widget=ChoiceCards, error_messages=_REQUIRED)


class CoverForm(Form):
    """Who receives instead."""

    member = forms.ChoiceField(label=gettext_lazy("Qui reçoit à sa place ?"), error_messages=_REQUIRED)

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # a field of choices


class CoverFilesForm(Form):
    """Which files of whoever is away, to whom."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Quels dossiers ?"),
        widget=CheckboxCards,
        error_messages={"required": gettext_lazy("Choisissez au moins un dossier.")},
    )
    to_member = forms.ChoiceField(
        label=gettext_lazy("Qui supplée ?"), error_messages={"required": gettext_lazy("Choisissez une personne.")}
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, files: Choices, members: Choices, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["chosen"].choices = list(files)  # type: ignore[attr-defined]  # a field of choices
        self.fields["to_member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # as above


class RemindedForm(Form):
    """How somebody was reminded."""

    how = forms.ChoiceField(choices=Reminded.choices)


class AbsenceForm(Form):
    """Days away, both ends included, without a reason."""

    member = forms.ChoiceField(label=gettext_lazy("Qui"), error_messages=_REQUIRED)
    first = TypedDateField(label=gettext_lazy("Premier jour"), help_text=gettext_lazy("jj/mm/aaaa"), error_messages=_REQUIRED)
    last = TypedDateField(
        label=gettext_lazy("Dernier jour"),
        help_text=gettext_lazy("Le même jour pour une seule journée. Aucun motif n’est demandé."),
        error_messages=_REQUIRED,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = list(members)  # type: ignore[attr-defined]  # a field of choices


def asked_day(typed: str, *, today: date) -> date:
    """The day named in an address, today for anything else; never so far that it means nothing."""
    try:
        on = date.fromisoformat(typed)
    except ValueError:
        return today
    return on if abs(on - today) <= timedelta(days=1500) else today
