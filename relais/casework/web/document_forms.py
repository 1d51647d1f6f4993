"""Forms of documents: a file chosen, dropped or photographed, and what it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation.sniffing import SUFFIXES
from relais.ui.forms import ChoiceCards, Form, TypedDateField

_ACCEPT = ",".join(SUFFIXES)


class DepositForm(Form):
    """A document to file. ``photo``: the camera of a phone; either one serves. ``whole``: the request, for a file that passed the limit."""

    file = forms.FileField(
        label=_("Fichier"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _ACCEPT, "data-drop": ""}),
        help_text=_("PDF, photo, texte, ODT, ODS, DOCX ou XLSX, 10 Mo au plus. Le contenu est chiffré."),
    )
    photo = forms.FileField(
        label=_("Ou prendre une photo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("Depuis un téléphone."),
    )
    kind = forms.ChoiceField(label=_("Nature"), choices=DocumentKind.choices, initial=DocumentKind.LETTER)
    title = forms.CharField(
        label=_("Titre"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Par exemple : notification CAF de septembre. Vide : le nom du fichier."),
    )
    dated_on = TypedDateField(label=_("Date du document"), required=False)
    level = forms.ChoiceField(
        label=_("Qui peut le lire ?"),
        choices=[("", _("Selon sa nature")), *NoteLevel.choices],
        required=False,
        help_text=_("Un rapport : les professionnels tenus au secret. Un document médical : vous, et qui vous ajoutez."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, too_large: bool = False) -> None:  # noqa: ANN401  # Django's
        super().__init__(data, files)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        """One of both fields holds a file."""
        data = super().clean() or {}
        if self.too_large:
            raise ValidationError(_("Ce document dépasse 10 Mo. Photographiez-le en plus petit, ou déposez ses pages une à une."))
        if not (data.get("file") or data.get("photo")) and not {"file", "photo"} & self.errors.keys():
            self.add_error("file", _("Choisissez un fichier, ou prenez une photo."))
        return data


class LevelForm(Form):
    """How closed a document is."""

    level = forms.ChoiceField(label=_("Qui peut le lire ?"), choices=NoteLevel.choices, widget=ChoiceCards)


class ReaderForm(Form):
    """A colleague who may read a confidential document, and on which ground."""

    member = forms.ChoiceField(label=_("Qui ?"), error_messages={"required": _("Choisissez une personne.")})
    ground = forms.ChoiceField(label=_("Sur quel fondement ?"), choices=Ground.choices)

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Iterable[tuple[str, object]]) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # a ChoiceField has choices
