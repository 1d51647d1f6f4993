"""What «Must show» calls bad input, sent by another software: each is a 422 that points at the value and says what to write."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.screening.api.test_simulations import COUPLE, post, refusal

Change = Callable[[dict[str, Any]], object]


def first(document: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = document["persons"][0]["facts"]
    return facts


WRONG: dict[str, tuple[Change, str, str]] = {
    "a date that does not exist": (lambda it: first(it).update(naissance="1990-02-30"), "/persons/p1/naissance", "date"),
    "a birth to come": (lambda it: first(it).update(naissance="2990-01-01"), "/persons/p1/naissance", ""),
    "a birth in another century": (lambda it: first(it).update(naissance="1790-01-01"), "/persons/p1/naissance", ""),
    "a negative rent": (lambda it: it["facts"].update(loyer=-620), "/loyer", "de 0 à"),
    "an endless rent": (lambda it: it["facts"].update(loyer=10**30), "/loyer", ""),
    "a rent in words": (lambda it: it["facts"].update(loyer="beaucoup"), "/loyer", ""),
    "a rent that is true": (lambda it: it["facts"].update(loyer=True), "/loyer", ""),
    "a commune that is nowhere": (lambda it: it["facts"].update(commune="99999"), "/commune", "commune"),
    "forty children": (
        lambda it: it["persons"].extend({"id": f"e{rank}", "role": "enfant", "facts": {}} for rank in range(40)),
        "/persons",
        "20",
    ),
    "the same person twice": (lambda it: it["persons"].append(it["persons"][2]), "/persons/p3/id", "Deux personnes"),
    "two persons who ask": (lambda it: it["persons"][1].update(role="demandeur"), "/role", "demandeur"),
    "a role that does not exist": (lambda it: it["persons"][1].update(role="voisin"), "", ""),
    "a parent younger than the child": (lambda it: it["persons"][2]["facts"].update(naissance="1985-01-01"), "/persons/p3/naissance", ""),
    "a month that does not exist": (lambda it: it.update(month="2026-13"), "/month", ""),
    "a month of long ago": (lambda it: it.update(month="1999-01"), "/month", ""),
    "an identifier without end": (lambda it: it.update(id="x" * 5000), "/id", "80"),
    "persons that are no list": (lambda it: it.update(persons={"p1": {}}), "/persons", "liste"),
    "facts that are no object": (lambda it: it.update(facts=[1, 2]), "", ""),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_value_is_pointed_at_with_what_to_write(client: Client, kind: str) -> None:
    change, pointer, said = WRONG[kind]
    document = copy.deepcopy(COUPLE)
    change(document)
    answer = post(client, document)
    assert answer.status_code == 422, answer.content
    errors = refusal(answer, "demande-invalide")["errors"]
    assert any(error["pointer"].startswith(pointer) and said in error["detail"] for error in errors), errors
    assert all(len(error["detail"]) < 300 for error in errors)


def test_half_a_length_is_no_length(client: Client) -> None:
    answer = post(client, COUPLE, **{"Content-Length": "deux"})
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_json(client: Client, word: str) -> None:
    answer = post(client, f'{{"id": "a", "persons": [], "facts": {{"loyer": {word}}}}}')
    assert answer.status_code == 400
    refusal(answer, "demande-illisible")
