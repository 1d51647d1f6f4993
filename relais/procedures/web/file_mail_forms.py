"""A letter received, told in a file: its day, its number, and the answers that the person chooses."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.casework.terms.interviews import Cause, Said
from relais.law.mail.mail import Mail
from relais.procedures.letters import letters
from relais.procedures.services.mail import Word, answers
from relais.procedures.web.decision_forms import CAUSE, CAUSES, said_field
from relais.procedures.web.mail_forms import PREFIX, RECEIVED, WRITTEN, MailForm
from relais.ui.forms import CheckboxCards
from relais.ui.typography import french


class FileMailForm(MailForm):
    """The facts of a letter that count for its démarches, then what the person answers."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, mail: Mail) -> None:
        super().__init__(data, mail=mail)
        known = letters()
        offered = [(one.letter, french(known[one.letter].title)) for one in answers(mail)]
        self.fields["replies"] = forms.MultipleChoiceField(
            label=_("Que veut répondre la personne ?"),
            help_text=_("Chaque réponse choisie devient une démarche, avec son délai."),
            choices=offered,
            widget=CheckboxCards,
            initial=[offered[0][0]],
            error_messages={"required": _("Choisissez au moins une réponse à ce courrier.")},
        )

        self.fields["cause"] = forms.ChoiceField(label=CAUSE, choices=CAUSES, required=False)
        self.fields["said"] = said_field()

    def word(self) -> Word:
        """What she says of answering."""
        data = self.cleaned_data
        return Word(Said(data["said"] or Said.YES), str(Cause(data["cause"]).label) if data["cause"] else "")

    def first(self) -> tuple[forms.BoundField, ...]:
        """The boxes in sight: the day, the number of the file, the answers."""
        number = (self[f"{PREFIX}numero"],) if f"{PREFIX}numero" in self.fields else ()
        return (self[RECEIVED], self[WRITTEN], *number, self["replies"])
