"""PDFs are made apart: tagged, deaf to the network, and a crash is a sentence."""

import io
from datetime import timedelta

import pikepdf
import pytest

from relais.foundation import pdf, pdf_child, pdf_spare

PAGE = '<html lang="fr"><head><title>Vos droits</title></head><body><h1>Vos droits</h1><p>RSA : 651,69 € — à vérifier</p>{}</body></html>'


def test_a_sheet_is_tagged_titled_and_in_french():
    document = pikepdf.open(io.BytesIO(pdf.render(PAGE.format(""))))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "fr"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.docinfo["/Title"]) == "Vos droits"
    assert document.Root.StructTreeRoot is not None


def test_a_static_sheet_and_picture_are_given_by_name():
    made = pdf.render(PAGE.format('<img src="static:ui/mark.svg" alt="Relais">'), stylesheets=("ui/relais.css",), pictures=("ui/mark.svg",))
    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "url", ["https://example.org/x.png", "file:///etc/passwd", "static:ui/relais.css", "/etc/passwd", "http://169.254.169.254/"]
)
def test_nothing_else_is_ever_fetched(url: str):
    files = {"ui/mark.svg": ("image/svg+xml", "PHN2Zy8+")}
    with pytest.raises(pdf_child.Refused):
        pdf_child.content_of(url, files)
    assert pdf_child.content_of("static:ui/mark.svg", files) == ("image/svg+xml", b"<svg/>")


def test_a_page_that_names_a_foreign_file_is_not_made_at_all():
    with pytest.raises(pdf.UnableToRender):
        pdf.render(PAGE.format('<img src="file:///etc/hostname" alt="">'))


def test_an_unknown_static_file_is_a_mistake_of_ours():
    with pytest.raises(FileNotFoundError):
        pdf.render(PAGE.format(""), stylesheets=("nothing/here.css",))


def test_a_page_that_takes_too_long_is_told():
    with pytest.raises(pdf.UnableToRender, match="trop de temps"):
        pdf.render(PAGE.format(""), limit=timedelta(milliseconds=5))


def test_a_page_beyond_measure_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr(pdf_spare.KEEPER, "make", pytest.fail)
    with pytest.raises(pdf.UnableToRender, match="trop long"):
        pdf.render(PAGE.format("a" * pdf.LARGEST))
