"""Reads back the words of a PDF made by WeasyPrint, with where each line stands: no outside tool needed."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf

#: millimetres of a PDF point.
MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """Words of one line; ``top``: millimetres from the top of its page, counted from 1."""

    page: int
    top: float
    text: str


def opened(content: bytes) -> pikepdf.Pdf:
    """The document."""
    return pikepdf.open(io.BytesIO(content))


def lines(content: bytes) -> list[Line]:
    """Every line of text, in the order it is drawn."""
    found = []
    document = opened(content)
    for number, page in enumerate(document.pages, 1):
        found += [Line(number, top, text) for top, text in _drawn(page) if text.strip()]
    return found


def _drawn(page: Any) -> list[tuple[float, str]]:
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
                found.append(((height - placed.f) * MM, _decoded(operands[0], letters)))
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
