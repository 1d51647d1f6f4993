"""Reads back the words of a PDF made by WeasyPrint, with where each line stands: no outside tool needed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest

from relais.foundation import pdf

#: millimetres of a PDF point.
MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """Words of one line as they are drawn from left to right; ``top``, ``left``: millimetres in its page, counted from 1."""

    page: int
    top: float
    text: str
    left: float


def opened(content: bytes) -> pikepdf.Pdf:
    """The document."""
    return pikepdf.open(io.BytesIO(content))


def lines(content: bytes) -> list[Line]:
    """Every line of text, in the order it is drawn."""
    found = []
    document = opened(content)
    for number, page in enumerate(document.pages, 1):
        found += [Line(number, top, text, left) for top, text, left in _drawn(page) if text.strip()]
    return found


def require_pdf() -> None:
    """Pango and a font are the machine's: without them there is nothing to check, and the page prints."""
    try:
        pdf.render('<html lang="fr"><title>x</title><p>x</p></html>')
    except pdf.UnableToRender as problem:
        pytest.skip(f"no PDF on this machine: {problem}")


def kinds(document: pikepdf.Pdf) -> set[str]:
    """Every kind of tag of the document."""
    return {str(element.S) for element in _elements(document.Root.StructTreeRoot.K) if "/S" in element}


def untagged(document: pikepdf.Pdf) -> list[str]:
    """What is drawn as text outside every tag and every artifact, and tags that the tree does not know: a reader of the screen would
    skip the first and stumble on the second.
    """
    found = []
    for number, page in enumerate(document.pages):
        known = set(_marked(document.Root.StructTreeRoot.K, page))
        depth: list[str] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                depth.append(str(operands[0]))
                mark = operands[1].get("/MCID") if operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
                if mark is not None and int(mark) not in known:
                    found.append(f"page {number + 1}: mark {mark} of {operands[0]} is not in the tree")
            elif operator == "EMC":
                depth.pop()
            elif operator in {"Tj", "TJ"} and not depth:
                found.append(f"page {number + 1}: text outside every tag")
    return found


def _marked(held: Any, page: Any) -> Iterator[int]:
    """Marks of the content of a page that the tree of tags holds."""
    for element in _elements(held):
        kids = element.get("/K", pikepdf.Array())
        here = element.get("/Pg")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                where = kid.get("/Pg", here)
                if where is not None and where.objgen == page.objgen:
                    yield int(kid.MCID)
            elif not isinstance(kid, pikepdf.Dictionary | pikepdf.Array) and here is not None and here.objgen == page.objgen:
                yield int(kid)


def spoken_drawings(document: pikepdf.Pdf) -> list[str]:
    """The words that stand for each drawing."""
    return [str(element.Alt) for element in _elements(document.Root.StructTreeRoot.K) if "/Alt" in element]


def _elements(held: Any) -> Iterator[pikepdf.Dictionary]:
    """The elements of the tree of tags, from the top."""
    if isinstance(held, pikepdf.Dictionary):
        yield held
        yield from _elements(held.get("/K"))
    elif isinstance(held, pikepdf.Array):
        for child in held:
            yield from _elements(child)


def _drawn(page: Any) -> list[tuple[float, str, float]]:
    height = float(page.MediaBox[3])
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    stack: list[pikepdf.Matrix] = []
    matrix, text_matrix, letters, found = pikepdf.Matrix(), pikepdf.Matrix(), {}, []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        match operator:
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ matrix
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tm":
                text_matrix = pikepdf.Matrix(*(float(value) for value in operands))
            case "Tj" | "TJ":
                placed = text_matrix @ matrix
                found.append(((height - placed.f) * MM, _decoded(operands[0], letters), placed.e * MM))
    return found


def _decoded(shown: Any, letters: dict[int, str]) -> str:
    pieces = [shown] if isinstance(shown, pikepdf.String) else [piece for piece in shown if isinstance(piece, pikepdf.String)]
    raw = b"".join(bytes(piece) for piece in pieces)
    return "".join(letters.get(int.from_bytes(raw[at : at + 2]), "?") for at in range(0, len(raw), 2))


def _letters(font: Any) -> dict[int, str]:
    """Glyph → letters, from the font's ToUnicode map."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*$", text, re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(letter).decode("utf-16-be") for glyph, letter in pairs}
