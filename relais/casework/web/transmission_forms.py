"""What is typed of a writing that the law asks to transmit: who it is about, what was seen and said, the parents; then its way."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.casework.rules.transmissions import Way
from relais.casework.services.transmissions import Writing
from relais.casework.terms.transmissions import Parents, SentBy
from relais.casework.web.note_forms import guarded
from relais.ui.drafted import DraftedForm
from relais.ui.forms import ChoiceCards, Form, TypedDateField
from relais.ui.two_tabs import SeenForm


class ParentsForm(Form):
    """Whether the parents were told before, or why not."""

    body = guarded(
        _("À qui l’envoyer"),
        rows=3,
        hint=_("La cellule de recueil des informations préoccupantes (CRIP) du département, avec son adresse."),
    )
    parents = forms.ChoiceField(
        label=_("Les parents sont-ils informés ?"),
        choices=Parents.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Dites si les parents sont informés.")},
    )
    parents_on = TypedDateField(label=_("Informés le"), required=False)
    why_not = guarded(_("Si non, pourquoi"), rows=2, hint=_("En une phrase. Elle part avec l’écrit."))


class WritingForm(DraftedForm, ParentsForm):
    """A new writing: what was seen apart from what was said, apart from what worries."""

    children = guarded(
        _("De quel enfant s’agit-il ?"),
        rows=2,
        hint=_("Nom, prénom, âge, où elle ou il vit, si vous le savez."),
        needed=_("Dites de quel enfant il s’agit."),
    )
    seen = guarded(_("Ce que vous avez vu ou entendu vous-même"), rows=6, hint=_("Les faits, le jour et le lieu, sans interpréter."))
    said = guarded(_("Ce qui vous a été dit, et par qui"), rows=6, hint=_("Avec les mots de la personne, entre guillemets."))
    worry = guarded(_("Ce qui vous inquiète pour l’enfant"), rows=4)

    drafted: ClassVar[tuple[str, ...]] = ("children", "seen", "said", "worry", "why_not")
    field_order = ("children", "seen", "said", "worry", "parents", "parents_on", "why_not", "body")

    def told(self) -> Writing:
        """What was typed, for the service."""
        data = self.cleaned_data
        way = Way(data["body"], data["parents"], data["parents_on"], data["why_not"])
        return Writing(data["children"], data["seen"], data["said"], data["worry"], way)


class WayForm(SeenForm, ParentsForm):
    """Where it stands; a day that is erased takes back what was noted."""

    sent_on = TypedDateField(label=_("Transmis le"), required=False, help_text=_("Vide tant que ce n’est pas parti."))
    sent_by = forms.ChoiceField(label=_("Comment ?"), choices=[("", _("Pas encore parti")), *SentBy.choices], required=False)
    returned_on = TypedDateField(label=_("Retour reçu le"), required=False, help_text=_("Ce que le département a fait de cet écrit."))
    left_on = TypedDateField(
        label=_("Décision de ne pas transmettre, le"), required=False, help_text=_("À décider à plusieurs. L’écrit reste, confidentiel.")
    )

    field_order = ("parents", "parents_on", "why_not", "body", "sent_on", "sent_by", "returned_on", "left_on")

    def told(self) -> Way:
        """What was typed, for the service."""
        return Way(**{name: self.cleaned_data[name] for name in Way.__slots__})
