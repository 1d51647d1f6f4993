"""Contrast of the tokens, computed: text 4.5:1, edges of controls 3:1, in light and in dark."""

import re
from pathlib import Path

import pytest

import relais.ui

CSS = (Path(relais.ui.__file__).parent / "static" / "ui" / "relais.css").read_text("utf-8")
TEXTS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("soft", "ground"),
    ("soft", "surface"),
    ("soft", "sunken"),
    ("pine", "ground"),
    ("pine", "surface"),
    ("pine", "pine-tint"),
    ("pine-deep", "pine-tint"),
    ("ink", "pine-tint"),
    ("soft", "pine-tint"),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
    ("saffron", "saffron-tint"),
    ("brick", "brick-tint"),
    ("brick", "ground"),
    ("brick", "surface"),
    ("done", "done-tint"),
    ("slate", "slate-tint"),
    ("ink", "saffron-tint"),
    ("ink", "brick-tint"),
]
EDGES = [("edge", "ground"), ("edge", "surface"), ("focus", "ground"), ("focus", "surface"), ("focus", "pine-tint"), ("pine", "ground")]


def tokens(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", blocks[0]))
    return light if scheme == "light" else {**light, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", blocks[1]))}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_known_one() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[edge], colours[ground]) >= 3
