"""One box: people's own words find the page, accents and one fault forgiven, in the order of use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.law.sheets.catalogue import national
from relais.procedures.rules.search import LONGEST, Entry, folded, index_of, one_fault, tokens

INDEX = index_of([
    Entry("Demander le RSA", "/rsa/", "Fiche", ("plus de sous", "rien pour vivre", "minimum social")),
    Entry("Demander la Complémentaire santé solidaire", "/c2s/", "Fiche", ("mutuelle gratuite", "cmu", "lunettes")),
    Entry("La CAF réclame un trop-perçu", "/indu/", "Courrier", ("trop perçu", "lettre rouge", "dette caf")),
    Entry("Renouveler le titre de séjour", "/sejour/", "Fiche", ("carte de séjour", "papiers", "préfecture")),
])  # fmt: skip


def best(question: str) -> str:
    found = INDEX.find(question)
    return found[0].url if found else ""


@pytest.mark.parametrize(
    ("question", "url"),
    [
        ("plus de sous", "/rsa/"),
        ("Elle n’a PLUS DE SOUS depuis lundi", "/rsa/"),
        ("trop-perçu", "/indu/"),
        ("trop percu", "/indu/"),
        ("tropperçu", "/indu/"),
        ("lettre rouge", "/indu/"),
        ("letre rouge", "/indu/"),
        ("mutuele", "/c2s/"),
        ("mutuelel", "/c2s/"),
        ("lunete", "/c2s/"),
        ("CMU", "/c2s/"),
        ("sejour", "/sejour/"),
        ("préfe", "/sejour/"),
        ("rsa", "/rsa/"),
    ],
)
def test_people_s_words_find_the_page(question: str, url: str) -> None:
    assert best(question) == url


@pytest.mark.parametrize("question", ["", "  ", "!?", "de la", "xylophone", "é", "a" * 500])
def test_nothing_is_found_for_nothing(question: str) -> None:
    assert INDEX.find(question) == ()


def test_a_whole_phrase_comes_before_the_same_words_scattered() -> None:
    index = index_of([Entry("Rouge", "/1/", "x", ("une lettre, un papier rouge",)), Entry("Bleu", "/2/", "x", ("lettre rouge",))])
    assert index.find("lettre rouge")[0].url == "/2/"


def test_the_number_of_answers_is_bounded_and_the_order_total() -> None:
    index = index_of([Entry(f"Aide {rank:02}", f"/{rank}/", "x") for rank in range(30)])
    assert [entry.title for entry in index.find("aide", limit=3)] == ["Aide 00", "Aide 01", "Aide 02"]


def test_letters_are_folded() -> None:
    assert folded("Œuvre d’ÉTÉ, À Noël") == "oeuvre d’ete, a noel"
    assert tokens("Je n’ai plus de sous") == ("plus", "sous")


@pytest.mark.parametrize(("one", "other"), [("sejour", "sejuor"), ("sejour", "sejou"), ("sejour", "ssejour"), ("sejour", "sajour")])
def test_one_fault_is_forgiven_both_ways(one: str, other: str) -> None:
    assert one_fault(one, other)
    assert one_fault(other, one)


@pytest.mark.parametrize(("one", "other"), [("sejour", "sejrou"), ("sejour", "seju"), ("abcd", "dcba")])
def test_two_faults_are_not(one: str, other: str) -> None:
    assert not one_fault(one, other)


@given(st.text(max_size=LONGEST * 2))
def test_any_text_is_answered_without_error(question: str) -> None:
    assert len(INDEX.find(question)) <= 4


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("plus de sous", "rsa"),
        ("mutuelle gratuite", "c2s"),
        ("mon père ne paie pas la pension", "asf"),
        ("loyer trop cher", "aide_logement"),
        ("dette de loyer", "fsl"),
        ("carte de sejour expirée", "titre_sejour"),
        ("mot de passe ameli", "ameli"),
        ("je dors à la rue", "domiciliation"),
        ("la banque refuse", "droit_au_compte"),
        ("chèque energie pas reçu", "cheque_energie"),
        ("rsa coupé", "rsa_declaration"),
        ("fin de droits chomage", "ass"),
        ("fauteuil roulant", "pch"),
        ("avocat gratuit", "aide_juridictionnelle"),
        ("minimum viellesse", "aspa"),
        ("sans papiers à l’hopital", "ame"),
    ],
)
def test_the_sheets_are_found_among_the_first_by_what_people_say(question: str, code: str) -> None:
    index = index_of(Entry(sheet.title, sheet.code, "Fiche", (sheet.short, *sheet.words), sheet.summary) for sheet in national().values())
    assert code in [entry.url for entry in index.find(question)[:3]]
