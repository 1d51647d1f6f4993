"""What is kept for the program to read again (a situation, its answers, a budget) said as people read it, for the copy of a file.

Facts, choices and rights bear the words of the law's own files; the rest keeps the word under which it is stored, which is French.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format

from relais.kernel.money import euros as euros_of
from relais.law.rights.catalogue import catalogue
from relais.law.situation.catalogue import facts
from relais.ui.typography import euros

#: key → how the copy says it; "" for what tells the person nothing.
WORDS = {
    "adults": "adultes, leur âge",
    "asked": "montant demandé",
    "budget": "budget",
    "charges": "charges par mois",
    "children": "enfants, leur âge",
    "days": "jours comptés par mois",
    "energie": "énergie",
    "familiales": "prestations familiales",
    "kind": "aide",
    "minima": "minima sociaux",
    "month": "mois",
    "number": "numéro",
    "payee_kind": "à payer à",
    "presentation": "présentation",
    "proposal": "proposition",
    "proposed": "montant proposé",
    "resources": "ressources par mois",
    "rules_date": "règles du",
    **dict.fromkeys(("format", "id", "scale", "stale", "theme", "group", "right", "reserves", "unknown", "euros", "received"), ""),
}
#: the mark of a question, and its spaces.
_END = " ?\u00a0\u202f"
#: kept in cents.
_CENTS = {"asked", "charges", "proposed", "resources"}
_GROUPS = {
    "a_demander": "à demander",
    "a_verifier": "à vérifier",
    "sans_doute_non": "sans doute non",
    "on_ne_sait_pas": "on ne sait pas encore",
}


def in_words(text: str) -> str:
    """The text; when it is what the program wrote for itself, the same in words."""
    if not text.startswith("{"):
        return text
    try:
        return _said(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return text  # somebody's own words, that only look like ours


def _said(told: Mapping[str, Any]) -> str:
    if "persons" in told:
        return " / ".join(_situation(told))
    if "answers" in told:
        return " ; ".join(_answer(one) for one in told["answers"])
    return " ; ".join(_pairs(told))


def _situation(told: Mapping[str, Any]) -> Iterator[str]:
    for one in told["persons"]:
        known = " ; ".join(_fact(code, value) for code, value in one.get("facts", {}).items())
        yield f"{str(one.get('role', '')).capitalize()} : {known}" if known else str(one.get("role", "")).capitalize()
    if home := told.get("facts"):
        yield "Foyer : " + " ; ".join(_fact(code, value) for code, value in home.items())


def _fact(code: str, value: Any) -> str:  # noqa: ANN401  # a value of JSON
    fact = facts().get(code)
    if fact is None:
        return f"{code.replace('_', ' ')} {_value(value)}"
    return f"{fact.label.rstrip(_END)} : {fact.choices.get(str(value), _value(value))}"


def _answer(one: Mapping[str, Any]) -> str:
    card = catalogue().get(one["right"])
    said = f"{one['right'] if card is None else card.label} : {_GROUPS.get(one['group'], one['group'].replace('_', ' '))}"
    amount = one.get("euros")
    if not amount:
        return said
    low, high = (euros(bound) for bound in amount)
    return f"{said}, {low}" if low == high else f"{said}, de {low} à {high}"


def _pairs(told: Mapping[str, Any], *, cents: bool = False) -> Iterator[str]:
    for key, value in told.items():
        label = WORDS.get(key, key.replace("_", " "))
        if not label or value in (None, "", [], {}):
            continue
        if isinstance(value, Mapping):
            yield f"{label} ({', '.join(_pairs(value, cents=key in _CENTS))})"
        else:
            yield f"{label} : {euros(euros_of(value)) if (cents or key in _CENTS) and isinstance(value, int) else _value(value)}"


def _value(value: Any) -> str:  # noqa: ANN401  # as above
    match value:
        case bool():
            return "oui" if value else "non"
        case list():
            return ", ".join(_value(one) for one in value)
        case str() if len(value) == len("2026-11-23") and value[4:5] == value[7:8] == "-":
            return str(date_format(dt.date.fromisoformat(value), "j F Y"))
        case float():
            return euros(value)
        case _:
            return str(value)
