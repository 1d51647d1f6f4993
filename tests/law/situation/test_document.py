"""The JSON form: nothing lost, the schema and the reader agree, what is wrong is said."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from relais.kernel.months import Month
from relais.law.situation import checks
from relais.law.situation.catalogue import facts
from relais.law.situation.document import read_document, read_household, write_document
from relais.law.situation.household import Household
from relais.law.situation.schema import situation_schema
from tests.law.situation.households import MONTH, households, roubaix

SCHEMA = situation_schema({"loyer": ("Aide au logement", "RSA")})
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def document(**changes: Any) -> dict[str, Any]:
    """Roubaix, with something changed."""
    return {**write_document(roubaix()), **changes}


def messages(data: object) -> str:
    reading = read_household(data, month=MONTH)
    assert reading.household is None
    return " / ".join(f"{problem.key}: {problem.message}" for problem in reading.problems)


def test_the_schema_is_a_schema_and_speaks_to_people() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    loyer = SCHEMA["properties"]["facts"]["properties"]["loyer"]
    assert "Sert à\u00a0: Aide au logement, RSA." in loyer["description"]
    for code, fact in facts().items():
        owner = SCHEMA["$defs"]["person"] if fact.roles else SCHEMA
        described = owner["properties"]["facts"]["properties"][code]
        assert fact.why in described["description"]
        assert described["title"] == fact.label


@given(household=households())
@settings(max_examples=60, deadline=None)
def test_a_household_written_is_read_back_the_same_and_validates(household: Household) -> None:
    written = json.loads(json.dumps(write_document(household)))
    assert list(VALIDATOR.iter_errors(written)) == []
    reading = read_document(written)
    assert reading.problems == ()
    assert reading.household == household


ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        [],
        {},
        "2000-02-31",
        "1988-03-12",
        "59512",
        ["loyer"],
        "oui",
        {"refused": True},
        {"refused": False},
        {"refused": 1},
    ),
    *({"age": 38}, {"age": 130}, {"age": 2.5}, {"2026-08": 900}, {"2026-13": 900}, {"2026-08": -1}),
)
JUNK = st.one_of(
    st.integers(-5, 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(ODD),
    st.sampled_from(ODD),
)


@given(data=st.data(), household=households(), junk=JUNK)
@settings(max_examples=150, deadline=None)
def test_schema_and_reader_agree_on_spoilt_documents(data: st.DataObject, household: Household, junk: object) -> None:
    """Something is replaced somewhere: either both accept the document or both refuse it."""
    spoilt: Any = json.loads(json.dumps(write_document(household)))
    owner = data.draw(st.sampled_from([spoilt, spoilt["facts"], spoilt["persons"][0], spoilt["persons"][0]["facts"]]))
    names = [*owner, "loyer", "salaire", "naissance", "commune", "refused", "id", "month", "denied", "couple_known", "autre"]
    owner[data.draw(st.sampled_from(names))] = junk
    if "told_and_refused" in {problem.code for problem in read_document(spoilt, month=MONTH).problems}:
        return  # said by the reader; a schema would need every pair of facts
    assert VALIDATOR.is_valid(spoilt) == (read_document(spoilt, month=MONTH).problems == ()), spoilt


def test_forms_of_a_fact() -> None:
    told = {
        "naissance": {"age": 38},
        "salaire": {"2026-08": 900, "2025-11": 1400},
        "chomage": 12,
        "statut": None,
        "enceinte": {"refused": True},
    }
    reading = read_household({"id": "m", "month": "2026-11", "persons": [{"role": "demandeur", "facts": told}]})
    assert reading.problems == ()
    person = reading.household.persons[0]
    assert person.id == "p1"
    assert person.refused == {"enceinte"}
    assert person.facts == {"naissance": date(1988, 5, 1), "salaire": (1400.0,) * 9 + (900.0,) * 4, "chomage": (12.0,) * 13}


def test_the_month_may_come_from_the_call() -> None:
    without = document()
    del without["month"]
    assert read_household(without, month=Month(2027, 1)).household.month == Month(2027, 1)
    assert read_household(document(), month=Month(2027, 1)).household.month == MONTH
    assert read_household(without).problems[0].key.fact == "month"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "Un objet JSON"),
        (None, "Un objet JSON"),
        ("ménage", "Un objet JSON"),
        ({}, "identifiant"),
        (document(id=""), "identifiant"),
        (document(month="novembre"), "2026-11"),
        (document(persons=[]), "1 à 20"),
        (document(persons=[{"role": "demandeur"}] * 41), "1 à 20"),
        (document(persons=["Jean"]), "Un objet JSON"),
        (document(persons=[{"role": "chef"}]), "demandeur, conjoint"),
        (document(persons=[{"role": "demandeur", "id": "Jean Dupont"}]), "lettres et chiffres"),
        (document(persons=[{"role": "enfant"}]), "Personne n’est le demandeur"),
        (document(adresse="12 rue"), "adresse"),
        (document(facts={"loyer": "620"}), "Loyer"),
        (document(facts={"loyer": -620}), "Loyer"),
        (document(facts={"loyer": float("nan")}), "Loyer"),
        (document(facts={"loyer": 10**400}), "Loyer"),
        (document(facts={"loyer": True}), "Loyer"),
        (document(facts={"layer": 620}), "loyer"),
        (document(facts={"salaire": 620}), "se dit d’une personne"),
        (document(facts={"commune": "Roubaix"}), "INSEE"),
        (document(facts={"commune": "59999"}), "59999"),
        (document(facts={"logement": "yourte"}), "locataire_vide"),
        (document(facts={"naissance_prevue": "2027-02-31"}), "n’existe pas"),
        (document(facts=[]), "facts"),
        (document(facts={"loyer": 1}, refused=["loyer"]), "à la fois"),
        (document(refused=["soleil"]), "refused"),
        (document(couple_known="oui"), "couple_known"),
        (document(denied=["espoir"]), "denied"),
        (document(persons=[{"role": "demandeur", "facts": {"salaire": {"2027-01": 1}}}]), "après le mois"),
        (document(persons=[{"role": "demandeur", "facts": {"naissance": {"age": 200}}}]), "age"),
    ],
)
def test_what_is_wrong_is_said(data: object, said: str) -> None:
    assert said in messages(data)


def test_every_problem_at_once() -> None:
    said = messages(document(id="", facts={"loyer": -1, "commune": 3}, persons=[{"role": "x", "facts": {"naissance": "hier"}}]))
    for key in ("id:", "loyer:", "commune:", "p1.role:", "p1.naissance:"):
        assert key in said


def test_a_warning_comes_with_the_household() -> None:
    reading = read_household(write_document(roubaix(loyer=9000.0)))
    assert reading.household == roubaix(loyer=9000.0)
    assert [problem.warning for problem in reading.problems] == [True]


def test_reading_changes_nothing_of_what_it_reads() -> None:
    data = document()
    before = deepcopy(data)
    read_household(data)
    assert data == before
    assert write_document(replace(roubaix(), refused=frozenset({"epargne"}), couple_known=False))["couple_known"] is False


def test_a_document_full_of_inventions_is_answered_at_once_and_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []
    monkeypatch.setattr(checks, "get_close_matches", lambda word, *_, **__: looked_for.append(word) or [])
    reading = read_household(document(facts={f"invente{number}": 1 for number in range(5000)}), month=MONTH)
    assert reading.household is None
    assert len(looked_for) <= 5
    assert len(reading.problems) <= 21
    assert "D’autres faits encore" in reading.problems[-1].message


def test_an_age_without_end_is_a_problem_and_no_error() -> None:
    first, *others = document()["persons"]
    endless = {**first, "facts": {**first["facts"], "naissance": {"age": float("inf")}}}
    assert "un âge s’écrit" in messages(document(persons=[endless, *others]))


def test_thousands_of_unknown_keys_are_told_in_a_few_lines() -> None:
    """In the document and in its persons: the first ones by name, then how many more."""
    keys = {f"cle_{rank:05}": 1 for rank in range(6_000)}
    person = {"id": "p1", "role": "demandeur", **keys}
    problems = read_household({"id": "a", "persons": [person], **keys}, month=MONTH).problems
    assert len(problems) == 21
    assert "cle_00000" in problems[0].message
    assert problems[-1].message == "Autres clés inconnues\u00a0: 11980."
