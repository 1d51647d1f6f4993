"""The body: conditions, lists, long answers, and the way to plain text and back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.law.letters.body import BodyRefused, Items, Paragraph, as_text, condition, from_text, printed, read_body
from relais.law.letters.writing import amount_words, day_words


@pytest.mark.parametrize(
    ("words", "told", "holds"),
    [
        ("a", {"a": "x"}, True),
        ("a", {"a": ""}, False),
        ("a", {}, False),
        ("pas a", {}, True),
        ("a = x | y", {"a": "y"}, True),
        ("a = x | y", {"a": "z"}, False),
        ("a = x et b", {"a": "x"}, False),
        ("a = x et b", {"a": "x", "b": "oui"}, True),
    ],
)
def test_a_condition_holds_when_all_its_tests_do(words: str, told: dict[str, str], holds: bool):
    assert condition(words).holds(told) is holds


@pytest.mark.parametrize("words", ["", "a =", "pas a = x", "a != b", "a et et b"])
def test_a_condition_that_cannot_be_read_is_refused(words: str):
    with pytest.raises(BodyRefused):
        condition(words)


def test_lines_join_into_paragraphs_and_a_paragraph_without_line_goes():
    blocks = read_body("Bonjour {nom}.\n[si x] Et {x}.\n\n[si y] Perdu.\n\n- un\n[si x] - deux")
    assert printed(blocks, told={"x": "toi"}, filling={"nom": "Inès", "x": "toi", "y": ""}) == (
        Paragraph("Bonjour Inès. Et toi."),
        Items(("un", "deux")),
    )
    assert printed(blocks, told={}, filling={"nom": "Inès"}) == (Paragraph("Bonjour Inès."), Items(("un",)))


def test_a_long_answer_keeps_its_paragraphs_and_a_list_its_items():
    blocks = read_body("{raisons}\n\n- {pieces}")
    filled = printed(blocks, told={}, filling={"raisons": "Un.\n\nDeux.", "pieces": ("bail", "avis")})
    assert filled == (Paragraph("Un."), Paragraph("Deux."), Items(("bail", "avis")))


def test_what_a_person_types_is_never_read_as_a_blank():
    assert printed(read_body("{raisons}"), told={}, filling={"raisons": "{nom} [si x]", "nom": "secret"}) == (Paragraph("{nom} [si x]"),)


def test_edited_text_comes_back_as_pieces():
    pieces = (Paragraph("Un.\nDeux."), Items(("a", "b")), Paragraph("Fin."))
    assert from_text(as_text(pieces)) == pieces
    assert from_text("Voici :\r\n- a\r\n- b\r\nFin") == (Paragraph("Voici :"), Items(("a", "b")), Paragraph("Fin"))
    assert from_text("  \n\n ") == ()


@given(st.text(max_size=400))
def test_any_text_can_be_edited_and_nothing_of_it_is_lost(text: str):
    pieces = from_text(text)
    again = from_text(as_text(pieces))
    assert again == pieces
    kept = "".join(as_text(pieces).split()).replace("-", "")
    assert kept == "".join(text.split()).replace("-", "")


def test_dates_and_amounts_are_written_as_in_a_letter():
    assert day_words(date(2027, 1, 1)) == "1er\u00a0janvier 2027"
    assert day_words(date(2026, 11, 22)) == "22\u00a0novembre 2026"
    assert amount_words(Decimal("1234.5")) == "1\u202f234,50\u00a0€"
    assert amount_words(Decimal(412)) == "412\u00a0€"
