"""Read ``facts.yaml`` into facts and reserves, and refuse a catalogue that does not hold together.

Every message names the fact or the reserve. The order of the file is the order of the papers and of the expert form.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from relais.kernel.yaml_text import yaml_value
from relais.law.places.place import is_place
from relais.law.situation.facts import CONCERNS, Fact, Kind, Reserve, Scope, Value
from relais.law.situation.roles import ROLE_WORDS

DATA = Path(__file__).with_name("facts.yaml")
#: beyond, a reader no longer reads them (issue 2, §2).
MOST_RESERVES = 8
#: the short form of a reserve stands on the row of an answer.
MOST_SHORT_WORDS = 4
THEMES = ("", "handicap", "perte_autonomie", "etudes", "asile", "deces", "difficultes")
#: section code → its title on screens, files and sheets, in the order of the papers.
SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "famille": "Famille",
        "travail": "Travail et études",
        "revenus": "Revenus",
        "logement": "Logement",
        "sejour": "Nationalité et séjour",
        "epargne": "Épargne et impôt",
        "sante": "Handicap et autonomie",
        "recu": "Aides déjà reçues",
    }
)
_NUMBERS = (Kind.MONEY, Kind.MONTHLY, Kind.NUMBER)
_FACT_KEYS = {
    "code", "scope", "kind", "label", "hint", "why", "section", "choices", "domain", "samples", "usual", "reserve",
    "theme", "roles", "paper", "sensitive", "asked_when", "ages", "concerns", "choice_ages", "joins", "limit",
}  # fmt: skip
_RESERVE_KEYS = {"code", "short", "sentence", "question", "facts"}


class CatalogueError(ValueError):
    """The data file is wrong; the message names the fact or the reserve and what to change."""


@cache
def facts() -> Mapping[str, Fact]:
    """Every fact by code, in the order of the file."""
    return _catalogue()[0]


@cache
def reserves() -> Mapping[str, Reserve]:
    """The reserves by code, in the order of the file; at most eight."""
    return _catalogue()[1]


@cache
def facts_of(scope: Scope) -> Mapping[str, Fact]:
    """The facts about persons, or about the household."""
    return MappingProxyType({code: fact for code, fact in facts().items() if fact.scope is scope})


@cache
def _catalogue() -> tuple[Mapping[str, Fact], Mapping[str, Reserve]]:
    return read_catalogue(DATA.read_text("utf-8"))


def read_catalogue(text: str) -> tuple[Mapping[str, Fact], Mapping[str, Reserve]]:
    """Facts and reserves of a YAML text. CatalogueError at the first thing wrong."""
    data = yaml_value(text)
    if not isinstance(data, dict) or set(data) != {"facts", "reserves"}:
        raise CatalogueError("the catalogue holds two lists: facts, reserves")
    found: dict[str, Fact] = {}
    for raw in data["facts"]:
        fact = _fact(raw)
        if fact.code in found:
            raise CatalogueError(f"{fact.code}: written twice")
        found[fact.code] = fact
    held = {reserve.code: reserve for reserve in map(_reserve, data["reserves"])}
    if len(held) != len(data["reserves"]):
        raise CatalogueError("a reserve is written twice")
    _check_reserves(found, held)
    _check_conditions(found)
    return MappingProxyType(found), MappingProxyType(held)


def _fact(raw: Mapping[str, Any]) -> Fact:
    code = _word(raw, "code", "fact")
    if unknown := set(raw) - _FACT_KEYS:
        raise CatalogueError(f"{code}: unknown key {sorted(unknown)[0]!r}")
    for key in ("label", "why", "section", "scope", "kind"):
        _word(raw, key, code)
    try:
        scope, kind = Scope(raw["scope"]), Kind(raw["kind"])
    except ValueError as error:
        raise CatalogueError(f"{code}: {error}") from None
    if raw["section"] not in SECTIONS:
        raise CatalogueError(f"{code}: unknown section {raw['section']!r}")
    if raw.get("theme", "") not in THEMES:
        raise CatalogueError(f"{code}: unknown theme {raw['theme']!r}")
    fact = Fact(
        code=code,
        scope=scope,
        kind=kind,
        label=raw["label"],
        hint=raw.get("hint", ""),
        why=raw["why"],
        section=raw["section"],
        choices=MappingProxyType(_choices(raw, code, kind)),
        domain=_domain(raw, code, kind),
        samples=tuple(raw.get("samples", ())),
        usual=raw.get("usual"),
        reserve=raw.get("reserve", ""),
        theme=raw.get("theme", ""),
        roles=_roles(raw, code, scope),
        paper=raw.get("paper", ""),
        sensitive=bool(raw.get("sensitive", False)),
        asked_when=MappingProxyType({other: tuple(values) for other, values in raw.get("asked_when", {}).items()}),
        ages=_ages(raw, code, scope),
        concerns=_concerns(raw, code),
        choice_ages=MappingProxyType(_choice_ages(raw, code)),
        joins=tuple(raw.get("joins", ())),
        limit=raw.get("limit", ""),
    )
    for value in (*fact.samples, *(() if fact.usual is None else (fact.usual,))):
        _check_value(fact, value)
    return fact


def _ages(raw: Mapping[str, Any], code: str, scope: Scope) -> tuple[int, int] | None:
    ages = raw.get("ages")
    if ages is None:
        return None
    if scope is not Scope.PERSON or not (isinstance(ages, list) and len(ages) == 2 and 0 <= ages[0] < ages[1]):
        raise CatalogueError(f"{code}: ages is [from, before] in years, for a fact of a person")
    return int(ages[0]), int(ages[1])


def _concerns(raw: Mapping[str, Any], code: str) -> tuple[str, ...]:
    concerns = tuple(raw.get("concerns", ()))
    if not set(concerns) <= set(CONCERNS):
        raise CatalogueError(f"{code}: concerns is among {', '.join(CONCERNS)}")
    return concerns


def _choice_ages(raw: Mapping[str, Any], code: str) -> dict[str, tuple[int, int]]:
    ages = raw.get("choice_ages", {})
    for choice, bounds in ages.items():
        if choice not in raw.get("choices", {}) or choice == raw.get("usual") or len(bounds) != 2 or not 0 <= bounds[0] < bounds[1]:
            raise CatalogueError(f"{code}: choice_ages gives [from, before] in years to choices that are not the usual one ({choice!r})")
    return {choice: (int(bounds[0]), int(bounds[1])) for choice, bounds in ages.items()}


def _word(raw: Mapping[str, Any], key: str, name: str) -> str:
    """A text that is there and is a text: YAML reads some words (NO, on) as booleans."""
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{name}: {key} is missing or is not a text ({value!r})")
    return value


def _choices(raw: Mapping[str, Any], code: str, kind: Kind) -> dict[str, str]:
    choices = raw.get("choices", {})
    if (kind is Kind.CHOICE) != bool(choices):
        raise CatalogueError(f"{code}: choices belong to kind choice, and to it only")
    for key, label in choices.items():
        if not isinstance(key, str) or not isinstance(label, str):
            raise CatalogueError(f"{code}: write the choice {key!r} between quotes, YAML does not read it as a text")
    return dict(choices)


def _domain(raw: Mapping[str, Any], code: str, kind: Kind) -> tuple[float, float] | None:
    domain = raw.get("domain")
    if domain is None:
        if kind in _NUMBERS:
            raise CatalogueError(f"{code}: a number needs a domain")
        return None
    if len(domain) != 2 or not all(isinstance(bound, int | float) and math.isfinite(bound) for bound in domain) or domain[0] >= domain[1]:
        raise CatalogueError(f"{code}: a domain is [lowest, highest]")
    return float(domain[0]), float(domain[1])


def _roles(raw: Mapping[str, Any], code: str, scope: Scope) -> tuple[str, ...]:
    roles = tuple(raw.get("roles", ()))
    if (scope is Scope.PERSON) != bool(roles) or not set(roles) <= set(ROLE_WORDS.values()):
        raise CatalogueError(f"{code}: roles belong to facts about persons, and are among {', '.join(ROLE_WORDS.values())}")
    return roles


def _check_value(fact: Fact, value: Value) -> None:
    """A sample or the usual value is of the fact's kind, within its domain."""
    match fact.kind:
        case Kind.FLAG:
            good = isinstance(value, bool)
        case Kind.CHOICE:
            good = value in fact.choices
        case Kind.PLACE:
            good = isinstance(value, str) and is_place(value)
        case Kind.DATE:
            good = not isinstance(value, bool | int | float | str | tuple)
        case _:
            good = isinstance(value, int | float) and not isinstance(value, bool) and in_domain(fact, value)
    if not good:
        raise CatalogueError(f"{fact.code}: {value!r} is not a value of this fact")


