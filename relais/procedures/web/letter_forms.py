"""The form of a letter, made from its file: a question is asked only when its condition holds. Nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from relais.law.letters.letter import Field, Letter
from relais.law.letters.writing import Value, asked
from relais.procedures.rules.letter_paper import by_service
from relais.procedures.terms.sendings import Sender
from relais.procedures.web.letter_fields import box_of
from relais.ui.forms import ChoiceCards, Form, TypedDateField
from relais.ui.typography import french

#: what is asked of the sender of a letter of a démarche, beside her name and her address.
SENDER = ("expediteur", "signataire", "structure")
#: before the code of a field of the letter, so that it meets no name of the page.
PREFIX = "c_"
LONGEST_NAME = LONGEST_ADDRESS = 500
MISSING = gettext_lazy("Cette réponse manque : la lettre en a besoin.")
PROTECTION_HINT = gettext_lazy(
    "Curatelle, tutelle, habilitation familiale. Le jugement dit qui signe, Relais ne le décide pas. "
    "Demandez-le à la curatrice, au curateur, à la tutrice ou au tuteur."
)
PROTECTIONS = (
    ("", gettext_lazy("Non, ou cela ne change rien ici")),
    ("seule", gettext_lazy("Oui, et la personne signe seule")),
    ("avec", gettext_lazy("Oui, et la curatrice ou le curateur signe aussi")),
    ("pour", gettext_lazy("Oui, et la tutrice ou le tuteur signe pour la personne")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A field on the page; ``when``: its condition for the script («decision=dette|fin;!remise»), "" when it is always asked."""

    bound: forms.BoundField
    when: str
    optional: bool


class LetterForm(Form):
    """The questions of one letter, then who writes, to whom, and when."""

    expediteur = forms.ChoiceField(label=gettext_lazy("Qui signe la lettre ?"), choices=Sender.choices, widget=ChoiceCards, required=False)
    signataire = forms.CharField(label=gettext_lazy("Qui signe pour le service"), max_length=LONGEST_NAME, required=False)
    structure = forms.CharField(
        label=gettext_lazy("Nom et adresse du service qui écrit"),
        help_text=gettext_lazy("Une ligne par ligne d’adresse. La réponse y arrivera."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    nom = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=LONGEST_NAME, error_messages={"required": MISSING})
    adresse = forms.CharField(
        label=gettext_lazy("Adresse"),
        help_text=gettext_lazy("Une ligne par ligne d’adresse. Elle est imprimée en haut de la lettre."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": MISSING},
    )
    telephone = forms.CharField(label=gettext_lazy("Téléphone"), max_length=60, required=False)
    destinataire = forms.CharField(
        label=gettext_lazy("Nom et adresse du service"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": MISSING},
    )
    lieu = forms.CharField(
        label=gettext_lazy("Fait à"), help_text=gettext_lazy("La ville où la lettre est signée."), max_length=100, required=False
    )
    le = TypedDateField(
        label=gettext_lazy("Date de la lettre"), help_text=gettext_lazy("jour/mois/année"), error_messages={"required": MISSING}
    )
    protection = forms.ChoiceField(
        label=gettext_lazy("La personne a-t-elle une mesure de protection ?"),
        help_text=PROTECTION_HINT,
        choices=PROTECTIONS,
        widget=ChoiceCards,
        required=False,
    )
    protection_nom = forms.CharField(label=gettext_lazy("Nom de la personne chargée de la mesure"), max_length=LONGEST_NAME, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, letter: Letter, initial: Mapping[str, Any] | None = None, signs: bool = False
    ) -> None:
        """``signs``: who signs is asked: the person, or the service for her."""
        usual = {"destinataire": letter.recipient, "le": timezone.localdate(), "expediteur": Sender.PERSON}
        super().__init__(data, initial=usual | dict(initial or {}))
        self.letter, self.signs = letter, signs
        if not signs:
            for name in SENDER:
                del self.fields[name]
        self.fields["destinataire"].help_text = french(letter.where)
        for field in letter.fields:
            self.fields[PREFIX + field.code] = box_of(field)
        for name, one in self.fields.items():
            if isinstance(one, forms.CharField) and name != "protection":
                one.widget.attrs.setdefault("dir", "auto")
                one.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        """Answers to questions that are not asked are forgotten with their errors; one that is asked and missing is told."""
        if self.signs:
            self._sender()
        wanted = {field.code for field in asked(self.letter, self._raw())}
        for field in self.letter.fields:
            name = PREFIX + field.code
            if field.code not in wanted:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
            elif not field.optional and name not in self.errors and self.cleaned_data.get(name) in (None, "", (), False):
                self.add_error(name, ValidationError(MISSING, code="required"))
        return self.cleaned_data

    def _sender(self) -> None:
        """The address asked is that of who writes: hers is no fault in a letter of the service, and is not printed there."""
        if not by_service(self.cleaned_data):
            self.cleaned_data["expediteur"] = Sender.PERSON.value
            return
        self.errors.pop("adresse", None)
        self.cleaned_data["adresse"] = ""
        for name in ("signataire", "structure"):
            if not self.cleaned_data.get(name):
                self.add_error(name, ValidationError(MISSING, code="required"))

    def _raw(self) -> dict[str, str]:
        """Answers as conditions read them; one that could not be understood still counts as told."""
        told = {field.code: self.cleaned_data.get(PREFIX + field.code) for field in self.letter.fields}
        wrong = {field.code: "?" for field in self.letter.fields if PREFIX + field.code in self.errors}
        return {code: "oui" if value is True else str(value) if value else "" for code, value in told.items()} | wrong

    @property
    def told(self) -> dict[str, Value]:
        """What was told, by the code of the field; the common answers under their own names."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}

    def questions(self) -> tuple[Question, ...]:
        """The questions of the letter, in its order."""
        return tuple(Question(self[PREFIX + one.code], _for_script(one), one.optional) for one in self.letter.fields)


def _for_script(field: Field) -> str:
    parts = field.when.parts if field.when else ()
    return ";".join(f"{'!' * part.negated}{part.field}{'=' * bool(part.values)}{'|'.join(part.values)}" for part in parts)
