"""The data dictionary: each stored field of the models joined with its row of ``docs/data-dictionary.yaml``.

A row inherits what its table says for all. What a field lacks is told by ``missing``; the tests keep it empty. Papers, screens and the
elimination of rows all read this one dictionary.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

#: in the wheel, then in the clone.
_PLACES = (Path(__file__).parent / "data" / "data-dictionary.yaml", Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.yaml")
#: what each field says; ``recipients`` and ``elimination`` are asked of personal data only.
ALWAYS = frozenset({"purpose", "basis", "retention", "about"})
PERSONAL = ALWAYS | {"recipients", "elimination"}
NOBODY = "nobody"
_AFTER = re.compile(r"(\d+) (days|months) after (\w+(?:\|\w+)*)")
_SCHEDULE = re.compile(r"schedule (\S.*)")
_KEPT = re.compile(r"kept (\S+ ){4,}\S+")
#: how rows go with what they belong to: checked on the relations of the tables.
WITH = {"with person": "people.Person", "with organisation": "accounts.Organisation", "with account": "accounts.Member"}


@dataclass(frozen=True, slots=True)
class Lapse:
    """Rows are erased so long after the first of these dates of theirs that passed: «12 months after revoked_at|ends_on»."""

    count: int
    unit: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One stored field. ``recipients``: codes of the list at the head of the dictionary; empty when the field is about nobody."""

    name: str
    label: str
    purpose: str
    basis: str
    retention: str
    about: str
    recipients: tuple[str, ...]
    sealed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``elimination``: how its rows go, as written in the dictionary."""

    label: str
    title: str
    about: str
    retention: str
    elimination: str
    rows: tuple[Row, ...]

    @property
    def is_personal(self) -> bool:
        """Whether one of its fields is about somebody."""
        return any(row.about != NOBODY for row in self.rows)


def written() -> dict[str, Any]:
    """The file as it is; FileNotFoundError when neither the wheel nor the clone has it."""
    path = next((place for place in _PLACES if place.exists()), _PLACES[-1])
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def own_models() -> dict[str, type[models.Model]]:
    """Label → model, for every table of Relais."""
    every = apps.get_models(include_auto_created=False)
    return {model._meta.label: model for model in every if model.__module__.startswith("relais.") and not model._meta.proxy}  # noqa: SLF001  # Django's documented meta interface


def stored_fields(model: type[models.Model]) -> list[str]:
    """Names of the fields that the database keeps for a model; the automatic key tells nothing and is left out."""
    kept = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]  # noqa: SLF001  # as above
    return [field.name for field in kept if not isinstance(field, models.AutoField)]


def full_row(table: Mapping[str, Any], field: str) -> dict[str, Any]:
    """What is said of a field, what its table says for all included; nothing when the field has no row."""
    described = table.get("fields", {})
    if field not in described:
        return {}
    return {**{key: table[key] for key in PERSONAL if key in table}, **(described[field] or {})}


def missing(label: str, fields: list[str], tables: Mapping[str, Any]) -> list[str]:
    """Fields without a complete row."""
    lacking = []
    for field in fields:
        row = full_row(tables.get(label, {}), field)
        asked = ALWAYS if row.get("about", NOBODY) == NOBODY else PERSONAL
        if absent := asked - row.keys():
            lacking.append(f"{label}.{field}: {', '.join(sorted(absent))}")
    return lacking


def lapse(elimination: str) -> Lapse | None:
    """The rule «N days|months after FIELD»; None for another kind."""
    match = _AFTER.fullmatch(elimination)
    return Lapse(int(match[1]), match[2], tuple(match[3].split("|"))) if match else None


def schedule_of(elimination: str) -> str:
    """The recurring act that erases the rows; "" when none does."""
    match = _SCHEDULE.fullmatch(elimination)
    return match[1] if match else ""


def is_kept(elimination: str) -> bool:
    """Whether the rows stay, with a sentence that says why."""
    return _KEPT.fullmatch(elimination) is not None


@cache
def tables() -> tuple[Table, ...]:
    """Every table of Relais that the dictionary describes, by label, fields in the order of the model."""
    rows = written()["tables"]
    return tuple(_table(label, model, rows[label]) for label, model in sorted(own_models().items()) if label in rows)


def personal() -> list[Table]:
    """Those that hold something about somebody."""
    return [table for table in tables() if table.is_personal]


def _table(label: str, model: type[models.Model], told: Mapping[str, Any]) -> Table:
    fields = tuple(_rows(model, told))
    title = str(model._meta.verbose_name or label)  # noqa: SLF001  # as above
    return Table(label, title, told.get("about", NOBODY), told.get("retention", ""), told.get("elimination", ""), fields)


def _rows(model: type[models.Model], told: Mapping[str, Any]) -> Iterator[Row]:
    for name in stored_fields(model):
        row = full_row(told, name)
        if not row:
            continue
        field = model._meta.get_field(name)  # noqa: SLF001  # as above
        sealed = type(field).__name__ in {"SealedText", "SealedBytes"}
        recipients = () if row["about"] == NOBODY else tuple(row["recipients"].split())
        label = str(getattr(field, "verbose_name", name))
        yield Row(name, label, row["purpose"], row["basis"], row["retention"], row["about"], recipients, sealed)
