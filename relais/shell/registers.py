"""The register of algorithms and the capability sheet, read from data and completed by what really runs here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from relais import __version__
from relais.kernel.yaml_text import yaml_value
from relais.law.engine.inputs import ENGINE_INPUTS, EngineInput
from relais.law.engine.overrides import Override, read_overrides
from relais.law.engine.versions import installed
from relais.law.rights.catalogue import catalogue
from relais.law.situation.catalogue import facts, reserves

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One entry of the register, in the words of CRPA R.311-3-1-2 and of its own authors. ``tests``: paths."""

    code: str
    name: str
    purpose: str
    owner: str
    role: str
    not_done: tuple[str, ...]
    sources: tuple[str, ...]
    operations: tuple[str, ...]
    tests: tuple[str, ...]
    known_errors: tuple[str, ...]
    ai_act: str
    rights_of_people: tuple[str, ...]
    changed_on: date


@dataclass(frozen=True, slots=True)
class RightRead:
    """A right of the catalogue: its name, the date of its rules, how many of its references are still to check."""

    label: str
    rules_date: date | None
    to_check: int


@dataclass(frozen=True, slots=True)
class InForce:
    """What really runs in this instance, read from the code that runs."""

    version: str
    engine: str
    inputs: tuple[EngineInput, ...]
    facts: tuple[str, ...]
    reserves: tuple[str, ...]
    rights: tuple[RightRead, ...]
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing Relais does, or does not do (``done`` false), and the test that shows it."""

    sentence: str
    done: bool
    evidence: str


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml_value((DATA / name).read_text("utf-8"))
    return entries


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


@cache
def algorithms() -> tuple[Algorithm, ...]:
    """The register; TypeError when an entry lacks a part."""
    return tuple(Algorithm(**_frozen(entry)) for entry in _read("algorithms.yaml"))


@cache
def capabilities() -> tuple[Capability, ...]:
    """The capability sheet, in its order."""
    return tuple(Capability(**entry) for entry in _read("capabilities.yaml"))


def _engine() -> str:
    try:
        return str(installed())
    except RuntimeError:
        return "non installé"


@cache
def in_force() -> InForce:
    """Versions, inputs, facts, rights and corrections of this instance."""
    cards = catalogue().values()
    return InForce(
        version=__version__,
        engine=_engine(),
        inputs=ENGINE_INPUTS,
        facts=tuple(fact.label for fact in facts().values()),
        reserves=tuple(reserve.sentence for reserve in reserves().values()),
        rights=tuple(RightRead(card.label, card.rules_date, sum(ref.mark == "M" for ref in card.references)) for card in cards),
        overrides=read_overrides(),
    )
