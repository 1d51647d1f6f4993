"""A digest of all that is kept about a file and its person, by introspection: it changes as soon as somebody writes anything there."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from relais.foundation.vault.fields import Sealed
from relais.people.models import File, Person

_OURS = "relais.exchange"
#: what the instance finds by itself a little later, and that nobody wrote.
_FOUND = frozenset({"people.Likeness", "people.ToCompare"})


def prints(file_ids: Collection[UUID]) -> dict[UUID, str]:
    """The digest of each of these files; a number of queries that does not grow with them."""
    files = list(File.objects.filter(pk__in=file_ids).select_related("person").order_by("pk"))
    persons = {file.person_id: file.pk for file in files}
    lines: dict[UUID, list[str]] = {file.pk: [_line(file), _line(file.person)] for file in files}
    waiting: list[tuple[type[models.Model], Mapping[Any, UUID]]] = [(File, {file.pk: file.pk for file in files}), (Person, persons)]
    seen: set[tuple[type[models.Model], str]] = set()
    while waiting:
        model, owners = waiting.pop()
        for child, field in _children(model):
            if not owners or (child, field) in seen:
                continue
            seen.add((child, field))
            below: dict[Any, UUID] = {}
            for row in _rows(child, field, owners):
                root = owners[getattr(row, f"{field}_id")]
                lines[root].append(_line(row))
                below[row.pk] = root
            waiting.append((child, below))
    return {root: hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest() for root, told in lines.items()}


def _children(model: type[models.Model]) -> Iterable[tuple[type[models.Model], str]]:
    """The tables that go with a row of this one, and by which column; another file of the same person is another service's."""
    for relation in model._meta.related_objects:  # noqa: SLF001  # Django's documented meta interface
        child = relation.related_model
        cascades = getattr(relation, "on_delete", None) is models.CASCADE
        if not cascades or not isinstance(child, type) or child is File or child.__module__.startswith(_OURS):
            continue
        if child._meta.label not in _FOUND:  # noqa: SLF001  # as above
            yield child, relation.field.name


def _rows(child: type[models.Model], field: str, owners: Mapping[Any, UUID]) -> Iterable[models.Model]:
    keys = list(owners)
    for start in range(0, len(keys), 500):
        yield from child._base_manager.filter(**{f"{field}__in": keys[start : start + 500]}).order_by("pk")  # noqa: SLF001  # as above


def _line(row: models.Model) -> str:
    values = []
    for field in row._meta.local_concrete_fields:  # noqa: SLF001  # as above
        value = getattr(row, field.attname)
        values.append(value.blob.hex() if isinstance(value, Sealed) else str(value))
    return "|".join([row._meta.label, *values])  # noqa: SLF001  # as above
