"""The square code that a telephone reads, drawn as one path of an SVG: no image, no ``data:`` address, nothing the policy refuses."""

from dataclasses import dataclass

#: empty cells around the square, without which a telephone does not find it.
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Square:
    """``size``: cells of a side, margin included; ``path``: the dark cells, in the syntax of an SVG path."""

    size: int
    path: str


def drawn(text: str) -> Square:
    """The square code of a text, cells in rows, each run of dark cells one rectangle."""
    import qrcode  # seldom asked, and it may bring a library of pictures

    code = qrcode.QRCode(border=MARGIN, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            end = x
            while end < len(row) and row[end]:
                end += 1
            runs.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end
    return Square(len(rows), "".join(runs))
