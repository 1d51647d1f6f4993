"""Forms of handovers and of the duty desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField

Choices = Iterable[tuple[str, object]]


class HandoverForm(Form):
    """Which files, to whom."""

    chosen = forms.MultipleChoiceField(
        label=_("Quels dossiers ?"), widget=CheckboxCards, error_messages={"required": _("Choisissez au moins un dossier.")}
    )
    to_member = forms.ChoiceField(label=_("À qui les proposer ?"), error_messages={"required": _("Choisissez une personne.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, files: Choices, members: Choices) -> None:
        super().__init__(data)
        self.fields["chosen"].choices = list(files)  # type: ignore[attr-defined]
        self.fields["to_member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]


class AbsenceForm(Form):
    """Who stands in, until when."""

    to_member = forms.ChoiceField(label=_("Qui supplée ?"), error_messages={"required": _("Choisissez une personne.")})
    until = TypedDateField(
        label=_("Jusqu’au"), help_text=_("Le dernier jour compris."), error_messages={"required": _("Dites jusqu’à quand.")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data)
        self.fields["to_member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]


class AnswerForm(Form):
    """Taken over, or refused with a reason."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("oui", _("Je reprends ce dossier")), ("non", _("Je ne peux pas le reprendre"))],
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    reason = forms.CharField(
        label=_("Si vous refusez, pourquoi ?"),
        max_length=300,
        required=False,
        help_text=_("La ou le responsable le lira. N’écrivez rien de la personne."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DutyForm(Form):
    """Who receives on which day of the week shown."""

    member = forms.ChoiceField(label=_("Qui reçoit ?"), error_messages={"required": _("Choisissez une personne.")})
    on = forms.ChoiceField(label=_("Quel jour ?"), error_messages={"required": _("Choisissez un jour.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices, days: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]
        self.fields["on"].choices = list(days)  # type: ignore[attr-defined]
