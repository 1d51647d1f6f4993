"""Papers joined in one PDF: pages alone, each with its number; what is damaged or locked is told by its place, and nothing acts."""

import io

import pikepdf
import pytest
from PIL import Image

from relais.foundation import pdf_join
from relais.foundation.pdf_join import Part, UnableToJoin, join


def paper(*, pages: int = 1, acts: bool = False, locked: bool = False) -> bytes:
    made = pikepdf.Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if acts:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        link.A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("x.exe"))
        made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(link)]))
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(user="a", owner="b") if locked else False)
    return out.getvalue()


def photo(kind: str, size: tuple[int, int] = (3000, 1200), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind)
    return out.getvalue()


def part(content: bytes, media: str = "application/pdf", number: int = 1) -> Part:
    return Part(f"Pièce n° {number}", media, content, f"Pièce n° {number}")


FRONT = Part("Bordereau", "application/pdf", paper())


def test_pages_photos_and_bookmarks_come_in_their_order() -> None:
    made = join([FRONT, part(paper(pages=2)), part(photo("JPEG"), "image/jpeg", 2), part(photo("PNG", mode="RGBA"), "image/png", 4)])
    whole = pikepdf.open(io.BytesIO(made))
    assert len(whole.pages) == 5
    with whole.open_outline() as outline:
        assert [one.title for one in outline.root] == ["Bordereau", "Pièce n° 1", "Pièce n° 2", "Pièce n° 4"]
    assert {tuple(map(float, page.mediabox)) for page in whole.pages} == {(0.0, 0.0, 595.0, 842.0)}


def test_nothing_that_acts_comes_along() -> None:
    made = join([FRONT, part(paper(acts=True))])
    whole = pikepdf.open(io.BytesIO(made))
    assert "/OpenAction" not in whole.Root
    assert "/Annots" not in whole.pages[1]
    assert b"Launch" not in made
    assert b"JavaScript" not in made


@pytest.mark.parametrize("wrong", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4 rien", paper(locked=True)])
def test_a_paper_that_cannot_be_read_is_named(wrong: bytes) -> None:
    with pytest.raises(UnableToJoin, match="ne se lit pas") as refusal:
        join([FRONT, part(paper()), part(wrong, number=2)])
    assert refusal.value.part == 2


def test_an_image_that_is_none_is_named_and_too_much_is_refused_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnableToJoin) as refusal:
        join([FRONT, part(b"\xff\xd8\xff rien", "image/jpeg")])
    assert refusal.value.part == 1
    monkeypatch.setattr(pdf_join, "LARGEST", 10)
    with pytest.raises(UnableToJoin, match="60 Mo"):
        join([FRONT])
