"""The question of a report: which months, which service."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from relais.kernel.months import Month
from relais.reporting.queries import Asked
from relais.ui.forms import Form

#: months that may be asked: this year and the three before.
YEARS = 3


def months(last: Month) -> list[Month]:
    """The months that may be asked, the oldest first. ``last``: the last one that is told."""
    first = Month(last.year - YEARS, 1)
    return [first.plus(number) for number in range(last.months_since(first) + 1)]


def usual(last: Month) -> Asked:
    """The months of the year that are told; the whole year before, at its beginning."""
    return Asked(Month(last.year, 1), last)


class MonthsForm(Form):
    """From a month to a month."""

    de = forms.ChoiceField(label=_("De"))
    a = forms.ChoiceField(label=_("Jusqu’à"))

    def __init__(self, *args: Any, last: Month, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        offered = [(str(month), date_format(month.first_day(), "F Y")) for month in reversed(months(last))]
        self._choose("de", offered)
        self._choose("a", offered)

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The end after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("de") and data.get("a") and Month.parse(data["de"]) > Month.parse(data["a"]):
            self.add_error("a", ValidationError(_("Choisissez un mois après celui du début.")))
        return data

    def asked(self) -> Asked:
        """The question, once the form is valid."""
        data = self.cleaned_data
        return Asked(Month.parse(data["de"]), Month.parse(data["a"]), int(data["service"]) if data.get("service") else None)


class PeriodForm(MonthsForm):
    """The same, in one service or in all."""

    service = forms.ChoiceField(label=_("Service"), required=False)

    def __init__(self, *args: Any, services: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        self._choose("service", [("", _("Toute la structure")), *((str(pk), name) for pk, name in services)])


class PleadingForm(MonthsForm):
    """The same, of one body."""

    organisme = forms.ChoiceField(label=_("Organisme"))

    def __init__(self, *args: Any, bodies: Sequence[tuple[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        self._choose("organisme", bodies)
