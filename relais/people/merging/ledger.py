"""What a merge changed, row by row, and the way back: two images of the rows around two persons, before and after, and their difference.

Values are those of the columns, in words; sealed texts are left where they are: a merge moves rows and never touches what they seal.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from relais.foundation.vault.fields import SealedBytes, SealedText
from relais.people.merging.registry import rules
from relais.people.models import File, Household, HouseholdMember, Person

#: «room.Model» and the primary key, in words.
Key = tuple[str, str]
Row = dict[str, Any]
Image = dict[Key, Row]
#: rows that others point to are put back first.
_FIRST = {"people.Person": 0, "people.Household": 1, "people.File": 2}


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    concrete = model._meta.local_concrete_fields  # noqa: SLF001  # Django's documented meta interface
    return [one for one in concrete if not isinstance(one, (SealedText, SealedBytes))]


def _row(row: models.Model) -> Row:
    found: Row = {}
    for one in _columns(type(row)):
        value = one.value_from_object(row)
        found[one.attname] = None if value is None else one.value_to_string(row)
    return found


def image(persons: Collection[UUID], *, also: Iterable[Key] = ()) -> Image:
    """The rows that point to these persons and to their files, themselves, and their homes; those of ``also`` that are still there."""
    found: Image = {}

    def take(rows: Iterable[models.Model]) -> None:
        found.update({(row._meta.label, str(row.pk)): _row(row) for row in rows})  # noqa: SLF001  # as above

    files = list(File.objects.filter(person_id__in=persons).values_list("pk", flat=True))
    for rule in rules():
        if not rule.derived:
            targets = persons if rule.target is Person else files
            take(rule.model._base_manager.filter(**{f"{rule.column}__in": targets}))  # noqa: SLF001  # as above
    take(Person.objects.filter(pk__in=persons))
    homes = list(Household.objects.filter(members__person_id__in=persons).distinct())
    take(homes)
    take(HouseholdMember.objects.filter(household__in=homes))
    missing: dict[str, list[str]] = defaultdict(list)
    for label, pk in also:
        if (label, pk) not in found:
            missing[label].append(pk)
    for label, pks in missing.items():
        take(apps.get_model(label)._base_manager.filter(pk__in=pks))  # noqa: SLF001  # as above
    return found


def digest(found: Image) -> str:
    """What an image says, in a few letters: another as soon as a row of it is written."""
    return hashlib.sha256(json.dumps(sorted(found.items()), default=str).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The difference of two images. ``changed``: column → before and after; ``known``: every row that was there once it was done."""

    changed: dict[Key, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    removed: Image = field(default_factory=dict)
    added: Image = field(default_factory=dict)
    known: frozenset[Key] = frozenset()

    @classmethod
    def between(cls, before: Image, after: Image) -> "Ledger":
        """What is no longer the same."""
        changed = {}
        for key in before.keys() & after.keys():
            if told := {name: (value, after[key][name]) for name, value in before[key].items() if after[key][name] != value}:
                changed[key] = told
        removed = {key: before[key] for key in before.keys() - after.keys()}
        added = {key: after[key] for key in after.keys() - before.keys()}
        return cls(changed, removed, added, frozenset(after))

    def united(self) -> list[tuple[UUID, UUID]]:
        """The files that became one with another: the one that went, the one that was kept."""
        return [(UUID(pk), UUID(row["file_id"])) for (label, pk), row in sorted(self.added.items()) if label == "people.MergedFile"]

    def words(self) -> str:
        """As JSON."""
        rows = {name: [[*key, row] for key, row in sorted(getattr(self, name).items())] for name in ("changed", "removed", "added")}
        return json.dumps({**rows, "known": sorted(self.known)}, ensure_ascii=False)

    @classmethod
    def read(cls, words: str) -> "Ledger":
        """From its JSON; ValueError on anything else."""
        told = json.loads(words)
        changed = {(label, pk): {name: (one, two) for name, (one, two) in row.items()} for label, pk, row in told["changed"]}
        images = {name: {(label, pk): row for label, pk, row in told[name]} for name in ("removed", "added")}
        return cls(changed, images["removed"], images["added"], frozenset((label, pk) for label, pk in told["known"]))


@transaction.atomic
def put_back(ledger: Ledger) -> list[Key]:
    """Make every row what it was before, but for the columns that somebody has changed since.

    Returns the rows that could not be, because of what was written or erased since: the caller then undoes all of it.
    """
    parents = sorted((key for key in ledger.removed if key[0] in _FIRST), key=lambda key: _FIRST[key[0]])
    if left := [key for key in parents if not _restored(ledger, key)]:
        return left
    for key, row in sorted(ledger.added.items(), key=lambda told: told[0][0] == "people.Household"):
        _withdraw(key, row)
    waiting = [key for key in ledger.removed if key[0] not in _FIRST] + list(ledger.changed)
    while waiting:
        left = [key for key in waiting if not _restored(ledger, key)]
        if len(left) == len(waiting):
            return left
        waiting = left
    return []


def _restored(ledger: Ledger, key: Key) -> bool:
    """Whether this row could be put back now: another may have to go first."""
    try:
        with transaction.atomic():
            if key in ledger.removed:
                _insert(key, ledger.removed[key])
            else:
                _change(key, ledger.changed[key])
    except (IntegrityError, _Gone):
        return False
    return True


class _Gone(Exception):
    """What a row points to is not there, or not yet: the database would say so at the end only."""


def _demand_above(model: type[models.Model], values: Row) -> None:
    for one in _columns(model):
        above, key = one.related_model, values.get(one.attname)
        if key is not None and isinstance(above, type) and not _is_there(above, key):
            raise _Gone


def _is_there(model: type[models.Model], key: Any) -> bool:  # noqa: ANN401  # of any table
    return model._base_manager.filter(pk=key).exists()  # noqa: SLF001  # as above


def _value(model: type[models.Model], name: str, words: Any) -> Any:  # noqa: ANN401  # what a column holds
    found = next(one for one in _columns(model) if one.attname == name)
    return None if words is None else found.to_python(words)


def _insert(key: Key, row: Row) -> None:
    model = apps.get_model(key[0])
    values = {name: _value(model, name, words) for name, words in row.items()}
    _demand_above(model, values)
    model._base_manager.bulk_create([model(**values)])  # noqa: SLF001  # as above


def _now(key: Key) -> Row | None:
    row = apps.get_model(key[0])._base_manager.filter(pk=key[1]).first()  # noqa: SLF001  # as above
    return None if row is None else _row(row)


def _withdraw(key: Key, row: Row) -> None:
    """Take away a row that the merge wrote, unless somebody has written in it since, or lives in it."""
    lived_in = key[0] == "people.Household" and HouseholdMember.objects.filter(household_id=key[1]).exists()
    if _now(key) == row and not lived_in:
        apps.get_model(key[0])._base_manager.filter(pk=key[1]).delete()  # noqa: SLF001  # as above


def _change(key: Key, told: dict[str, tuple[Any, Any]]) -> None:
    model, here = apps.get_model(key[0]), _now(key)
    if here is None:
        return
    values = {name: _value(model, name, before) for name, (before, after) in told.items() if here[name] == after}
    if values:
        _demand_above(model, values)
        model._base_manager.filter(pk=key[1]).update(**values)  # noqa: SLF001  # as above


def follow(gone: UUID, kept: UUID) -> int:
    """Once a file is back: what was written since in the other, about a row that went back, goes with it; how many rows."""
    tables = {rule.model: rule.column for rule in rules(File) if not rule.derived}
    moved = 0
    for model, column in tables.items():
        for one in _columns(model):
            above = one.related_model
            if isinstance(above, type) and above in tables:
                written = model._base_manager.filter(**{column: kept, f"{one.name}__{tables[above]}": gone})  # noqa: SLF001  # as above
                pks = list(written.values_list("pk", flat=True))
                moved += model._base_manager.filter(pk__in=pks).update(**{column: gone})  # noqa: SLF001  # as above
    return moved
