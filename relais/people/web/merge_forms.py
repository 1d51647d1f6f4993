"""Forms of merges and of former names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.people.queries import Difference
from relais.people.services import KEPT, OTHER
from relais.people.web.forms import text_field
from relais.ui.forms import ChoiceCards, Form, TypedDateField


class MergeForm(Form):
    """What both files say otherwise, one choice each; ``apercu``: the digest of what was shown."""

    apercu = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, differences: Iterable[Difference], digest: str) -> None:
        super().__init__(data, initial={"apercu": digest})
        for one in differences:
            if one.kept is None:
                self.fields[one.name] = forms.ChoiceField(
                    label=str(one.label).capitalize(),
                    choices=[(KEPT, one.mine), (OTHER, one.hers)],
                    widget=ChoiceCards,
                    error_messages={"required": _("Choisissez ce qui est juste.")},
                )

    def chosen(self) -> dict[str, str]:
        """The choices made."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "apercu"}


class FormerNameForm(Form):
    """A name that she bore."""

    name = text_field(_("Nom porté avant"), needed=_("Écrivez ce nom."), hint=_("Un nom de mariage, ou sous lequel on la connaissait."))
    until_on = TypedDateField(label=_("Porté jusqu’au"), required=False, help_text=_("Laissez vide si vous ne savez pas."))
