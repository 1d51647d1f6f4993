"""The PDF of a letter: tagged, in French, titled, its address in the window of the envelope, long words inside the page. Not certified."""

import pytest
from django.test import Client

from tests.procedures.test_letter_pages import ADDRESS, TOLD
from tests.screening.printed import Line, kinds, lines, opened, require_pdf


@pytest.fixture(scope="module", autouse=True)
def machine_makes_pdf() -> None:
    require_pdf()


def made(client: Client, **changes: str) -> bytes:
    answer = client.post(ADDRESS, {**TOLD, **changes, "etape": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="courrier.pdf"'
    assert "no-store" in answer["Cache-Control"]
    return answer.content


def line_with(words: str, found: list[Line]) -> Line:
    return next(line for line in found if words in line.text.replace("\u00a0", " "))


def test_it_is_tagged_titled_and_in_french_on_one_a4(client: Client):
    content = made(client)
    document = opened(content)
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "fr"
    assert str(document.docinfo["/Title"]) == "Recours administratif préalable obligatoire, RSA"
    assert {"/H1", "/P", "/L"} <= kinds(document)
    assert len(document.pages) == 1
    assert line_with("page 1 sur 1", lines(content))


def test_the_address_stands_in_the_window_and_the_sender_above(client: Client):
    found = lines(made(client))
    assert line_with("Inès Martin", found).top < 28
    assert 50 <= line_with("Conseil", found).top <= 85


def test_long_words_keep_every_letter_in_the_page(client: Client):
    content = made(client, nom="é" * 500, destinataire="M" * 500)
    document = opened(content)
    assert [round(float(side)) for side in document.pages[0].MediaBox[2:]] == [595, 842]
    assert sum(line.text.count("M") for line in lines(content)) >= 500
    assert max(len(line.text) for line in lines(content) if "MMM" in line.text) < 40


def test_large_print_takes_more_pages_and_counts_them(client: Client):
    content = made(client, grand="on", c_raisons="Je vis seule depuis mars. " * 60)
    count = len(opened(content).pages)
    assert count >= 2
    assert line_with(f"page {count} sur {count}", lines(content))
