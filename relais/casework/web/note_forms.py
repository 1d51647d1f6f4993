"""What is typed in a note: three parts, a level; an answer of the person; one more reader."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from relais.casework.services.notes import Parts
from relais.casework.terms.notes import Ground, NoteLevel
from relais.ui.drafted import Desk, DraftedForm
from relais.ui.forms import ChoiceCards, Form
from relais.ui.guarded import GuardedText, GuardedTextarea

Choices = Iterable[tuple[str, object]]
#: a text, or one to be said in the language of the page.
Words = Any
HINTS = {
    NoteLevel.ADMINISTRATIVE: _("Démarches, dates, pièces. Lue par qui suit le dossier."),
    NoteLevel.SHARED: _("Évaluation et projet. Lue par l’équipe tenue au secret, nommée dans le dossier."),
    NoteLevel.CONFIDENTIAL: _("Confidences. Lue par vous seule ou seul, et par qui vous ajoutez."),
}


def guarded(label: Words, *, rows: int = 4, hint: Words = "", needed: Words = "") -> GuardedText:
    """A free text under guard; ``needed``: what to say when it is empty, when it may not be."""
    return GuardedText(
        label=label,
        help_text=hint,
        required=bool(needed),
        widget=GuardedTextarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": needed},
    )


class PartsForm(DraftedForm):
    """The three parts of a note: hers first, since they are printed first."""

    words = guarded(_("Ses paroles"), hint=_("Avec ses mots, telles qu’elle ou il les dit."))
    facts = guarded(_("Les faits"), hint=_("Ce qui a été vu, fait, reçu, avec les dates."))
    analysis = guarded(_("Votre analyse"), hint=_("Ce que vous en comprenez, en professionnelle ou professionnel."))

    drafted: ClassVar[tuple[str, ...]] = ("words", "facts", "analysis")

    def parts(self) -> Parts:
        """What was typed."""
        data = self.cleaned_data
        return Parts(data["facts"], data["words"], data["analysis"])


def level_field(levels: Iterable[NoteLevel]) -> forms.ChoiceField:
    """The choice of a level among those that one may write."""
    shown = list(levels)
    choices: Choices = [(level.value, level.label) for level in shown]
    widget = ChoiceCards(hints={level.value: str(HINTS[level]) for level in shown})
    return forms.ChoiceField(label=_("Qui la lira ?"), choices=choices, widget=widget)


class NoteForm(PartsForm):
    """A new note."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, levels: list[NoteLevel], desk: Desk) -> None:
        super().__init__(data, desk=desk)
        self.fields["level"] = level_field(levels)
        self.fields["level"].initial = NoteLevel.SHARED if NoteLevel.SHARED in levels else levels[0]


class LevelForm(Form):
    """Another level for a note."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, levels: list[NoteLevel], now: str) -> None:
        super().__init__(data)
        self.fields["level"] = level_field(levels)
        self.fields["level"].initial = now


class AnswerForm(DraftedForm):
    """What the person answers to a note."""

    words = guarded(
        _("Ce que la personne répond"),
        hint=_("Avec ses mots. Sa réponse reste jointe à la note : personne ne pourra l’effacer."),
        needed=_("Écrivez ce que la personne répond."),
    )


class ReaderForm(Form):
    """One more reader of a confidential note, on which ground, and why."""

    member = forms.ChoiceField(label=_("Qui ?"), error_messages={"required": _("Choisissez une personne.")})
    ground = forms.ChoiceField(
        label=_("Sur quel fondement ?"),
        choices=Ground.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez un fondement.")},
    )
    necessity = guarded(
        _("Pourquoi est-ce nécessaire ?"),
        rows=2,
        hint=_("Une phrase. Elle est gardée avec la note."),
        needed=_("Dites en une phrase pourquoi elle ou il doit lire cette note."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # a ChoiceField has choices
