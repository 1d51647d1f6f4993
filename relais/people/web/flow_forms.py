"""Forms of handovers and of the duty desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.ui.forms import CheckboxCards, ChoiceCards, Form

Choices = Iterable[tuple[str, object]]


class HandoverForm(Form):
    """Which files, to whom; ``whole``: all of them, whatever is ticked."""

    chosen = forms.MultipleChoiceField(
        label=_("Quels dossiers ?"), widget=CheckboxCards, error_messages={"required": _("Choisissez au moins un dossier.")}
    )
    to_member = forms.ChoiceField(label=_("À qui les proposer ?"), error_messages={"required": _("Choisissez une personne.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, files: Choices, members: Choices, whole: bool = False) -> None:
        super().__init__(data)
        offered = list(files)
        self.fields["chosen"].choices = offered  # type: ignore[attr-defined]
        self.whole = [key for key, _words in offered] if whole else []
        self.fields["chosen"].required = not self.whole
        self.fields["to_member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]

    def clean_chosen(self) -> list[str]:
        """All of them when all were asked for."""
        return self.whole or self.cleaned_data["chosen"]


class AnswerForm(Form):
    """Taken over with what falls due in the file, one thing at a time; or refused with a reason."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("oui", _("Je reprends ce dossier")), ("non", _("Je ne peux pas le reprendre"))],
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    taken = forms.MultipleChoiceField(
        label=_("Ce que vous reprenez aussi"),
        widget=CheckboxCards,
        required=False,
        help_text=_("Décochez ce que vous ne pouvez pas reprendre : la ou le responsable le verra et cherchera quelqu’un."),
    )
    reason = forms.CharField(
        label=_("Si vous refusez, pourquoi ?"),
        max_length=300,
        required=False,
        help_text=_("La ou le responsable le lira. N’écrivez rien de la personne."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: Choices) -> None:
        offered = list(lines)
        super().__init__(data, initial={"taken": [key for key, _words in offered]})
        self.fields["taken"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["taken"]


class DutyForm(Form):
    """Who receives on which day of the week shown."""

    member = forms.ChoiceField(label=_("Qui reçoit ?"), error_messages={"required": _("Choisissez une personne.")})
    on = forms.ChoiceField(label=_("Quel jour ?"), error_messages={"required": _("Choisissez un jour.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices, days: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]
        self.fields["on"].choices = list(days)  # type: ignore[attr-defined]
