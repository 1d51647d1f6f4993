"""The taxonomy of blockers: whole, said in plain words, pointing to letters and sheets that exist; bodies found by their words."""

import pytest

from relais.law.blockers.catalogue import OTHER, blockages, bodies, body_of, by_family
from relais.law.letters.catalogue import offered
from relais.law.sheets.catalogue import national as sheets

#: blockers of each family in the doctrine, §6.1.
COUNTS = {"A": 9, "B": 10, "C": 10, "D": 7, "E": 8, "F": 10, "G": 7, "H": 5}


def test_the_whole_taxonomy_is_there_in_its_order() -> None:
    codes = [f"{family}{number:02}" for family, count in COUNTS.items() for number in range(1, count + 1)]
    assert list(blockages()) == codes
    assert {family.code: len(ones) for family, ones in by_family()} == COUNTS


def test_each_blocker_says_what_to_try_who_next_and_cites_what_exists() -> None:
    for one in blockages().values():
        assert one.gestures, one.code
        assert one.family.next, one.code
        assert set(one.letters) <= set(offered(None)), one.code
        assert set(one.sheets) <= set(sheets()), one.code
        assert len(one.title) <= 80, one.code
        for said in (*one.gestures, *one.family.next):
            assert said[0].isupper(), said
            assert not said.endswith("."), said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("la CAF (ou la MSA)", "caf"),
        ("CAF du Nord", "caf"),
        ("la CPAM (ou la MSA)", "cpam"),
        ("MSA Nord-Pas-de-Calais", "msa"),
        ("la MDPH décide, la CAF (ou la MSA) paie", "mdph"),
        ("Préfecture du Nord", "anef"),
        ("la caisse de retraite, ou la mairie pour qui n’a aucune retraite", "carsat"),
        ("l’Agence de services et de paiement", "asp"),
        ("Cafétéria des Lilas", OTHER),
        ("", OTHER),
    ],
)
def test_a_body_is_found_by_its_words_and_never_inside_another_word(words: str, code: str) -> None:
    assert body_of(words) == code


def test_each_sheet_names_a_body_that_is_counted() -> None:
    unknown = {sheet.code for sheet in sheets().values() if body_of(sheet.organisme) == OTHER}
    # «chaque service», «le service dont on utilise le compte»: no body of their own
    assert unknown <= {"email_telephone", "franceconnect", "compte_droits_sociaux"}
    assert OTHER in bodies()
