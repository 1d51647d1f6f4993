"""The pages of the screening in English: every card, every condition, every message about what was typed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from relais.kernel.sentences import Sentence
from relais.law.answers.readings import conditions_of
from relais.law.answers.shape import Answer, ConditionRead, Group, NextQuestion, Screening, Truth
from relais.law.answers.wording import condition_sentence
from relais.law.situation.household import FactKey, Household
from relais.screening import queries
from tests.factories.english import french_left
from tests.screening.conftest import answer

URL = "/droits/"
TYPED = {"formulaire": "experte", "p1.naissance": "38", "couple": "oui", "enfants": "12, 6", "commune": "Roubaix", "loyer": "620"}
GROUPS = (Group.TO_CLAIM, Group.TO_CHECK, Group.UNLIKELY, Group.UNKNOWN)


@pytest.fixture
def client() -> Client:
    """Someone whose browser speaks English."""
    return Client(headers={"Accept-Language": "en-GB"})


def every_answer(group: Group) -> tuple[Answer, ...]:
    """Each right of the catalogue in one group, with all its conditions and figures."""
    return tuple(
        answer(
            card.code,
            group,
            monthly_min=1380.0,
            monthly_max=1420.0,
            show_amount=True,
            reserves=tuple(queries.reserves()),
            conditions=(told := tuple(read(one.label, getattr(one, "unit", ""), one.article) for one in conditions_of(card))),
            decided_by=Sentence("Condition non remplie\u00a0: {condition}.", condition=condition_sentence(told[0])) if told else "",
            why_unknown=Sentence("La règle n’est connue que jusqu’au {day}.", day=date(2026, 8, 31)) if group is Group.UNKNOWN else "",
            settled_by=(FactKey("dette_logement"), FactKey("salaire", "p2")) if group is Group.TO_CHECK else (),
        )
        for card in queries.cards().values()
    )


def read(label: str, unit: str, article: str) -> ConditionRead:
    return ConditionRead(label, Truth.NOT_MET, 24382.0, 24382.0, 20000.0, 21349.0, unit, article)


def questions() -> tuple[NextQuestion, ...]:
    return tuple(NextQuestion(FactKey(code, "p1" if fact.roles else ""), 1, 0.0, ("rsa",)) for code, fact in queries.facts().items())


@pytest.fixture
def every_right(monkeypatch: pytest.MonkeyPatch) -> Callable[[Group], None]:
    """The law answers all its rights in one group."""

    def answering(group: Group) -> None:
        def answers(household: Household, *, on: date) -> Screening:
            return Screening(household.id, every_answer(group), questions())

        monkeypatch.setattr(queries, "answers", answers)

    return answering


def spoken(page: str) -> list[str]:
    """What a person reads or hears, piece by piece; what is marked French and the words of scripts are left out."""
    bare = re.sub(r"<(script|style|code|textarea)\b.*?</\1>|<(?!html)(\w+)[^>]* lang=\"fr\".*?</\2>", "", page, flags=re.DOTALL)
    heard = re.findall(r'(?:aria-label|title|placeholder|data-label|alt)="([^"]*)"', bare)
    return [unescape(piece).strip() for piece in (*re.split(r"<[^>]*>", bare), *heard) if piece.strip()]


def french_of(page: str) -> dict[str, str]:
    pieces = spoken(page)
    assert len(pieces) > 30
    return {piece: word for piece in pieces if (word := french_left(piece))}


@pytest.mark.parametrize("group", GROUPS)
def test_every_right_speaks_english(client: Client, every_right: Callable[[Group], None], group: Group) -> None:
    every_right(group)
    page = client.post(URL, TYPED).content.decode()
    cards = queries.cards().values()
    with translation.override("en"):
        assert sum(str(unescape(page)).count(translation.gettext(card.label)) > 0 for card in cards) == len(cards) >= 41
    assert french_of(page) == {}


def test_figures_and_dates_are_written_as_in_english(client: Client, every_right: Callable[[Group], None]) -> None:
    every_right(Group.TO_CLAIM)
    page = " ".join(spoken(client.post(URL, TYPED).content.decode())).replace("\u00a0", " ")
    assert "about €1,380 to €1,420 a month" in page
    assert "€24,382 / month, limit €20,000 to €21,349 / month" in page
    assert "Rules of 1 April 2026." in page
    every_right(Group.UNKNOWN)
    assert "up to 31 August 2026." in " ".join(spoken(client.post(URL, TYPED).content.decode())).replace("\u00a0", " ")


def test_every_question_is_asked_in_english_with_its_reasons(client: Client, every_right: Callable[[Group], None]) -> None:
    every_right(Group.TO_CHECK)
    asked = 0
    for code, fact in queries.facts().items():
        key = f"p1.{code}" if "demandeur" in fact.roles else code
        page = client.post(
            "/droits/guidee/", {"formulaire": "experte", "couple": "oui", "enfants": "12, 6", "modifier": key}
        ).content.decode()
        asked += f'value="{key}"' in page
        assert french_of(page) == {}, code
    assert asked > 40


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"p1.naissance": "31/02/1980"}, "This date does not exist: February 1980 has 29 days."),
        ({"p1.naissance": "hier"}, "This date cannot be read."),
        ({"p1.salaire": "-5"}, "An amount cannot be negative."),
        ({"p1.salaire": "900 depuis août 2026"}, "And before? Write for example “2026-01: 1400; 2026-08: 900”."),
        ({"commune": "nulle part"}, "This commune is unknown."),
        ({"commune": "saint-denis"}, "Several communes have this name: choose one."),
        ({"enfants": "12 ans, hier"}, "“hier”: This date cannot be read."),
        ({"enfants": "40"}, "40 children: this page holds 20 at most."),
        ({"p1.naissance": "20", "enfants": "15 ans, 12 ans"}, "This child is less than 12 years younger than their parent."),
        ({"loyer": "9999"}, "“Rent” is outside what the rules cover here: the answer will be “not known”."),
        ({"p1.statut": "bateau"}, "This answer is not in the list: “In work”, “Self-employed”"),
        ({"logement": "proprietaire", "loyer": "620"}, "“Rent” is not taken into account, given the answer to “Housing”."),
    ],
)
def test_what_cannot_be_read_is_said_in_english(client: Client, chosen_answers: list[Household], typed: dict[str, str], said: str) -> None:
    page = client.post(URL, {**TYPED, **typed, "voir": "1"}).content.decode()
    assert said in " ".join(spoken(page)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "path", ["/", "/comment-ca-marche/", "/algorithmes/", "/capacites/", "/accessibilite/", "/droits/", "/droits/guidee/"]
)
@pytest.mark.django_db
def test_the_public_pages_hold_no_french(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert 'lang="en"' in page
    assert french_of(page) == {}


def test_the_same_page_in_french_is_unchanged(chosen_answers: list[Household]) -> None:
    page = " ".join(
        spoken(Client(headers={"Accept-Language": "fr"}).post(URL, {**TYPED, "p1.salaire": "-5", "voir": "1"}).content.decode())
    )
    assert "Un montant ne peut pas être négatif." in page
    assert french_left(page)
