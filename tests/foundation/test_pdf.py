"""PDFs are made apart: tagged, deaf to the network, and a crash is a sentence."""

import io
import sys
from datetime import timedelta

import pikepdf
import pytest

from relais.foundation import pdf, pdf_child

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
        pdf.render(PAGE.format(""), limit=timedelta(milliseconds=50))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "n’a pas pu être fait"),
        ("raise SystemExit(3)", "relais doctor"),
        ("print('%NOT-PDF')", "n’a pas pu être fait"),
    ],
)
def test_a_child_that_crashes_or_lacks_pango_is_a_sentence(monkeypatch, tmp_path, code: str, said: str):
    fake = tmp_path / "python"
    fake.write_text(f"#!{sys.executable}\n{code}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(pdf.sys, "executable", str(fake))
    with pytest.raises(pdf.UnableToRender, match=said):
        pdf.render(PAGE.format(""))
