"""What is chosen of a chronology: for whom, why, which parts, and the notes ticked one by one."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.procedures.queries.chronology import BLOCKERS, CALLS, PERSON
from relais.procedures.terms.sendings import Recipient
from relais.ui.forms import CheckboxCards, ChoiceCards, Form

PARTS = (
    (CALLS, _("Les appels à l’organisme")),
    (BLOCKERS, _("Ce qui a bloqué")),
    (PERSON, _("Ce qui a été demandé à la personne, et ses réponses")),
)


class ChronologyForm(Form):
    """A chronology to make. Notes are never chosen for anybody: each is ticked by whoever reads it."""

    recipient = forms.ChoiceField(
        label=_("Pour qui ?"),
        choices=Recipient.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Dites pour qui est cette chronologie.")},
    )
    purpose = forms.CharField(
        label=_("Pour quoi faire ?"),
        max_length=160,
        help_text=_("Une ligne, écrite en tête. Par exemple : « À l’appui du recours contre le refus du 12 mars »."),
        error_messages={"required": _("Dites à quoi elle sert : c’est écrit en tête, et au journal du dossier pour son destinataire.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    parts = forms.MultipleChoiceField(label=_("Avec"), choices=PARTS, initial=[CALLS, BLOCKERS], widget=CheckboxCards, required=False)
    notes = forms.MultipleChoiceField(
        label=_("Notes à joindre"),
        widget=CheckboxCards,
        required=False,
        help_text=_(
            "Aucune par défaut. Les faits et les paroles de la personne seulement, jamais l’analyse. "
            "Chaque note cochée s’ouvre, et cela s’écrit au journal."
        ),
        error_messages={"invalid_choice": _("Une de ces notes n’est plus à votre portée. Regardez la liste, puis recommencez.")},
    )
    exhibits = forms.BooleanField(label=_("Joindre les pièces, en un seul PDF"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, notes: Iterable[tuple[str, str]], pieces: bool, **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(data, **kwargs)
        self.fields["notes"].choices = list(notes)  # type: ignore[attr-defined]  # a MultipleChoiceField
        if not self.fields["notes"].choices:  # type: ignore[attr-defined]  # as above
            del self.fields["notes"]
        if not pieces:
            del self.fields["exhibits"]

    def ticked(self) -> list[UUID]:
        """The notes ticked."""
        return [UUID(one) for one in self.cleaned_data.get("notes", ())]

    @property
    def for_whom(self) -> str:
        """The recipient, as the paper says it."""
        return str(Recipient(self.cleaned_data["recipient"]).label)
