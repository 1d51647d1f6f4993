"""The register of rules: one for each column that points to a person or to a file, declared by the room that owns the table.

A room gives its rules in its ``services`` and ``project/wiring.py`` declares them. A column without a rule fails
``tests/people/test_merges.py``: nobody adds a table without saying where its rows go.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from relais.people.models import File, Person

#: a text, or one to be said in the language of the page (Django names its type in its stubs only).
Words = Any


@dataclass(frozen=True, slots=True)
class Step:
    """One column of one table, for two persons or two files that become one. ``by``: the member who does it."""

    model: type[models.Model]
    column: str
    kept: UUID
    absorbed: UUID
    by: UUID
    now: datetime

    def going(self) -> QuerySet[Any]:
        """The rows that point to what is absorbed."""
        return self.model._base_manager.filter(**{self.column: self.absorbed})  # noqa: SLF001  # Django's documented meta interface

    def staying(self) -> QuerySet[Any]:
        """The rows that already point to what is kept."""
        return self.model._base_manager.filter(**{self.column: self.kept})  # noqa: SLF001  # as above

    def all_of_them(self) -> QuerySet[Any]:
        """Both."""
        return self.model._base_manager.filter(**{f"{self.column}__in": (self.kept, self.absorbed)})  # noqa: SLF001  # as above


@dataclass(frozen=True, slots=True)
class Rule:
    """How the rows of ``table`` («room.Model») that point by ``column`` go to what is kept.

    They are pointed to it, after ``settle`` (when given) has solved what could not stand together. ``told``: what they are called in the
    preview, nothing for what a reader does not know. ``derived``: computed from the rest, erased and written again.
    """

    table: str
    column: str
    told: Words = ""
    settle: Callable[[Step], None] | None = None
    derived: bool = False

    @property
    def model(self) -> type[models.Model]:
        """The table."""
        return apps.get_model(self.table)

    @property
    def target(self) -> type[models.Model]:
        """``Person`` or ``File``: what the column points to."""
        return self.model._meta.get_field(self.column).related_model  # type: ignore[return-value]  # noqa: SLF001  # a foreign key, see without_rule

    def carry(self, *, kept: UUID, absorbed: UUID, by: UUID, now: datetime) -> None:
        """Make the rows of one those of the other."""
        step = Step(self.model, self.column, kept, absorbed, by, now)
        if self.derived:
            step.going().delete()
            return
        if self.settle is not None:
            self.settle(step)
        step.going().update(**{self.column: kept})


_rules: dict[tuple[str, str], Rule] = {}


def declare(found: Iterable[Rule]) -> None:
    """Put the rules of a room in the register; the same column declared again replaces it."""
    for rule in found:
        _rules[(rule.table, rule.column)] = rule


def rules(target: type[models.Model] | None = None) -> list[Rule]:
    """Every rule in the order of declaration, or those of the columns that point to ``target``."""
    return [rule for rule in _rules.values() if target is None or rule.target is target]


def without_rule() -> list[str]:
    """The columns that point to a person or to a file and of which nobody said where they go: «room.Model.column»."""
    every = ((model._meta.label, field) for model in apps.get_models() for field in model._meta.local_concrete_fields)  # noqa: SLF001  # as above
    pointing = ((label, field.name) for label, field in every if field.related_model in (Person, File))
    return sorted(f"{label}.{name}" for label, name in pointing if (label, name) not in _rules)
