"""The guards on free text, run on the whole database: every text of every table of ours, sealed ones opened. Nothing of a text is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from relais.foundation.vault.fields import SealedText
from relais.foundation.vault.keys import VaultProblem
from relais.kernel.guards.finding import Finding
from relais.kernel.guards.reading import findings

#: tables of seals and counters: no text that somebody typed, but the drafts.
_MACHINE, _DRAFTS = "foundation", "foundation.Draft"
#: digests, which a guard could take for a secret.
_DIGESTS = frozenset({"password"})


@dataclass(frozen=True, slots=True)
class RowFinding:
    """``table``: the model's label; ``finding``: None when a sealed text does not open."""

    table: str
    row: str
    field: str
    finding: Finding | None


def scan(tables: Iterable[type[models.Model]] | None = None) -> Iterator[RowFinding]:
    """Every finding, table by table; one row in memory at a time. Text fields that only hold a code (choices) are left alone."""
    for model in _ours() if tables is None else tables:
        fields = [field for field in model._meta.local_concrete_fields if _is_typed(field)]  # noqa: SLF001  # Django's documented meta interface
        if not fields:
            continue
        for row in model._base_manager.order_by("pk").iterator(chunk_size=200):  # noqa: SLF001  # as above
            for field in fields:
                yield from _row(model._meta.label, row, field)  # noqa: SLF001


def _ours() -> list[type[models.Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("relais.")]
    return [model for model in ours if model._meta.app_label != _MACHINE or model._meta.label == _DRAFTS]  # noqa: SLF001


def _is_typed(field: models.Field[object, object]) -> bool:
    text = isinstance(field, (models.CharField, models.TextField, models.JSONField, SealedText))
    return text and not field.choices and field.name not in _DIGESTS


def _row(table: str, row: models.Model, field: models.Field[object, object]) -> Iterator[RowFinding]:
    value = getattr(row, field.attname)
    try:
        text = value.open() if isinstance(field, SealedText) else str(value or "")
    except VaultProblem:
        yield RowFinding(table, str(row.pk), field.name, None)
        return
    for one in findings(text):
        yield RowFinding(table, str(row.pk), field.name, one)
