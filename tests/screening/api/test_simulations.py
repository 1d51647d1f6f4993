"""Another software asks Relais: answers like the screen's, refusals as problem documents, nothing kept."""

import json
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from jsonschema import Draft202012Validator

from relais.screening.api import endpoints
from relais.screening.api.schemas import inlined

ADDRESS = "/api/v1/simulations"
COUPLE: dict[str, Any] = {
    "id": "dossier-12",
    "month": "2026-11",
    "persons": [
        {"id": "p1", "role": "demandeur", "facts": {"naissance": "1990-05-12", "salaire": 1400}},
        {"id": "p2", "role": "conjoint", "facts": {"naissance": "1992-08-01", "salaire": 0}},
        {"id": "p3", "role": "enfant", "facts": {"naissance": "2014-03-12"}},
    ],
    "facts": {"commune": "59512", "loyer": 620, "logement": "locataire_vide"},
}


def post(client: Client, body: object, **headers: str) -> Any:
    return client.post(
        ADDRESS, body if isinstance(body, bytes | str) else json.dumps(body), content_type="application/json", headers=headers
    )


def test_a_household_is_answered_for_every_right_of_the_catalogue(client: Client) -> None:
    answer = post(client, COUPLE)
    assert answer.status_code == 200
    told = answer.json()
    groups = {result["right"]: result["group"] for result in told["results"]}
    assert groups["allocations_familiales"] == "sans_doute_non"
    assert groups["aide_logement"] == "a_demander"
    assert told["id"] == "dossier-12"
    assert "openfisca-france" in told["engine"]
    assert all(result["label"] for result in told["results"])


def test_nothing_is_kept_anywhere(client: Client) -> None:
    """No connection to the database is even opened: ``client`` is used without the ``db`` fixture."""
    answer = post(client, COUPLE)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert connections["default"].connection is None or not connections["default"].in_atomic_block


@pytest.mark.parametrize("facts", [{}, {"loyer": -5, "commune": "69232"}, {"loyerr": 1}])
def test_answers_and_refusals_stay_french_whatever_the_language_asked(client: Client, facts: dict[str, Any]) -> None:
    body = {**COUPLE, "facts": {**COUPLE["facts"], **facts}}
    french, english = (post(client, body, accept_language=language) for language in ("fr", "en-GB,en;q=0.9"))
    assert french.json() == english.json()
    assert not facts or french.status_code == 422


def refusal(answer: Any, code: str) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:relais:probleme:{code}"
    told: dict[str, Any] = answer.json()
    return told


def test_every_refused_value_is_pointed_at(client: Client) -> None:
    wrong = {**COUPLE, "persons": [{"id": "p1", "role": "demandeur", "facts": {"naissance": "1990-02-31", "salaire": -5}}]}
    answer = post(client, wrong)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in refusal(answer, "demande-invalide")["errors"]}
    assert pointers >= {"/persons/p1/naissance", "/persons/p1/salaire"}


def test_an_unknown_fact_is_refused_with_its_nearest_name(client: Client) -> None:
    answer = post(client, {**COUPLE, "facts": {"loyers": 600}})
    assert answer.status_code == 422
    assert "loyer" in refusal(answer, "demande-invalide")["errors"][0]["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"id": NaN}', b"[" * 10_000, b'{"\\ud800": 1}'])
def test_what_is_not_json_is_refused(client: Client, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    refusal(answer, "demande-illisible")


def test_another_content_type_is_refused(client: Client) -> None:
    answer = client.post(ADDRESS, {"id": "x"})
    assert answer.status_code == 400
    refusal(answer, "demande-illisible")


def test_a_long_body_is_refused_before_it_is_read(client: Client) -> None:
    answer = post(client, "x" * (endpoints.LARGEST_BODY + 1))
    assert answer.status_code == 413
    refusal(answer, "demande-trop-longue")


def test_a_caller_in_a_hurry_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "RATE", 1)
    monkeypatch.setattr(endpoints.limits, "_table", None)
    statuses = [post(client, b"{").status_code for _ in range(3)]
    assert statuses[0] == 400
    assert statuses[-1] == 429
    assert int(post(client, b"{")["Retry-After"]) >= 1


def test_the_documented_shape_of_a_situation_is_the_one_of_the_files(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    shape = paths[ADDRESS]["post"]["requestBody"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(shape)
    Draft202012Validator(shape).validate(COUPLE)
    assert "$ref" not in json.dumps(shape)
    assert inlined({"$defs": {"a": {"type": "string"}}, "items": {"$ref": "#/$defs/a"}}) == {"items": {"type": "string"}}


def test_the_documentation_page_asks_nothing_of_another_site(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "//cdn" not in page
    assert "<script>" not in page
