"""The PDF of both sheets: tagged, in French, titled, one page for the person's, mute outside. Structure checked, not certified PDF/UA."""

from datetime import date
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.test import Client

from relais.foundation import pdf
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.screening.rules.sheet_person import LONGEST_PLACE, LONGEST_SERVICE, Kept, person_sheet
from relais.screening.rules.sheet_words import words
from relais.screening.web.views.sheets import STYLES
from tests.screening.printed import Line, kinds, lines, opened, require_pdf
from tests.screening.test_sheet_pages import PERSON, PROFESSIONAL, told

#: millimetres of the outside third of an A4.
THIRD = 99.0
CARDS = catalogue()


def length(card: Card) -> int:
    return len(card.person_sentence) + len(", ".join(card.bring)) + len(card.where)


LONGEST = sorted(CARDS.values(), key=length)[-3:]
PLACE = "Espace France services de la Communauté, 12 rue du Général-de-Gaulle, 0320000000"
SERVICE = "le centre communal d’action sociale de Lille"


@pytest.fixture(scope="module", autouse=True)
def machine_makes_pdf() -> None:
    require_pdf()


def printed(*kept: Kept, service: str = "") -> bytes:
    sheet = person_sheet(kept=kept, on=date(2026, 11, 22), french=words("fr"), service=service)
    body = render_to_string("screening/sheet_person_body.html", {"sheet": sheet})
    return pdf.render(render_to_string("screening/sheet_document.html", {"title": "Pour vous", "body": body}), stylesheets=STYLES)


def text_of(found: list[Line]) -> str:
    return " ".join(line.text for line in found).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("longest", [{}, {"amount": 320}, {"amount": 320, "place": PLACE}], ids=["cards", "amounts", "everything"])
def test_the_three_longest_rights_hold_on_one_a4(longest: dict[str, Any]):
    assert len(PLACE) == LONGEST_PLACE
    assert len(SERVICE) == LONGEST_SERVICE
    made = printed(*(Kept(card, before=date(2026, 12, 23), **longest) for card in LONGEST), service=SERVICE)
    document = opened(made)
    (page,) = document.pages
    assert [round(float(side)) for side in page.MediaBox[2:]] == [595, 842]
    read = text_of(lines(made))
    for card in LONGEST:
        assert card.organisme in ("cpam", "france_travail", "caisse_retraite")
        assert card.person_sentence.split()[-1] in read
    assert "Feuille donnée par" in read


def test_the_person_sheet_is_tagged_titled_and_in_french():
    document = opened(printed(Kept(CARDS["rsa"]), Kept(CARDS["aah"])))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "fr"
    assert str(document.docinfo["/Title"]) == "Pour vous"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert {"/H1", "/H2", "/P"} <= kinds(document)


def test_once_folded_the_outside_third_holds_the_date_and_two_words():
    made = printed(*(Kept(card) for card in LONGEST), service=SERVICE)
    outside = [line for line in lines(made) if line.top < THIRD - 1]
    assert text_of(outside) == "Pour vous dimanche 22 novembre 2026"
    inside = [line for line in lines(made) if line.top >= THIRD - 1]
    assert "Rien n’est encore sûr." in text_of(inside)


def test_it_is_printed_in_black_and_white_with_letters_of_fourteen_points():
    document = opened(printed(Kept(CARDS["rsa"])))
    drawn = pikepdf.parse_content_stream(document.pages[0])
    colours = [[float(value) for value in one.operands] for one in drawn if str(one.operator) in ("rg", "RG")]
    assert all(red == green == blue for red, green, blue in colours)
    sizes = [round(float(one.operands[1]) * 0.75, 1) for one in drawn if str(one.operator) == "Tf"]
    assert 14.0 in sizes
    assert set(sizes) <= {9.0, 11.0, 13.0, 14.0, 16.0, 26.0}, "9 for the fold, 11 for the notes, 13 in the rings"


@pytest.mark.usefixtures("chosen_answers")
class TestServed:
    def test_the_person_pdf_is_kept_nowhere_and_its_name_tells_nothing(self, client: Client):
        answer = client.post(PERSON, {"etat": told(), "etape": "pdf", "droits": ["fsl", "aah"]})
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="feuille.pdf"'
        assert "no-store" in answer["Cache-Control"]
        assert len(opened(answer.content).pages) == 1

    def test_the_professional_pdf_is_tagged_numbered_and_says_no_decision(self, client: Client):
        answer = client.post(PROFESSIONAL, {"etat": told(), "etape": "pdf"})
        assert answer["Content-Disposition"] == 'inline; filename="feuille.pdf"'
        document = opened(answer.content)
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L"} <= kinds(document)
        read = text_of(lines(answer.content))
        assert f"page 1 sur {len(document.pages)}" in read
        assert "Relais n’est pas une décision" in read
        assert "R.311-3-1-2" in read
