"""What a house has no row of: asked once for a page, so that nothing is written, planned and sent for what is not there.

A structure that holds no domiciliation, or grants no aid, should not wait for questions about them. Rows come and hardly ever all go:
that a house has some is remembered by the process; that it has none is asked again each time.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Model, UUIDField

#: table → the houses known to have rows in it.
_known: dict[type[Model], set[UUID]] = {}


def without(house: UUID | None, models: Iterable[type[Model]]) -> frozenset[type[Model]]:
    """Of these tables (each with an ``organisation``), those where this house has no row; all of them for nobody's house.

    At most one query, none once the house has rows in each.
    """
    every = frozenset(models)
    if house is None:
        return every
    asked = sorted((model for model in every if house not in _known.get(model, ())), key=_table)
    if not asked:
        return frozenset()
    value = UUIDField().get_db_prep_value(house, connection)
    tests = [f'EXISTS(SELECT 1 FROM "{_table(model)}" WHERE "organisation_id" = %s)' for model in asked]  # noqa: S608  # our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(tests)}", [value] * len(asked))
        answered = cursor.fetchone()
    for model, has_rows in zip(asked, answered, strict=True):
        if has_rows:
            _known.setdefault(model, set()).add(house)
    return frozenset(model for model, has_rows in zip(asked, answered, strict=True) if not has_rows)


def _table(model: type[Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  # documented by Django
