"""The boxes of a letter, one kind of field each: a day, an amount, several lines. Errors are plain and say what to write."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.law.letters.letter import Field, Kind
from relais.ui.forms import ChoiceCards, MoneyField, TypedDateField
from relais.ui.typography import french


def box_of(field: Field) -> forms.Field:
    """The box for a field of a letter; never required by itself: whether it is depends on the other answers."""
    common: dict[str, Any] = {"label": french(field.question), "help_text": _hint(field), "required": False}
    match field.kind:
        case Kind.DATE:
            made: forms.Field = Day(past=field.past, **common)
        case Kind.AMOUNT:
            made = Amount(**common)
        case Kind.CHOICE:
            choices = [(code, french(words[:1].upper() + words[1:])) for code, words in field.choices.items()]
            made = forms.ChoiceField(choices=choices, widget=ChoiceCards, **common)
        case Kind.FLAG:
            made = forms.BooleanField(**common)
        case Kind.LINES:
            made = Lines(widget=forms.Textarea(attrs={"rows": 4}), max_length=field.longest, **common)
        case Kind.LONG | Kind.ADDRESS:
            made = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=field.longest, **common)
        case Kind.TEXT:
            made = forms.CharField(max_length=field.longest, **common)
    return made


def _hint(field: Field) -> str:
    """The hint of the file, then how to write a day or an amount (the sign beside the box is not heard), or an example."""
    said = [field.hint]
    if field.kind is Kind.DATE:
        said.append(_("jour/mois/année"))
    elif field.kind is Kind.AMOUNT:
        said.append(_("en euros"))
    elif field.example and field.kind in (Kind.TEXT, Kind.LONG):
        said.append(_("Par exemple : %(example)s") % {"example": field.example})
    return " ".join(french(part) for part in said if part)


class Day(TypedDateField):
    """A day; ``past``: not one to come."""

    def __init__(self, *, past: bool, **options: Any) -> None:  # noqa: ANN401  # options of a Django field
        super().__init__(**options)
        self.past = past

    def clean(self, value: object) -> date | None:
        """The day; ValidationError when it cannot be read, or is still to come and should not be."""
        day: date | None = super().clean(value)
        if day is not None and self.past and day > timezone.localdate():
            raise ValidationError(_("Cette date n’est pas encore passée."), code="future")
        return day


class Amount(MoneyField):
    """Euros, more than none."""

    def clean(self, value: object) -> Decimal | None:
        """The amount; ValidationError when it cannot be read or is nil."""
        amount: Decimal | None = super().clean(value)
        if amount is not None and amount <= 0:
            raise ValidationError(_("Écrivez un montant plus grand que zéro."), code="nil")
        return amount


class Lines(forms.CharField):
    """Several answers, one a line."""

    def clean(self, value: object) -> tuple[str, ...]:
        """The lines that hold something."""
        text: str = super().clean(value)
        return tuple(line.strip(" -\t") for line in text.splitlines() if line.strip(" -\t"))
