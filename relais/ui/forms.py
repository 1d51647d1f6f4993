"""How a form of Relais shows itself: label, hint, error, why we ask; and the fields people type into.

``{{ form }}`` prints the error summary and every field; ``<c-field :field="form.rent" />`` prints one. Errors are linked to their
field for screen readers (``aria-describedby``, Django 5.2) and listed on top with links. What was typed is always kept.

Every text of every form is under the guards (``ui/guarded.py``): nobody has to remember it for a new box. A form that asks for something
that only looks like a secret says so in ``unguarded``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.formats import date_format

from relais.kernel.decisions import Refused, Unable
from relais.kernel.guards.reading import masked
from relais.law.situation.amounts import read_money
from relais.law.situation.days import read_date
from relais.ui import typography
from relais.ui.guarded import GuardedText, is_masking, passages_in, secret_in
from relais.ui.sentences import said

Choices = Iterable[tuple[str, object]]


class Renderer(TemplatesSetting):
    """Django's form renderer, with the templates of this room."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Form(forms.Form):
    """A form whose errors speak in the page, not in the browser's bubbles, and whose fields may say why they ask.

    ``whys``: field name → one sentence shown under «Pourquoi cette question ?». ``unguarded``: names of texts that no guard reads; each
    has its sentence in ``tests/architecture/test_guarded_texts.py``.
    """

    use_required_attribute = False
    whys: ClassVar[Mapping[str, object]] = {}
    unguarded: ClassVar[frozenset[str]] = frozenset()

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field with its value, in ``why`` the reason it is asked, in ``stopped`` the passages that stop the save."""
        bound = super().__getitem__(name)
        setattr(bound, "why", self.whys.get(name, ""))  # noqa: B010 - BoundField declares no such attribute; <c-field> reads it
        if self._is_guarded(name) and not isinstance(bound.field, GuardedText):
            setattr(bound, "stopped", partial(self._stopped, name))  # noqa: B010 - the same
        return bound

    def _is_guarded(self, name: str) -> bool:
        return name not in self.unguarded and is_free_text(self.fields[name])

    def _stopped(self, name: str) -> list[dict[str, str]]:
        return passages_in(str(self[name].data or "")) if self.has_error(name, code="secret") else []

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:  # noqa: ANN401  # Django's signature
        """What was typed; masked in every text when «Masquer et enregistrer» was pressed."""
        typed = super()._widget_data_value(widget, html_name)  # type: ignore[misc]  # Django's own, that its stubs do not name
        if not isinstance(typed, str) or not is_masking(self.data):
            return typed
        name = html_name[len(self.add_prefix("")) :]
        return masked(typed) if name in self.fields and self._is_guarded(name) else typed

    def _clean_fields(self) -> None:
        """Django's, then the guards: a text that holds a secret of the person stops the save, and is shown again whole."""
        super()._clean_fields()  # type: ignore[misc]  # the same
        for name in self.fields:
            if not self._is_guarded(name) or isinstance(self.fields[name], GuardedText):
                continue
            if problem := secret_in(str(self[name].data or "")):
                self.add_error(name, problem)


def is_free_text(field: forms.Field) -> bool:
    """Whether somebody types words in this field: not a choice, an identifier nor something of ours, not a password of one's own."""
    typed = isinstance(field, forms.CharField) and not isinstance(field, (forms.UUIDField, forms.EmailField))
    return typed and not field.widget.is_hidden and not isinstance(field.widget, forms.PasswordInput)


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as large cards. ``hints``: choice value → a line under its label."""

    template_name = "ui/widgets/choice_cards.html"
    option_template_name = "ui/widgets/choice_card.html"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Choices = (), *, hints: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, each option with its ``hint``."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for _, options, _ in context["widget"]["optgroups"]:
            for option in options:
                option["hint"] = self.hints.get(str(option["value"]), "")
        return context


class CheckboxCards(forms.CheckboxSelectMultiple):
    """Several boxes to tick, as large cards."""

    template_name = "ui/widgets/choice_cards.html"
    option_template_name = "ui/widgets/choice_card.html"


class MoneyInput(forms.TextInput):
    """An amount typed as people write it; «€» stands after the box."""

    template_name = "ui/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "input-money", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        """A number as «1 400,50»; what was typed as it was typed."""
        if isinstance(value, (int, float, Decimal)):
            return typography.number(value)
        return None if value is None or value == "" else str(value)


class MoneyField(forms.Field):
    """Euros: «1400», «1 400,50», «650+120». Cleans to ``Decimal``, or None when empty and not required."""

    widget = MoneyInput

    def to_python(self, value: object) -> Decimal | None:
        """Read what was typed; ValidationError in plain French (the reader of situations does it)."""
        if value in self.empty_values:
            return None
        try:
            return Decimal(str(read_money(str(value))))
        except ValueError as problem:
            raise ValidationError(str(problem), code="amount") from problem


class TypedDateInput(forms.TextInput):
    """A date typed jj/mm/aaaa: no picker, which is slow for a birth date and hard without a mouse."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "text", "autocomplete": "off", "class": "input-date", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        """A date as 15/01/2027; what was typed as it was typed."""
        if isinstance(value, (date, datetime)):
            return date_format(value, "d/m/Y", use_l10n=False)
        return None if value is None or value == "" else str(value)


class TypedDateField(forms.Field):
    """A day: «12/3/88», «12031988», «1988-03-12»."""

    widget = TypedDateInput
    #: a year of two figures is of this century unless that passes the day so far ahead.
    years_ahead: ClassVar[int] = 20

    def to_python(self, value: object) -> date | None:
        """Read what was typed; ValidationError in plain French (the reader of situations does it)."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value), latest=timezone.localdate() + timedelta(days=365 * self.years_ahead))
        except ValueError as problem:
            raise ValidationError(str(problem), code="date") from problem


class BirthDateField(TypedDateField):
    """A date of birth: a year of two figures is never in the future."""

    years_ahead = 0


def told(form: Form, problem: Unable | Refused) -> None:
    """Write a refusal beside the field that it names, or above the form, in the language of the page."""
    problems = problem.problems if isinstance(problem, Unable) else {"": problem.decision.reason}
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, said(words))


def in_words(problem: Unable | Refused) -> str:
    """The words of a refusal in one line, in the language of the page: for a message, where no field stands."""
    problems = problem.problems.values() if isinstance(problem, Unable) else (problem.decision.reason,)
    return " ".join(map(said, problems))
