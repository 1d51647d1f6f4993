"""What the program keeps for itself is handed over in words, with no name of the program."""

import json

import pytest

from relais.administration.plain_json import in_words


def plain(text: str) -> str:
    return in_words(text).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_situation_is_said_fact_by_fact():
    told = {
        "id": "menage",
        "month": "2026-06",
        "persons": [{"id": "p1", "role": "demandeur", "facts": {"naissance": "1987-12-01", "salaire": 1250.0}}, {"role": "enfant"}],
        "facts": {"logement": "locataire_hlm", "loyer": 395.0},
    }
    said = plain(json.dumps(told))
    assert said.startswith("Demandeur : ")
    assert "1 décembre 1987" in said
    assert "1 250 €" in said
    assert "HLM" in said or "social" in said
    assert not {"locataire_hlm", "p1", "{", '"'} & set(said.replace('"', ' " ').split())


def test_answers_are_said_by_the_name_of_the_right():
    told = {"format": 1, "answers": [{"right": "prime_activite", "group": "a_demander", "euros": [396.77, 480.12], "reserves": ["sejour"]}]}
    said = plain(json.dumps(told))
    assert said.startswith("Prime d’activité : à demander, de 39")
    assert "sejour" not in said


def test_a_budget_kept_in_cents_is_said_in_euros():
    said = plain(json.dumps({"adults": [34], "resources": {"salaires": 95000}, "charges": {}, "scale": "ocde", "asked": 30000}))
    assert said == "adultes, leur âge : 34 ; ressources par mois (salaires : 950 €) ; montant demandé : 300 €"


@pytest.mark.parametrize("text", ["", "Elle dit : {rien}", "{pas du json", '{"persons": 1}', '{"answers": [{}]}', "Vue ce jour."])
def test_words_stay_as_they_are(text: str):
    assert in_words(text) == text
