"""What is typed when a person decides of a right: her reason, the sheet that her «yes» follows. Her answer is the button pressed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.casework.terms.interviews import Cause, Said
from relais.law.sheets.sheet import Sheet
from relais.ui.forms import Form

#: the answers of this page, in the order of its buttons.
ANSWERS = (Said.YES, Said.LATER, Said.NO)


CAUSE = _("Sa raison, si elle ou il la donne")
CAUSES = [("", _("Sans raison dite")), *Cause.choices]
CAUSE_HINT = _("Utile aux chiffres, sans nom. Personne n’est tenu de la donner.")


def said_field() -> forms.ChoiceField:
    """The button pressed; none is «oui» where a page that opens something was sent without its button."""
    wrong = {"invalid_choice": _("Choisissez ce qu’elle ou il en dit.")}
    return forms.ChoiceField(choices=[(one.value, one.label) for one in ANSWERS], required=False, error_messages=wrong)


class DecisionForm(Form):
    """One decision. ``said``: the button pressed."""

    said = forms.ChoiceField(
        choices=[(one.value, one.label) for one in ANSWERS],
        error_messages={"required": _("Choisissez ce qu’elle ou il en dit."), "invalid_choice": _("Choisissez ce qu’elle ou il en dit.")},
    )
    cause = forms.ChoiceField(label=CAUSE, choices=CAUSES, required=False, help_text=CAUSE_HINT)
    sheet = forms.ChoiceField(label=_("Démarche à suivre si c’est oui"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, sheets: Sequence[Sheet]) -> None:
        super().__init__(data)
        if len(sheets) > 1:
            self.fields["sheet"].choices = [(one.code, one.title) for one in sheets]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["sheet"]

    def shown(self) -> list[forms.BoundField]:
        """The boxes: the answer is a button."""
        return [self[name] for name in self.fields if name != "said"]