def in_domain(fact: Fact, value: Value) -> bool:
    """Whether a value of this fact lies in its declared domain (a year, for dates); outside, the answer is «on ne sait pas»."""
    if fact.domain is None:
        return True
    lowest, highest = fact.domain
    if isinstance(value, tuple):
        return all(lowest <= amount <= highest for amount in value)
    if isinstance(value, int | float):
        return lowest <= value <= highest
    return isinstance(value, str) or lowest <= value.year <= highest


def _reserve(raw: Mapping[str, Any]) -> Reserve:
    code = _word(raw, "code", "reserve")
    if set(raw) != _RESERVE_KEYS or not raw["facts"]:
        raise CatalogueError(f"reserve {code}: its keys are {', '.join(sorted(_RESERVE_KEYS))}")
    short = _word(raw, "short", code)
    if len(short.split()) > MOST_SHORT_WORDS:
        raise CatalogueError(f"reserve {code}: short has at most {MOST_SHORT_WORDS} words")
    return Reserve(code, short, _word(raw, "sentence", code), _word(raw, "question", code), tuple(raw["facts"]))


def _check_reserves(found: Mapping[str, Fact], held: Mapping[str, Reserve]) -> None:
    """At most eight; facts and reserves name each other."""
    if len(held) > MOST_RESERVES:
        raise CatalogueError(f"{len(held)} reserves: at most {MOST_RESERVES}")
    for reserve in held.values():
        for code in reserve.facts:
            if code not in found or found[code].reserve != reserve.code:
                raise CatalogueError(f"reserve {reserve.code}: {code} does not name it back")
    for fact in found.values():
        if fact.reserve and (fact.reserve not in held or fact.code not in held[fact.reserve].facts):
            raise CatalogueError(f"{fact.code}: reserve {fact.reserve!r} does not hold it")


def _check_conditions(found: Mapping[str, Fact]) -> None:
    """``asked_when`` names facts that exist, with values of theirs; ``joins`` names facts that exist."""
    for fact in found.values():
        if unknown := set(fact.joins) - set(found):
            raise CatalogueError(f"{fact.code}: joins names {sorted(unknown)[0]!r}, which is not a fact")
        for other, values in fact.asked_when.items():
            if other not in found or other == fact.code or not values:
                raise CatalogueError(f"{fact.code}: asked_when names {other!r}, which is not another fact with values")
            for value in values:
                _check_value(found[other], value)
