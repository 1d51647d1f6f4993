"""What a house has no row of: asked once for a page, so that nothing is written, planned and sent for what is not there.

A structure that holds no domiciliation, or grants no aid, should not wait for questions about them. Rows come and hardly ever all go:
that a house has some is remembered by the process; that it has none is asked again each time.
"""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Model, UUIDField

#: table → the houses known to have rows in it.
_known: dict[type[Model], set[UUID]] = {}


def without(house: UUID | None, models: Iterable[type[Model]]) -> frozenset[type[Model]]:
    """Of these tables, those where this house has no row; all of them for nobody's house. Each has an ``organisation``, or hangs from a
    row that has one: its ``file``.

    At most one query, none once the house has rows in each.
    """
    every = frozenset(models)
    if house is None:
        return every
    asked = sorted((model for model in every if house not in _known.get(model, ())), key=_table)
    if not asked:
        return frozenset()
    value = UUIDField().get_db_prep_value(house, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(_has_rows, asked))}", [value] * len(asked))
        answered = cursor.fetchone()
    for model, has_rows in zip(asked, answered, strict=True):
        if has_rows:
            _known.setdefault(model, set()).add(house)
    return frozenset(model for model, has_rows in zip(asked, answered, strict=True) if not has_rows)


def _has_rows(model: type[Model]) -> str:
    """A condition of one value, the house; the names of tables are our own."""
    if any(field.name == "organisation" for field in model._meta.fields):  # noqa: SLF001  # documented by Django
        return f'EXISTS(SELECT 1 FROM "{_table(model)}" WHERE "organisation_id" = %s)'  # noqa: S608
    above = _table(cast("type[Model]", model._meta.get_field("file").related_model))  # noqa: SLF001  # the same
    # row by row of the small table, which stops at the first: a join may begin by every file of the house to find that none has any
    owner = f'(SELECT above."organisation_id" FROM "{above}" above WHERE above."id" = one."file_id")'  # noqa: S608
    return f'EXISTS(SELECT 1 FROM "{_table(model)}" one WHERE {owner} = %s)'  # noqa: S608


def _table(model: type[Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  # documented by Django
