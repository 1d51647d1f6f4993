"""The catalogue holds together, and a wrong one is refused with the name of what is wrong."""

import re

import pytest

from relais.law.situation.catalogue import (
    DATA,
    MOST_RESERVES,
    MOST_SHORT_WORDS,
    SECTIONS,
    CatalogueError,
    facts,
    facts_of,
    in_domain,
    read_catalogue,
    reserves,
)
from relais.law.situation.facts import Kind, Scope

GOOD = """
facts:
- {code: loyer, scope: household, kind: money, section: logement, label: Loyer,
   why: "Sert.", domain: [0, 10], samples: [1], usual: 1, reserve: r}
- {code: pays, scope: household, kind: choice, section: logement, label: Pays,
   why: "Sert.", choices: {"NO": "Norvège", non: "Non"}, usual: non}
reserves:
- {code: r, short: "peu de tout", sentence: "Peu.", question: "Combien ?", facts: [loyer]}
"""


def test_the_real_catalogue_reads() -> None:
    assert len(facts()) > 50
    assert 1 <= len(reserves()) <= MOST_RESERVES
    assert set(facts_of(Scope.PERSON)) | set(facts_of(Scope.HOUSEHOLD)) == set(facts())


@pytest.mark.parametrize("code", list(facts()))
def test_every_fact_says_why_it_is_asked_and_where_it_stands(code: str) -> None:
    fact = facts()[code]
    assert fact.why.endswith((".", "!"))
    assert fact.section in SECTIONS
    if fact.kind in (Kind.MONEY, Kind.MONTHLY, Kind.NUMBER):
        assert fact.domain is not None
    for value in fact.choices:
        assert isinstance(value, str)


@pytest.mark.parametrize("code", list(reserves()))
def test_every_reserve_can_be_confirmed_or_denied(code: str) -> None:
    reserve = reserves()[code]
    assert reserve.question.endswith("\u202f?")
    assert reserve.sentence.endswith(".")
    assert 2 <= len(reserve.short.split()) <= MOST_SHORT_WORDS
    assert reserve.short[0].islower()
    assert not reserve.short.endswith(".")


def test_french_words_are_read_as_words() -> None:
    assert list(facts()["autre_parent_paie"].choices) == ["non", "partie", "oui"]
    assert facts()["autre_parent_paie"].usual == "non"
    found, _ = read_catalogue(GOOD)
    assert found["pays"].choices == {"NO": "Norvège", "non": "Non"}


@pytest.mark.parametrize(
    ("change", "by", "named"),
    [
        ('"NO": "Norvège"', 'NO: "Norvège"', "pays"),
        ('why: "Sert.", domain', "domain", "loyer"),
        ("domain: [0, 10], ", "", "loyer"),
        ("domain: [0, 10]", "domain: [10, 0]", "loyer"),
        ("domain: [0, 10]", "domain: [0, .nan]", "loyer"),
        ("samples: [1]", "samples: [11]", "loyer"),
        ("samples: [1]", "samples: [true]", "loyer"),
        ("usual: non", "usual: peutetre", "pays"),
        ("kind: money", "kind: gold", "loyer"),
        ("section: logement, label: Loyer", "section: cave, label: Loyer", "loyer"),
        ("label: Loyer", "labell: Loyer", "loyer"),
        (", reserve: r", ", reserve: q", "loyer"),
        (", reserve: r", "", "loyer"),
        ("scope: household, kind: money", "scope: household, roles: [enfant], kind: money", "loyer"),
        ("usual: 1", "asked_when: {pays: [FR]}, usual: 1", "pays"),
        ("usual: 1", "asked_when: {autre: [1]}, usual: 1", "loyer"),
        ("code: pays", "code: loyer", "loyer"),
        ("usual: 1", "concerns: [voisins], usual: 1", "loyer"),
        ("usual: non", "usual: non, choice_ages: {non: [0, 9]}", "pays"),
        ("usual: non", 'usual: non, choice_ages: {"NO": [9, 0]}', "pays"),
        ("kind: money", "kind: money, theme: voyage", "loyer"),
        ('sentence: "Peu.", ', "", "r"),
        ('short: "peu de tout", ', "", "r"),
        ('short: "peu de tout"', 'short: "un peu de tout et de rien"', "short"),
    ],
)
def test_a_wrong_catalogue_is_refused_by_name(change: str, by: str, named: str) -> None:
    assert change in GOOD
    with pytest.raises(CatalogueError, match=named):
        read_catalogue(GOOD.replace(change, by, 1))


def test_nine_reserves_are_too_many() -> None:
    text = (
        DATA.read_text("utf-8") + '- {code: neuvieme, short: "bien trop", sentence: "Trop.", question: "Trop ?", facts: [conge_parental]}\n'
    )
    with pytest.raises(CatalogueError, match="9 reserves"):
        read_catalogue(text)


def test_domain() -> None:
    loyer, salaire = facts()["loyer"], facts()["salaire"]
    assert in_domain(loyer, 620.0)
    assert not in_domain(loyer, 90_000.0)
    assert not in_domain(salaire, (0.0,) * 12 + (90_000.0,))
    assert in_domain(facts()["logement"], "foyer")


def words(code: str) -> list[str]:
    """All that a person reads of a fact."""
    fact = facts()[code]
    return [fact.label, fact.hint, fact.why, fact.paper, *fact.choices.values()]


@pytest.mark.parametrize("code", list(facts()))
def test_words_follow_french_typography(code: str) -> None:
    for text in words(code):
        assert not re.search(r" [;:!?»%]|« |'|·", text), text
        assert text == text.strip()


def test_sensitive_facts_are_those_of_health_and_pregnancy() -> None:
    assert all(facts()[code].sensitive for code in ("enceinte", "handicap_taux", "gir", "inapte"))
    assert {fact.section for fact in facts().values() if fact.sensitive} == {"famille", "sante"}
