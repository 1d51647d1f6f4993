"""The two or three facts asked about a letter received. Nothing of it is stored; a fault is told beside its box."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.law.clocks.given import ImpossibleDatesError
from relais.law.clocks.holidays import METROPOLE, calendar
from relais.law.mail.decoding import Decoded, Told, decoded
from relais.law.mail.mail import FACTS, Asked, Mail
from relais.procedures.web.letter_fields import Amount, Day
from relais.ui.forms import ChoiceCards, Form
from relais.ui.typography import french

RECEIVED, WRITTEN = "recu_le", "ecrit_le"
#: before the word of a fact.
PREFIX = "f_"
#: older is a slip of the pen, or a letter whose clocks are over for long.
OLDEST = timedelta(days=365 * 10)
LONGEST_NUMBER = 200
REMEDIES = (("", gettext_lazy("Je ne sais pas")), ("oui", gettext_lazy("Oui")), ("non", gettext_lazy("Non, ni devant ni au dos")))
YEARLY = gettext_lazy("jour/mois/année")


class MailForm(Form):
    """The day of reception, or the date of the letter when it is unknown, then the facts that this letter asks."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, mail: Mail, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.mail = mail
        start = mail.start
        hint = f"{french(start.hint)} {YEARLY}" if start.hint else str(YEARLY)
        self.fields[RECEIVED] = Day(past=True, label=french(start.question), help_text=hint, required=False)
        self.fields[WRITTEN] = Day(past=True, label=french(start.instead), help_text=str(YEARLY), required=False)
        for asked in mail.asked:
            self.fields[PREFIX + asked.fact] = _box(asked)
        self._decoded: Decoded | None = None

    def clean(self) -> dict[str, Any]:
        """Days that cannot be true together, or that start nothing, are told beside the box to correct."""
        day, written = self.cleaned_data.get(RECEIVED), self.cleaned_data.get(WRITTEN)
        earliest = timezone.localdate() - OLDEST
        for name, typed in ((RECEIVED, day), (WRITTEN, written)):
            if typed is not None and typed < earliest:
                self.add_error(name, ValidationError(_("Cette date a plus de dix ans. Vérifiez l’année."), code="old"))
        if day and written and day < written:
            self.add_error(RECEIVED, ValidationError(_("Ce jour vient avant la date d’envoi. Vérifiez les deux jours."), code="order"))
        nothing = not {RECEIVED, WRITTEN} & set(self.errors) and day is None and written is None
        if self.mail.clocks and nothing:
            self.add_error(RECEIVED, ValidationError(_("Écrivez ce jour, ou la date de la case suivante."), code="required"))
        if not self.errors:
            self._decode()
        return self.cleaned_data

    def _decode(self) -> None:
        try:
            self._decoded = decoded(self.mail, self.told, on=timezone.localdate())
        except ImpossibleDatesError as problem:
            days = [PREFIX + asked.fact for asked in self.mail.asked if FACTS[asked.fact].given and self.told.day(asked.fact)]
            self.add_error(days[-1] if days else RECEIVED, ValidationError(_sentence(str(problem)), code="impossible"))

    @property
    def told(self) -> Told:
        """What was told."""
        data = self.cleaned_data
        days = {asked.fact: found for asked in self.mail.asked if isinstance(found := data.get(PREFIX + asked.fact), date)}
        return Told(
            received=data.get(RECEIVED),
            written=data.get(WRITTEN),
            amount=data.get(PREFIX + "montant"),
            number=data.get(PREFIX + "numero") or "",
            remedies={"oui": True, "non": False}.get(data.get(PREFIX + "recours") or ""),
            zone=data.get(PREFIX + "zone") or METROPOLE,
            days=days,
        )

    @property
    def found(self) -> Decoded:
        """The answer; only of a valid form."""
        if self._decoded is None:
            raise ValueError("the form is not valid")
        return self._decoded

    def first(self) -> tuple[forms.BoundField, ...]:
        """The boxes in sight."""
        facts = [asked.fact for asked in self.mail.asked if asked.fact not in _ASIDE]
        return (self[RECEIVED], self[WRITTEN], *(self[PREFIX + fact] for fact in facts))

    def aside(self) -> tuple[forms.BoundField, ...]:
        """The boxes that few need."""
        return tuple(self[PREFIX + asked.fact] for asked in self.mail.asked if asked.fact in _ASIDE)


_ASIDE = ("zone", "numero")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _box(asked: Asked) -> forms.Field:
    common: dict[str, Any] = {"label": french(asked.question), "help_text": french(asked.hint), "required": False}
    kind = FACTS[asked.fact]
    if kind.given or kind.printed:
        hint = f"{common['help_text']} {YEARLY}".strip()
        return Day(past=kind.given not in ("", "asked_until"), **{**common, "help_text": hint})
    match asked.fact:
        case "montant":
            return Amount(**{**common, "help_text": f"{common['help_text']} {_('en euros')}".strip()})
        case "recours":
            return forms.ChoiceField(choices=REMEDIES, widget=ChoiceCards, **common)
        case "zone":
            zones = [(code, french(name)) for code, name in calendar().zones.items()]
            return forms.ChoiceField(choices=zones, initial=METROPOLE, **common)
        case _:
            return forms.CharField(
                max_length=LONGEST_NUMBER, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}), **common
            )
