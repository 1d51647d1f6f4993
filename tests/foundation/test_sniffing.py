"""What a file really is: what is taken, and the disguises, archives, macros and polyglots that are refused with a sentence."""

import io
import zipfile

import pytest

from relais.foundation import sniffing
from relais.foundation.sniffing import RefusedFile, sniffed

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 60 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20


def packed(entries: dict[str, bytes], comment: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        for name, content in entries.items():
            pack.writestr(name, content)
        pack.comment = comment
    return held.getvalue()


def docx(extra: dict[str, bytes] | None = None, types: bytes = b"") -> bytes:
    main = sniffing.DOCX.media.encode() + b".main+xml"
    return packed({"[Content_Types].xml": b"<Types>" + main + types + b"</Types>", "word/document.xml": b"<w/>", **(extra or {})})


def odt(extra: dict[str, bytes] | None = None) -> bytes:
    return packed({"mimetype": sniffing.ODT.media.encode(), "content.xml": b"<o/>", **(extra or {})})


def test_what_is_taken_is_known_by_its_content() -> None:
    xlsx = packed({"[Content_Types].xml": sniffing.XLSX.media.encode() + b".main+xml", "xl/workbook.xml": b"<x/>"})
    ods = packed({"mimetype": sniffing.ODS.media.encode(), "content.xml": b"<o/>"})
    taken = {
        "a.pdf": (PDF, sniffing.PDF),
        "a.JPG": (JPEG, sniffing.JPEG),
        "a.jpeg": (JPEG, sniffing.JPEG),
        "a.png": (PNG, sniffing.PNG),
        "a.heic": (HEIC, sniffing.HEIC),
        "a.txt": ("Reçu le courrier de la CAF.\r\n".encode("cp1252"), sniffing.TEXT),
        "a.odt": (odt(), sniffing.ODT),
        "a.ods": (ods, sniffing.ODS),
        "a.docx": (docx(), sniffing.DOCX),
        "a.xlsx": (xlsx, sniffing.XLSX),
    }
    assert {name: sniffed(content, name) for name, (content, _kind) in taken.items()} == {name: kind for name, (_c, kind) in taken.items()}


REFUSED = {
    "empty": (b"", "a.pdf", "vide"),
    "a program under the name of a letter": (b"MZ\x90\x00\x03" + b"\x00" * 40, "courrier.pdf", "format accepté"),
    "a photo under the name of a letter": (JPEG, "courrier.pdf", "annonce .pdf"),
    "no end of name": (PDF, "courrier", "sans nom"),
    "a drawing that may run": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "plan.svg", "programme"),
    "a drawing renamed": (b"<?xml version='1.0'?><svg onload='x()'/>", "plan.txt", "programme"),
    "a page": (b"bonjour <script>alert(1)</script>", "a.txt", "programme"),
    "an archive": (packed({"a.txt": b"a"}), "a.zip", "archives"),
    "an archive renamed": (packed({"a.txt": b"a"}), "a.docx", "archives"),
    "other archives": (b"Rar!\x1a\x07\x00", "a.rar", "archives"),
    "macros": (docx({"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    "macros told by the types": (docx(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "macros"),
    "a macro of LibreOffice": (odt({"Basic/Standard/Module1.xml": b"x"}), "a.odt", "macros"),
    "a program inside": (odt({"payload.exe": b"MZ"}), "a.odt", "macros"),
    "a model fetched from elsewhere": (docx({"word/_rels/settings.xml.rels": b"<R Type='attachedTemplate'/>"}), "a.docx", "macros"),
    "a letter followed by an archive": (PDF + packed({"a.exe": b"x"}), "a.pdf", "cache un autre"),
    "a photo followed by an archive": (JPEG + packed({"a.exe": b"x"}), "a.jpg", "cache un autre"),
    "a photo that is a letter too": (JPEG + PDF, "a.jpg", "cache un autre"),
    "a picture with something after its end": (PNG + b"<?php 1", "a.png", "cache un autre"),
    "a page before the letter": (b"%PDF-1.4\n<html><script>", "a.pdf", "abîmé"),
    "a letter that runs": (PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(x)>>/Type"), "a.pdf", "programme"),
    "a letter that is cut": (PDF[:40], "a.pdf", "abîmé"),
    "a document before its beginning": (b"PK\x03\x04" + b"\x00" * 30, "a.docx", "abîmé"),
    "an office document that hides a comment": (packed({"mimetype": b"x", "content.xml": b"x"}, b"hidden"), "a.odt", "cache un autre"),
    "bytes of nothing": (bytes(range(256)), "a.txt", "format accepté"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_disguised_is_refused_with_a_sentence(case: str) -> None:
    content, name, told = REFUSED[case]
    with pytest.raises(RefusedFile, match=told):
        sniffed(content, name)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniffing, "LARGEST_UNPACKED", 100)
    with pytest.raises(RefusedFile, match="archives"):
        sniffed(odt({"Pictures/a.png": b"\x00" * 101}), "a.odt")
    monkeypatch.setattr(sniffing, "MOST_ENTRIES", 1)
    with pytest.raises(RefusedFile, match="archives"):
        sniffed(odt(), "a.odt")
