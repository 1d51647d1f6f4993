"""From words typed to answers, on the real engine: nothing is stood in for."""

import re

import pytest
from django.test import Client

from tests.screening.test_expert_page import flat, text

#: five facts, and no more.
FIVE = {"p1.naissance": "12/3/88", "couple": "non", "enfants": "4 ans", "p1.salaire": "780", "logement": "locataire_hlm"}


def counts(page: str) -> tuple[int, int]:
    found = re.search(r"(\d+) à demander, (\d+) à vérifier", text(page))
    assert found is not None
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("slug", ["couple-deux-enfants", "mere-seule", "retraite-seul"])
def test_each_example_finds_rights_to_claim(client: Client, slug: str) -> None:
    page = flat(client.get(f"/droits/exemples/{slug}/"))
    claimed, _ = counts(page)
    assert claimed >= 2
    assert "par mois" in text(page) and "Règles du" in text(page)


def test_five_facts_give_a_useful_answer(client: Client) -> None:
    page = flat(client.post("/droits/", {"formulaire": "experte", **FIVE}))
    claimed, _ = counts(page)
    unlikely = re.search(r"Sans doute non (\d+)", text(page))
    assert unlikely is not None and claimed + int(unlikely[1]) >= 3


def test_what_if_draws_the_real_curve(client: Client) -> None:
    page = flat(client.post("/droits/et-si/", {"formulaire": "experte", **FIVE}))
    assert "de salaire net" in text(page) and "<svg" in page


def test_a_page_is_light(client: Client) -> None:
    import gzip

    answer = client.get("/droits/exemples/couple-deux-enfants/")
    assert len(gzip.compress(answer.content)) < 60_000
