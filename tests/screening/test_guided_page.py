"""``/droits/guidee/``: one question at a time, without script."""

import re

import pytest
from django.test import Client

from relais.law.situation.household import Household
from relais.screening.web.page_state import opened
from tests.screening.test_expert_page import flat, state, text

URL = "/droits/guidee/"
ANSWERS = [
    ("p1.naissance", {"reponse": "12/3/88", "suite": "1"}),
    ("couple", {"choisi": "non"}),
    ("enfants", {"reponse": "4 ans", "suite": "1"}),
    ("autre_parent_paie", {"choisi": "non"}),
    ("p1.statut", {"choisi": "emploi"}),
    ("p1.salaire", {"reponse": "780", "suite": "1"}),
    ("commune", {"reponse": "Roubaix", "suite": "1"}),
    ("logement", {"choisi": "locataire_hlm"}),
    ("loyer", {"reponse": "395", "suite": "1"}),
]


def asked(page: str) -> str:
    """The question on the page, «» on the summary."""
    found = re.search(r'name="question" value="([^"]*)"', page)
    return found[1] if found else ""


def walk(client: Client, until: str = "") -> str:
    """Answer the base questions up to one of them."""
    page = flat(client.get(URL))
    for key, fields in ANSWERS:
        assert asked(page) == key
        if key == until:
            break
        page = flat(client.post(URL, {"etat": state(page), "question": key, **fields}))
    return page


def test_the_base_questions_come_in_the_order_of_the_papers_then_what_matters(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client)
    assert asked(page) == "dette_logement"
    assert chosen_answers[-1].persons[0].facts["salaire"] == (780.0,) * 13


def test_nothing_is_computed_before_the_base_facts(client: Client, chosen_answers: list[Household]) -> None:
    walk(client, until="loyer")
    assert not chosen_answers


def test_an_owner_is_not_asked_for_a_rent(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client, until="logement")
    page = flat(client.post(URL, {"etat": state(page), "question": "logement", "choisi": "proprietaire"}))
    assert asked(page) == "dette_logement"


@pytest.mark.parametrize("act", ["passer", "refuser"])
def test_one_may_not_know_or_not_answer_and_is_not_asked_again(client: Client, chosen_answers: list[Household], act: str) -> None:
    page = flat(client.get(URL))
    page = flat(client.post(URL, {"etat": state(page), "question": "p1.naissance", act: "1"}))
    assert asked(page) == "couple"
    told = opened(state(page))[0]
    assert ("p1.naissance" in told.refused) is (act == "refuser")
    assert "p1.naissance" not in told.texts


def test_an_answer_that_cannot_be_read_is_asked_again_with_its_words(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client, until="loyer")
    answer = client.post(URL, {"etat": state(page), "question": "loyer", "reponse": "-395", "suite": "1"})
    assert answer.status_code == 422
    assert asked(flat(answer)) == "loyer" and 'value="-395"' in flat(answer)
    assert "négatif" in text(flat(answer))


def test_several_communes_are_large_choices(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client, until="commune")
    answer = flat(client.post(URL, {"etat": state(page), "question": "commune", "reponse": "Saint-Aubin", "suite": "1"}))
    chosen = re.search(r'name="choisi" value="(Saint-Aubin[^"]*)"', answer)
    assert chosen is not None
    page = flat(client.post(URL, {"etat": state(answer), "question": "commune", "choisi": chosen[1]}))
    assert asked(page) == "logement"


def test_back_shows_the_former_answer(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client, until="p1.salaire")
    page = flat(client.post(URL, {"etat": state(page), "question": "p1.salaire", "retour": "1"}))
    assert asked(page) == "p1.statut" and re.search(r'value="emploi" aria-pressed="true"', page)


def test_one_may_stop_at_any_time_correct_and_go_on(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client, until="p1.salaire")
    summary = flat(client.post(URL, {"etat": state(page), "question": "p1.salaire", "voir": "1"}))
    assert "Ce que vous avez dit" in text(summary) and "2 à demander, 2 à vérifier" in text(summary)
    assert "En emploi" in text(summary) and "1 enfant : 4 ans" in text(summary)
    again = flat(client.post(URL, {"etat": state(summary), "modifier": "couple"}))
    assert asked(again) == "couple"
    onward = flat(client.post(URL, {"etat": state(summary), "reprendre": "1"}))
    assert asked(onward) == "p1.salaire"


def test_a_reserve_is_asked_as_a_whole_then_never_again(client: Client, chosen_answers: list[Household]) -> None:
    page = walk(client)
    page = flat(client.post(URL, {"etat": state(page), "question": "dette_logement", "passer": "1"}))
    assert asked(page) == "reserve:naissance"
    end = flat(client.post(URL, {"etat": state(page), "question": "reserve:naissance", "choisi": "non"}))
    assert asked(end) == "" and opened(state(end))[0].confirmed == {"naissance"}
    assert "Plus aucune question ne changerait la réponse" in text(end)
    told = flat(client.post(URL, {"etat": state(page), "question": "reserve:naissance", "choisi": "oui"}))
    assert opened(state(told))[0].denied == {"naissance"}, "«oui» to «Une naissance est-elle attendue ?»"


@pytest.mark.parametrize("children", ["0", "aucun", "non"])
def test_nobody_alone_without_children_is_asked_of_the_other_parent(client: Client, chosen_answers: list[Household], children: str) -> None:
    told = {"formulaire": "experte", "p1.naissance": "12/3/88", "couple": "non", "enfants": children}
    assert asked(flat(client.post(URL, told))) == "p1.statut"
    assert asked(flat(client.post(URL, {**told, "enfants": "4 ans"}))) == "autre_parent_paie"


def test_a_question_that_does_not_exist_is_ignored(client: Client, chosen_answers: list[Household]) -> None:
    for key in ("reserve:rien", "p1.rien", "<b>"):
        page = flat(client.post(URL, {"question": key, "choisi": "oui", "modifier": ""}))
        assert asked(page) == "p1.naissance"
        assert asked(flat(client.post(URL, {"modifier": key}))) == "p1.naissance"


def test_the_progress_is_in_words(client: Client, chosen_answers: list[Household]) -> None:
    page = text(flat(client.get(URL)))
    assert "La famille, puis le travail et les revenus, puis le logement" in page
    assert "%" not in page[page.index("La famille") : page.index("Je ne sais pas")]
