"""JSON Schema (2020-12) of a household's document, made from the catalogue of facts."""

from collections.abc import Mapping
from typing import Any

from relais.law.situation.amounts import LARGEST
from relais.law.situation.catalogue import SECTIONS, facts_of, reserves
from relais.law.situation.checks import ID, MOST_PERSONS
from relais.law.situation.days import OLDEST_AGE
from relais.law.situation.document import DATE_PATTERN, LONGEST_ID, MONTH_PATTERN, PLACE_PATTERN, SCREENED_PATTERN
from relais.law.situation.facts import Fact, Kind, Scope
from relais.law.situation.roles import ROLE_WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTHING: Mapping[str, tuple[str, ...]] = {}


def situation_schema(serves: Mapping[str, tuple[str, ...]] = _NOTHING) -> dict[str, Any]:
    """The schema. ``serves``: fact code → labels of the rights that read it, written in the description of the fact."""
    return {
        "$schema": DIALECT,
        "title": "Situation d’un ménage",
        "description": (
            'Un ménage tel qu’il est connu\u00a0: un fait absent ou null n’est pas connu, {"refused": true} dit que la personne '
            "ne souhaite pas répondre. Aucun nom\u00a0: les identifiants sont neutres (p1, p2)."
        ),
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "persons"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "Identifiant neutre, unique dans le fichier."},
            "month": {
                "type": ["string", "null"],
                "pattern": SCREENED_PATTERN,
                "description": "Mois examiné. Absent\u00a0: celui que donne la commande ou l’appel.",
            },
            "persons": {"type": "array", "minItems": 1, "maxItems": MOST_PERSONS, "items": {"$ref": "#/$defs/person"}},
            **_told(Scope.HOUSEHOLD, serves),
            "couple_known": {"type": "boolean", "default": True, "description": "Faux tant qu’on ne sait pas s’il y a un conjoint."},
            "children_known": {"type": "boolean", "default": True, "description": "Faux tant qu’on ne sait pas s’il y a des enfants."},
            "denied": {
                "type": "array",
                "items": {"enum": list(reserves())},
                "description": "Réserves démenties\u00a0: leurs faits sans réponse ne sont plus tenus pour habituels.",
            },
        },
        "$defs": {
            "person": {
                "type": "object",
                "additionalProperties": False,
                "required": ["role"],
                "properties": {
                    "id": {
                        "type": "string",
                        "pattern": f"^{ID.pattern}$",
                        "description": "Unique dans le ménage. Absent\u00a0: p1, p2… selon le rang.",
                    },
                    "role": {"enum": list(ROLE_WORDS.values()), "description": "Exactement un demandeur, au plus un conjoint."},
                    **_told(Scope.PERSON, serves),
                },
            },
            "refused": {
                "type": "object",
                "additionalProperties": False,
                "required": ["refused"],
                "properties": {"refused": {"const": True}},
            },
        },
    }


def _told(scope: Scope, serves: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """``facts`` and ``refused`` of a person or of the household."""
    expected = facts_of(scope)
    return {
        "facts": {
            "type": "object",
            "additionalProperties": False,
            "properties": {code: _fact(fact, serves.get(code, ())) for code, fact in expected.items()},
        },
        "refused": {"type": "array", "items": {"enum": list(expected)}, "description": "Faits que la personne ne souhaite pas dire."},
    }


def _fact(fact: Fact, rights: tuple[str, ...]) -> dict[str, Any]:
    """A fact: its value, null or refused; said in the words of the papers."""
    return {
        "title": fact.label,
        "description": _description(fact, rights),
        "anyOf": [*_values(fact), {"type": "null"}, {"$ref": "#/$defs/refused"}],
    }


def _description(fact: Fact, rights: tuple[str, ...]) -> str:
    parts = [f"{SECTIONS[fact.section]}.", f"Pourquoi cette question\u00a0: {fact.why}"]
    if fact.hint:
        parts.append(f"{fact.hint}.")
    if fact.paper:
        parts.append(f"À lire sur\u00a0: {fact.paper}.")
    if fact.roles:
        parts.append(f"Pour\u00a0: {', '.join(fact.roles)}.")
    if fact.choices:
        parts.append(" ".join(f"{code}\u00a0: {label}." for code, label in fact.choices.items()))
    if fact.domain:
        lowest, highest = (int(bound) for bound in fact.domain)
        parts.append(f"Les règles couvrent de {lowest} à {highest}\u00a0; au-delà la réponse est «\u00a0on ne sait pas\u00a0».")
    if rights:
        parts.append(f"Sert à\u00a0: {', '.join(rights)}.")
    return " ".join(parts)


def _values(fact: Fact) -> list[dict[str, Any]]:
    """The forms that a known value takes."""
    amount = {"type": "number", "minimum": 0, "maximum": LARGEST}
    match fact.kind:
        case Kind.MONEY | Kind.NUMBER:
            return [amount]
        case Kind.MONTHLY:
            months = {"type": "object", "minProperties": 1, "propertyNames": {"pattern": MONTH_PATTERN}, "additionalProperties": amount}
            return [amount, months]
        case Kind.FLAG:
            return [{"type": "boolean"}]
        case Kind.CHOICE:
            return [{"enum": list(fact.choices)}]
        case Kind.PLACE:
            return [{"type": "string", "pattern": PLACE_PATTERN}]
        case Kind.DATE:
            day = {"type": "string", "format": "date", "pattern": DATE_PATTERN}
            age = {"type": "integer", "minimum": 0, "maximum": OLDEST_AGE}
            by_age = {"type": "object", "additionalProperties": False, "required": ["age"], "properties": {"age": age}}
            return [day, by_age] if fact.code == "naissance" else [day]
