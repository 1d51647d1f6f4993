"""The facts that a right may read, by code."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from relais.law.situation import facts as facts_module
from relais.law.situation.facts import Fact, Kind, Scope


@lru_cache(maxsize=1)
def known_facts() -> Mapping[str, Fact]:
    """Every fact of the catalogue of facts."""
    rows = yaml.safe_load(Path(facts_module.__file__).with_name("facts.yaml").read_text(encoding="utf-8"))["facts"]
    return {row["code"]: _fact(row) for row in rows}


def _fact(row: Mapping[str, object]) -> Fact:
    known = {key: value for key, value in row.items() if key in Fact.__slots__}
    known["kind"] = Kind(str(row["kind"]))
    known["scope"] = Scope(str(row["scope"]))
    for name in ("samples", "roles", "domain"):
        if name in known:
            known[name] = tuple(known[name])  # type: ignore[arg-type]
    return Fact(**known)  # type: ignore[arg-type]
