"""Identifiers already read, as a condition of the next questions of the same page.

A page that knows its twenty files asks twenty lists about them. Given as they are to ``__in``, Django would look at each identifier a
dozen times for each list; as one expression it only writes them.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import UUIDField
from django.db.models.expressions import Expression

_FIELD: UUIDField[UUID, UUID] = UUIDField()


class Among(Expression):
    """The right side of ``__in``: these identifiers and no other; of none, nothing is found."""

    def __init__(self, ids: Collection[UUID]) -> None:
        super().__init__(output_field=_FIELD)
        self.ids = tuple(ids)

    def resolve_expression(self, *_told: Any, **_more: Any) -> "Among":  # noqa: ANN401  # Django's own arguments
        """Itself: it names no column."""
        return self

    def relabeled_clone(self, change_map: Any) -> "Among":  # noqa: ANN401, ARG002  # the same
        """Itself: it names no table."""
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ANN401, ARG002  # the same; a sentence and its values
        """Every value is bound."""
        if not self.ids:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.ids))})", [_FIELD.get_db_prep_value(one, connection) for one in self.ids]
