"""The PDF of a letter: tagged, in French, titled, its address in the window of the envelope, long words inside the page. Not certified."""

from datetime import date

import pikepdf
import pytest
from django.test import Client

from relais.law.letters.catalogue import letters
from relais.law.letters.letter import Letter
from relais.law.letters.writing import examples
from tests.procedures.test_letter_pages import ADDRESS, TOLD
from tests.screening.printed import Line, kinds, lines, opened, require_pdf, untagged


@pytest.fixture(scope="module", autouse=True)
def machine_makes_pdf() -> None:
    require_pdf()


def made(client: Client, **changes: str) -> bytes:
    answer = client.post(ADDRESS, {**TOLD, **changes, "etape": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="courrier.pdf"'
    assert "no-store" in answer["Cache-Control"]
    return answer.content


def all_tagged_but_page_numbers(document: pikepdf.Pdf) -> bool:
    """WeasyPrint marks «page 1 sur 2», in the margin, and leaves it out of the tree: readers skip it, as they would an artifact."""
    return [said.split(":")[0] for said in untagged(document)] == [f"page {number + 1}" for number in range(len(document.pages))]


def line_with(words: str, found: list[Line]) -> Line:
    return next(line for line in found if words in line.text.replace("\u00a0", " "))


def test_it_is_tagged_titled_and_in_french_on_one_a4(client: Client):
    content = made(client)
    document = opened(content)
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "fr"
    assert str(document.docinfo["/Title"]) == "Recours administratif préalable obligatoire, RSA"
    assert {"/H1", "/P", "/L"} <= kinds(document)
    assert all_tagged_but_page_numbers(document)
    assert len(document.pages) == 1
    assert [round(float(side)) for side in document.pages[0].MediaBox[2:]] == [595, 842]
    assert line_with("page 1 sur 1", lines(content))


def test_the_address_stands_in_the_window_and_the_sender_above(client: Client):
    found = lines(made(client))
    assert line_with("Inès Martin", found).top < 28
    assert 50 <= line_with("Conseil", found).top <= 85


WORST = {
    "nom": "N" * 500, "adresse": "12 rue des Lilas, bâtiment B " * 17, "destinataire": "M" * 500, "lieu": "L" * 100,
    "protection": "pour", "protection_nom": "P" * 500,
}  # fmt: skip


@pytest.mark.parametrize("large", ["", "on"])
def test_names_and_addresses_of_500_letters_make_a_letter_and_keep_every_word_on_it(client: Client, large: str):
    content = made(client, **WORST, grand=large)
    found = lines(content)
    count = len(opened(content).pages)
    assert count <= (3 if large else 2)
    assert all(18 <= line.top <= 297 - 16 for line in found if "page" not in line.text)
    assert all(19.9 <= line.left <= 190 for line in found)
    # how wide DejaVu Sans draws them: what would leave its column of 80 mm
    for letter, times, wide in (("N", 1000, 0.748), ("M", 500, 0.863), ("P", 500, 0.603)):
        written = [line.text for line in found if set(line.text) == {letter}]
        assert sum(map(len, written)) == times
        assert 70 < max(map(len, written)) * wide * (10 if large else 8.5) * 25.4 / 72 <= 80
    first = "".join(line.text for line in found if line.page == 1).replace(" ", "")
    assert first.count("M") >= 500 and first.count("ruedesLilas") >= 17
    assert line_with("Objet", found).page == 1
    assert line_with(f"page {count} sur {count}", found)


def test_an_address_of_250_lines_is_set_as_one(client: Client):
    found = lines(made(client, adresse="\n".join("l" * 250), destinataire="\n".join("d" * 250)))
    assert max(line.page for line in found) == 1
    head = "".join(line.text for line in found if line.top < line_with("Objet", found).top).replace(" ", "")
    assert "l,l,l" in head and "d,d,d" in head


ARABIC = "أعيش وحدي منذ شهر مارس."
HEBREW = "אני גר לבד."


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_a_paragraph_read_from_right_to_left_is_set_from_the_right(client: Client, text: str):
    found = lines(made(client, corps=f"Bonjour.\n\n{text}\n\n- {text}\n\nJe signe."))
    paragraph, item = (line for line in found if any(letter in line.text for letter in text[:4] if letter != " ") and line.top > 60)
    for line in (paragraph, item):
        # drawn from left to right: the full stop that ends it is at its left
        assert line.text.startswith(".")
        assert line.left > 100
    assert line_with("Bonjour.", found).left < 21


def test_a_name_in_arabic_stands_where_names_stand(client: Client):
    found = lines(made(client, nom="فاطمة الزهراء", lieu="مدينة ليل"))
    assert found[0].left < 21 and any(letter > "\u0600" for letter in found[0].text)
    assert line_with("le 22 novembre 2026", found).text.rstrip().endswith("2026")


def test_large_print_takes_more_pages_and_counts_them(client: Client):
    content = made(client, grand="on", c_raisons="Je vis seule depuis mars. " * 60)
    count = len(opened(content).pages)
    assert count >= 2
    assert line_with(f"page {count} sur {count}", lines(content))


def typed(value: object) -> str:
    """An example as its box is typed."""
    match value:
        case date():
            return f"{value:%d/%m/%Y}"
        case True:
            return "on"
        case tuple():
            return "\n".join(value)
        case _:
            return str(value)


@pytest.mark.slow
@pytest.mark.parametrize("letter", letters().values(), ids=lambda letter: letter.code)
def test_every_letter_makes_a_paper_whose_every_word_is_tagged(client: Client, letter: Letter):
    told = {f"c_{code}": typed(value) for code, value in examples(letter, on=date(2026, 11, 20)).items()}
    who = {name: TOLD[name] for name in ("nom", "adresse", "lieu", "le")} | {"destinataire": letter.recipient}
    answer = client.post(f"/outils/ecrire/{letter.code}/", {**told, **who, "etape": "pdf"})
    assert answer["Content-Type"] == "application/pdf", answer.content.decode()
    document = opened(answer.content)
    assert {"/H1", "/P"} <= kinds(document)
    assert all_tagged_but_page_numbers(document)
    assert str(document.Root.Lang) == "fr" and str(document.docinfo["/Title"])
    assert len(document.pages) <= 2
