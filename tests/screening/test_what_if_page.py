"""``/droits/et-si/``: suppositions beside the situation, on the real engine."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relais.law.answers.shape import Change, Cliff, Curve, CurvePoint, Group, OpenSpan, Scenario
from relais.law.answers.whatif import Supposed, changes
from relais.law.situation.household import Household
from relais.screening import queries
from relais.screening.rules.supposing import Supposition, suppose, with_wage
from relais.screening.rules.told import Told
from relais.screening.web.page import read_only
from tests.screening.conftest import SCREENING, answer
from tests.screening.test_expert_page import TYPED, flat, state, text

URL = "/droits/et-si/"


@pytest.fixture
def chosen_curve(monkeypatch: pytest.MonkeyPatch) -> list[Supposed]:
    """A curve and scenarios of our choice; what was supposed is listed."""
    asked: list[Supposed] = []
    points = tuple(CurvePoint(float(wage), wage + 500.0, (("prime_activite", 500.0 - wage / 10),)) for wage in range(0, 3000, 500))
    spans = (
        OpenSpan("c2s_gratuite", 0.0, 1025.0),
        OpenSpan("prime_activite", 50.0, 1900.0),
        OpenSpan("lep", 0.0, None),
        OpenSpan("rsa", 75.0, None),
        OpenSpan("tarifs_sociaux", 0.0, None),
    )
    curve = Curve(points, (Cliff(1000.0, 1025.0, 120.0, ("c2s_gratuite",)),), spans)

    def supposed_answers(household: Household, supposed: tuple[Supposed, ...], *, on: date) -> tuple[Scenario, ...]:
        asked.extend(supposed)
        after = SCREENING.__class__("menage", (*SCREENING.answers[1:2], *SCREENING.answers[1:]), ())
        return tuple(Scenario(code, label, after, changes(SCREENING, after)) for code, label, _ in supposed)

    monkeypatch.setattr(queries, "wage_curve_of", lambda household, *, person: curve)
    monkeypatch.setattr(queries, "supposed_answers", supposed_answers)
    return asked


def page(client: Client, **fields: str) -> str:
    return text(flat(client.post(URL, {**TYPED, **fields})))


def test_without_a_situation_the_page_says_what_to_do(client: Client) -> None:
    assert "Il faut d’abord une situation" in text(flat(client.get(URL)))


def test_work_comes_first_then_separation_birth_and_birthdays(client: Client, chosen_curve: list[Supposed]) -> None:
    words = page(client, et_si_salaire="900", et_si_chomage="650")
    codes = [code for code, _, _ in chosen_curve]
    assert codes[:4] == ["salaire", "chomage", "separation", "naissance"]
    assert any(code.startswith("age.") for code in codes)
    assert "Avec ce salaire depuis un an : 900" in words and "En cas de séparation" in words


def test_where_a_right_ends_is_said_in_words(client: Client, chosen_curve: list[Supposed]) -> None:
    words = page(client)
    assert "ouvert jusqu’à 1 025 € de salaire net" in words
    assert "ouvert de 50 € à 1 900 € de salaire net" in words
    assert "ouvert quel que soit le salaire" in words and "ouvert à partir de 75 €" in words
    assert "À 1 025 € de salaire net : 120 € de moins par mois" in words
    assert "Tarifs sociaux" not in words, "nothing is computed of it: the wage tells nothing"


def test_the_curve_has_its_figures_in_a_table(client: Client, chosen_curve: list[Supposed]) -> None:
    html = flat(client.post(URL, TYPED))
    assert "<svg" in html and re.search(r"<table.*?Salaire et aides.*?</table>", html)


@pytest.mark.parametrize("field", ["et_si_salaire", "et_si_chomage"])
def test_an_amount_that_cannot_be_read_is_a_422_and_stays(client: Client, chosen_curve: list[Supposed], field: str) -> None:
    answer = client.post(URL, {**TYPED, field: "-12"})
    assert answer.status_code == 422
    assert 'value="-12"' in flat(answer) and "négatif" in text(flat(answer))


def test_one_cannot_suppose_of_somebody_else(client: Client, chosen_curve: list[Supposed]) -> None:
    assert client.post(URL, {**TYPED, "couple": "non", "qui": "p2"}).status_code == 200
    assert client.post(URL, {**TYPED, "qui": "<b>"}).status_code == 200


def test_the_situation_comes_back_unchanged(client: Client, chosen_curve: list[Supposed], chosen_answers: list[Household]) -> None:
    supposed = flat(client.post(URL, {**TYPED, "et_si_salaire": "900"}))
    assert 'value="1400"' in flat(client.post("/droits/", {"etat": state(supposed)}))


def test_a_supposed_wage_replaces_a_whole_year_and_keeps_a_retirement() -> None:
    worker = read_only(Told(texts={"p1.statut": "chomage", "p1.salaire": "0"})).reading.household
    assert with_wage(worker, "p1", 900.0).persons[0].facts == {"statut": "emploi", "salaire": (900.0,) * 13}
    assert with_wage(worker, "p1", 0.0).persons[0].facts["statut"] == "sans_emploi"
    retired = read_only(Told(texts={"p1.statut": "retraite"})).reading.household
    assert with_wage(retired, "p1", 300.0).persons[0].facts["statut"] == "retraite"


def test_an_empty_supposition_leaves_the_usual_changes_only() -> None:
    household = read_only(Told(texts={"couple": "non", "enfants": "0"})).reading.household
    supposing = suppose(household=household, typed=Supposition())
    assert [code for code, _, _ in supposing.supposed] == ["naissance"]
    assert not any(supposing.problems.values())


def test_a_change_told_in_the_same_words_is_no_change(client: Client, chosen_curve: list[Supposed]) -> None:
    """The stand-in repeats most answers: no row says «à vérifier» before and «à vérifier» after."""
    shown = BeautifulSoup(client.post(URL, TYPED).content, "html.parser")
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in shown.select(".fold tbody tr")]
    assert rows
    assert all(before != after for before, after in rows)


def test_a_move_among_answers_that_nobody_expects_is_not_told(
    client: Client, chosen_curve: list[Supposed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a separation, «allocation veuvage: à vérifier» is no news: nobody died."""
    before, closed = answer("allocation_veuvage", Group.UNLIKELY), answer("rsa", Group.UNLIKELY)
    after = answer("allocation_veuvage", Group.TO_CHECK, theme="deces"), answer("rsa", Group.TO_CHECK)
    told = (Change("allocation_veuvage", before, after[0]), Change("rsa", closed, after[1]))
    monkeypatch.setattr(
        queries, "supposed_answers", lambda *_args, **_more: (Scenario("separation", "En cas de séparation", SCREENING, told),)
    )
    shown = BeautifulSoup(client.post(URL, TYPED).content, "html.parser")
    assert [row.get_text(" ", strip=True) for row in shown.select(".fold tbody th")] == ["Revenu de solidarité active (RSA)"]
