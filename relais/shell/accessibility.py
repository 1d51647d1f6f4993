"""The RGAA grid of this version: 106 criteria, each with its state and the test that shows it. Data: ``data/rgaa.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from relais.kernel.yaml_text import yaml_value
from relais.shell.rules import Conformity, Tally, conformity, tally

DATA = Path(__file__).parent / "data" / "rgaa.yaml"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. ``evidence``: ``path::test`` or ""; ``note``: what a reader must know, in French."""

    id: str
    theme: str
    title: str
    state: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the thirteen themes with its criteria."""

    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole grid and what may be claimed from it."""

    themes: tuple[Theme, ...]
    counts: Tally
    claim: Conformity
    audited_on: date | None


def _grid(raw: Mapping[str, Any]) -> Grid:
    criteria = [Criterion(**entry) for entry in raw["criteria"]]
    audited_on: date | None = raw["audited_on"]
    counts = tally(criterion.state for criterion in criteria)
    themes = tuple(Theme(name, tuple(group)) for name, group in groupby(criteria, key=lambda criterion: criterion.theme))
    return Grid(themes, counts, conformity(counts=counts, audited_on=audited_on), audited_on)


@cache
def grid() -> Grid:
    """The grid as shipped."""
    return _grid(yaml_value(DATA.read_text("utf-8")))
