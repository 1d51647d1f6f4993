"""The paper of the person as PDF: tagged, titled, in French, drawings told in words, two pages at most. Checked, not certified."""

import pytest
from django.test import Client
from django.urls import reverse

from relais.foundation import pdf
from relais.law.sheets.catalogue import national
from tests.screening.printed import kinds, lines, opened, require_pdf, spoken_drawings, untagged

SHEETS = national()


@pytest.fixture(scope="module", autouse=True)
def machine_makes_pdf() -> None:
    require_pdf()


@pytest.mark.django_db
def test_the_paper_is_tagged_titled_and_its_drawings_speak(client: Client) -> None:
    answer = client.get(reverse("tools:sheet_person_pdf", args=["c2s"]))
    assert answer["Content-Type"] == "application/pdf"
    document = opened(answer.content)
    person = SHEETS["c2s"].person
    assert str(document.Root.Lang) == "fr"
    assert str(document.docinfo["/Title"]) == person.title
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Figure"} <= kinds(document)
    assert len(spoken_drawings(document)) == len(person.steps)
    assert all(spoken_drawings(document))
    assert untagged(document) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("code", SHEETS)
def test_it_holds_on_two_pages_at_most_and_says_everything(code: str, client: Client) -> None:
    made = client.get(reverse("tools:sheet_person_pdf", args=[code])).content
    assert len(opened(made).pages) <= 2
    assert untagged(opened(made)) == []
    read = " ".join(line.text for line in lines(made)).replace("\u202f", " ").replace("\u00a0", " ")
    assert all(word in read for word in SHEETS[code].person.title.split())


@pytest.mark.django_db
def test_without_pdf_the_page_says_why_and_prints(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_: object, **__: object) -> bytes:
        raise pdf.UnableToRender("Cette machine ne fait pas de PDF.")

    monkeypatch.setattr("relais.procedures.web.views.sheets.made", unable)
    answer = client.get(reverse("tools:sheet_person_pdf", args=["c2s"]))
    assert answer["Content-Type"].startswith("text/html")
    assert "Cette machine ne fait pas de PDF." in answer.content.decode()
