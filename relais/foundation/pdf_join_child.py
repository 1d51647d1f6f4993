"""The process that joins papers (``pdf_join``): an order on its input (JSON), the PDF on its output, then its end.

Exit code 2: a part could not be read, its place is written instead. Knows no Django. Memory, time and files are bounded.
"""

import base64
import io
import json
import resource
import sys
from collections.abc import Mapping
from typing import Any, Final

#: bytes of address space, seconds of processor.
MEMORY: Final = 2 << 30
SECONDS: Final = 60
UNREAD: Final = 2
#: points: the printable width and height of an A4 sheet; a photo is set inside.
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 34.0
#: pixels of the longest side of a photo: enough to read a paper once printed.
_PIXELS: Final = 2200
#: an image beyond that many pixels is a trap, not a photo.
_MOST_PIXELS: Final = 120_000_000


def picture(content: bytes) -> bytes:
    """A photo, upright, as one A4 page."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((_PIXELS, _PIXELS))
        if "A" in upright.getbands() or upright.mode == "P":
            upright = upright.convert("RGBA")
            ground = Image.new("RGB", upright.size, "white")
            ground.paste(upright, mask=upright.getchannel("A"))
            upright = ground
        upright = upright.convert("RGB")
    scale = min((_WIDTH - 2 * _MARGIN) / upright.width, (_HEIGHT - 2 * _MARGIN) / upright.height)
    return _on_a_page(upright, upright.width * scale, upright.height * scale)


def _on_a_page(image: Any, width: float, height: float) -> bytes:  # noqa: ANN401  # Pillow's
    import pikepdf

    held = io.BytesIO()
    image.save(held, "JPEG", quality=82)
    made = pikepdf.Pdf.new()
    drawn = pikepdf.Stream(
        made,
        held.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = made.add_blank_page(page_size=(_WIDTH, _HEIGHT))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
    left, low = (_WIDTH - width) / 2, _HEIGHT - _MARGIN - height
    page.Contents = made.make_stream(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {low:.2f} cm /Im0 Do Q".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pages_of(part: Mapping[str, str]) -> Any:  # noqa: ANN401  # pikepdf is untyped
    """The PDF of a part, without anything that acts; what was filled in its forms is drawn."""
    import pikepdf

    content = base64.b64decode(part["content"])
    found = pikepdf.open(io.BytesIO(picture(content) if part["media"].startswith("image/") else content))
    if not len(found.pages):
        raise ValueError("no page")
    if "/AcroForm" in found.Root:
        found.generate_appearance_streams()
    found.flatten_annotations("print")
    for page in found.pages:
        for name in ("/Annots", "/AA", "/B", "/PieceInfo"):
            if name in page:
                del page[name]
    return found


def stamp(page: Any, words: str) -> None:  # noqa: ANN401  # pikepdf is untyped
    """Write the number of a piece at the top right of a page, on white."""
    import pikepdf

    made = pikepdf.Pdf.new()
    blank = made.add_blank_page(page_size=(90, 18))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold"), Encoding=pikepdf.Name.WinAnsiEncoding
    )
    blank.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
    told = words.encode("cp1252", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    blank.Contents = made.make_stream(b"q 1 g 0 0 90 18 re f 0 g BT /F1 10 Tf 6 5 Td (" + told + b") Tj ET Q")
    box = [float(edge) for edge in page.trimbox]
    page.add_overlay(blank, pikepdf.Rectangle(box[2] - 100, box[3] - 26, box[2] - 10, box[3] - 8))


def joined(order: list[Mapping[str, str]]) -> bytes:
    """The whole; ValueError with the place of a part that cannot be read."""
    import pikepdf

    whole = pikepdf.open(io.BytesIO(base64.b64decode(order[0]["content"])))
    marks = [(order[0]["title"], 0)]
    for place, part in enumerate(order[1:], start=1):
        try:
            found = pages_of(part)
        except Exception as problem:
            raise ValueError(place) from problem
        first = len(whole.pages)
        whole.pages.extend(found.pages)
        marks.append((part["title"], first))
        if part["mark"]:
            for page in list(whole.pages)[first:]:
                stamp(page, part["mark"])
    if len(order) > 1:
        with whole.open_outline() as outline:
            # our own paper may bring the bookmarks of its titles
            told_already = 1 if outline.root else 0
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks[told_already:])
        # the papers handed in have no tags: the whole no longer promises what its first part did
        with whole.open_metadata(set_pikepdf_as_editor=False) as told:
            for name in [name for name in told if "pdfua" in name]:
                del told[name]
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def main() -> int:
    """Bound oneself, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    order = json.load(sys.stdin.buffer)
    try:
        made = joined(order)
    except ValueError as problem:
        sys.stdout.write(str(problem))
        return UNREAD
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
