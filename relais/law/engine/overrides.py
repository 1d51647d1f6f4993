"""Values of parameters that OpenFisca has wrong or late, as dated data (``overrides/*.yaml``).

Each entry: ``parameter`` (path), ``date`` from which the value holds, ``value``, ``source``, ``checked_on``, ``mark``
(V verified, P page, M to check, «à vérifier»). Only values stated by a source are there: a missing value is a matter for the
freshness gate, never for a guess. Being dated, they leave earlier months as they were.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

from relais.kernel.yaml_text import yaml_value
from relais.law.engine.untyped import Untyped

_KEYS = {"parameter", "date", "value", "source", "checked_on", "mark"}
_MARKS = {"V", "P", "M"}


class BadOverride(Exception):
    """An entry that cannot be applied; the message names the file or the parameter and says why."""


@dataclass(frozen=True, slots=True)
class Override:
    """``value`` holds for ``parameter`` from ``since`` on. ``bracket``: rank in a scale, None for a simple parameter."""

    parameter: str
    since: date
    value: float
    source: str
    checked_on: date
    mark: str
    bracket: int | None = None
    field: str = ""


@cache
def read_overrides() -> tuple[Override, ...]:
    """All entries shipped with the package, in the order of their files; BadOverride on the first wrong one."""
    folder = resources.files("relais.law.engine") / "overrides"
    found: list[Override] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            found.extend(parse_overrides(file.read_text(encoding="utf-8"), file.name))
    return tuple(found)


def parse_overrides(text: str, name: str) -> tuple[Override, ...]:
    """Entries of one file; BadOverride names the file and the entry."""
    try:
        content = yaml_value(text)
    except yaml.YAMLError as error:
        raise BadOverride(f"{name}: not a YAML file ({error})") from error
    if not isinstance(content, list):
        raise BadOverride(f"{name}: a list of entries is expected")
    return tuple(_parse_entry(entry, f"{name}, entry {rank}") for rank, entry in enumerate(content, 1))


def _parse_entry(entry: Untyped, place: str) -> Override:
    if not isinstance(entry, Mapping) or not set(entry) >= _KEYS or set(entry) - _KEYS - {"bracket", "field"}:
        raise BadOverride(f"{place}: the keys are {', '.join(sorted(_KEYS))} (and bracket, field for a scale)")
    value, since, checked = entry["value"], entry["date"], entry["checked_on"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadOverride(f"{place}: {value!r} is not a number")
    if not isinstance(since, date) or not isinstance(checked, date):
        raise BadOverride(f"{place}: date and checked_on are written YYYY-MM-DD")
    if entry["mark"] not in _MARKS or not str(entry["source"]).strip():
        raise BadOverride(f"{place}: a source and a mark (V, P or M) are needed")
    return Override(
        parameter=str(entry["parameter"]),
        since=since,
        value=value,
        source=str(entry["source"]),
        checked_on=checked,
        mark=entry["mark"],
        bracket=entry.get("bracket"),
        field=str(entry.get("field", "")),
    )


def apply_overrides(parameters: Untyped, overrides: Iterable[Override]) -> None:
    """Write the values into a tree of parameters; BadOverride on an unknown path. Later values of the tree are replaced."""
    for override in overrides:
        parameter = parameter_at(parameters, override.parameter)
        if override.bracket is not None:
            parameter = _bracket(parameter, override)
        if not hasattr(parameter, "values_list"):
            raise BadOverride(f"{override.parameter}: not a parameter with values")
        parameter.update(start=override.since.isoformat(), value=override.value)


def _bracket(scale: Untyped, override: Override) -> Untyped:
    brackets = getattr(scale, "brackets", None)
    if not brackets or not 0 <= (override.bracket or 0) < len(brackets) or override.field not in brackets[0].children:
        raise BadOverride(f"{override.parameter}: no bracket {override.bracket} with a field {override.field!r}")
    return brackets[override.bracket].children[override.field]


def parameter_at(parameters: Untyped, path: str) -> Untyped:
    """The node or parameter of this path; BadOverride when the legislation has none."""
    node = parameters
    for name in path.split("."):
        children = getattr(node, "children", {})
        if name not in children:
            raise BadOverride(f"{path}: no such parameter in the legislation (at {name!r})")
        node = children[name]
    return node


def digest_of(overrides: Iterable[Override]) -> str:
    """Digest of the entries: the same entries give the same digest."""
    return hashlib.sha256(repr(tuple(overrides)).encode()).hexdigest()
