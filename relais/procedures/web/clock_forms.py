"""The form of a rule: only the facts that change its clock. Valid, it holds the answer; nothing of it is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.law.clocks.asking import by_post, days_of
from relais.law.clocks.counting import OutOfReachError
from relais.law.clocks.engine import Answer, answer
from relais.law.clocks.given import Given, ImpossibleDatesError, Pause, Reception, reception
from relais.law.clocks.holidays import METROPOLE
from relais.law.clocks.tables import Rule, rules
from relais.procedures.web.clock_fields import BOX_OF, boxes
from relais.ui.forms import Form
from relais.ui.sentences import said

#: boxes that stand under «je ne connais pas la date».
WINDOW: Final = ("poste", "recu_au_plus_tard")


class ClockForm(Form):
    """The facts of one rule. After ``is_valid()``: ``found`` and ``given``; an answer always exists then."""

    found: Answer
    given: Given

    def __init__(self, data: Mapping[str, Any] | None = None, *, rule: Rule) -> None:
        super().__init__(data)
        self.rule = rule
        self.fields.update(boxes(rule))
        for box in self.fields.values():
            box.widget.attrs.setdefault("autocomplete", "off")
        if not by_post(rule):
            self.fields["recu"].error_messages["required"] = _("Cette date manque : le calcul part d’elle.")

    def clean(self) -> dict[str, Any]:
        """Reckon; what cannot be true together is told beside the box to look at first."""
        if self.errors:
            return self.cleaned_data
        if self._day("recu") is None and self._day("poste") is None:
            self.add_error("recu", ValidationError(self._missing(), code="required"))
            return self.cleaned_data
        try:
            self._reckon()
        except ImpossibleDatesError as problem:
            self._refuse(problem)
        except OutOfReachError:
            self.add_error("recu", ValidationError(_("Avec cette date, le délai finit hors des années 2000 à 2100."), code="reach"))
        return self.cleaned_data

    def _missing(self) -> str:
        if by_post(self.rule):
            return _("Cette date manque. Si elle n’est pas connue, écrivez la date d’envoi : une fourchette sera donnée.")
        return _("Cette date manque : le calcul part d’elle.")

    def _refuse(self, problem: ImpossibleDatesError) -> None:
        told = said(problem.sentence)
        names = [BOX_OF.get(name, name) for name in problem.days] or ["arret_du"]
        box = next((name for name in names if name in self.fields and self.cleaned_data.get(name)), "recu")
        self.add_error(box, ValidationError(f"{told[:1].upper()}{told[1:]}.", code="impossible"))

    def _reckon(self) -> None:
        within = self._within()
        days = {name: self._day(BOX_OF[name]) for name in days_of(self.rule)}
        suspended, interrupted = self._stops()
        self.given = Given(
            within.first,
            posted=self._day("poste"),
            zone=self.cleaned_data.get("zone") or METROPOLE,
            remedies_missing=bool(self.cleaned_data.get("sans_recours")),
            suspended=suspended,
            interrupted=interrupted,
            **days,
        )
        self.found = answer(self.rule, self.given, within=within, on=timezone.localdate())

    def _within(self) -> Reception:
        return reception(received=self._day("recu"), until=self._day("recu_au_plus_tard"), posted=self._day("poste"))

    def _stops(self) -> tuple[tuple[Pause, ...], tuple[Pause, ...]]:
        """The acts that suspend, then those that interrupt; an act that has not ended stops the clock until today."""
        act, began = self.cleaned_data.get("arret"), self._day("arret_du")
        if not act or began is None:
            return (), ()
        pause = (Pause(began, self._day("arret_au") or timezone.localdate()),)
        return (pause, ()) if rules()[act].effect == "suspend" else ((), pause)

    def _day(self, name: str) -> date | None:
        day: date | None = self.cleaned_data.get(name)
        return day

    @property
    def start(self) -> forms.BoundField:
        """The box of the day that starts the clock."""
        return self["recu"]

    @property
    def window(self) -> list[forms.BoundField]:
        """The boxes for a day that is not known."""
        return [self[name] for name in WINDOW if name in self.fields]

    @property
    def others(self) -> list[forms.BoundField]:
        """The other facts."""
        return [self[name] for name in self.fields if name != "recu" and name not in WINDOW]

    @property
    def window_open(self) -> bool:
        """Whether something was written, or is wrong, there."""
        return any(box.value() or box.errors for box in self.window)

    @property
    def others_open(self) -> bool:
        """The same for the other facts; a place by default is nothing written."""
        return any(box.errors or (box.value() and not (box.name == "zone" and box.value() == METROPOLE)) for box in self.others)
