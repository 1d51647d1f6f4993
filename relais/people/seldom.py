"""What few files have: asked with the file itself, so that a panel asks nothing of its own where there is nothing.

    SELDOM = {"requests": seldom.Rows(RightsRequest)}
    if seldom.may_have(found, "requests"): ...

A page of a file keeps its number of queries when a room adds a rare panel: one ``EXISTS`` more in the query that reads the file, by an
index, against a query that is built, sent and read for nothing. Declared in ``project/wiring.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, QuerySet

if TYPE_CHECKING:
    from relais.people.models import File


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file: those of ``model`` whose ``key`` is that file's ``of``, and that are so (``where``: lookups)."""

    model: type[Model]
    key: str = "file_id"
    of: str = "pk"
    where: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def exist(self) -> Exists:
        """Beside a query of files."""
        return Exists(QuerySet(self.model).filter(**{self.key: OuterRef(self.of)}, **self.where))


_declared: dict[str, Rows] = {}
_PREFIX = "seldom_"


def declare(things: Mapping[str, Rows]) -> None:
    """What few files have in a room, by name (letters and underscores); the same name declared again replaces it."""
    _declared.update(things)


def asked() -> dict[str, Exists]:
    """The annotations of a query of files."""
    return {_PREFIX + name: rows.exist() for name, rows in _declared.items()}


def may_have(found: "File", name: str) -> bool:
    """Whether this file may have such rows: False only when the query that read it said so. The scope is the panel's own."""
    return bool(getattr(found, _PREFIX + name, True))
