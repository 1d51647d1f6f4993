"""Every component renders, is shown on /composants/ and is described for who builds."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

import relais.ui
from relais.ui.icons import ICONS
from relais.ui.templatetags.relais_ui import TONE_ICONS

ROOM = Path(relais.ui.__file__).parent
DOCUMENT = ROOM.parents[1] / "docs" / "building" / "components.md"
COMPONENTS = sorted(path.stem.replace("_", "-") for path in (ROOM / "templates" / "cotton").glob("*.html"))
#: parts of other components, never written on a page: each with its reason.
INNER = {
    "figures": "the table under a chart",
    "field": "what {{ form }} writes",
    "error-summary": "what {{ form }} writes",
    "why": "written by control",
    "control": "written by the fields",
    "icon": "the tag is shorter",
}


@pytest.fixture
def gallery(client: Client, settings: Any) -> BeautifulSoup:
    settings.DEMO_ALLOWED = True
    answer = client.get("/composants/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_gallery_renders_without_a_raw_component(gallery: BeautifulSoup) -> None:
    assert not [tag.name for tag in gallery.find_all(re.compile("^c-"))]
    assert "{{" not in gallery.get_text()


def test_every_image_with_meaning_has_its_words(gallery: BeautifulSoup) -> None:
    for image in gallery.select("svg"):
        assert image.get("aria-hidden") == "true" or image.get("aria-label"), image


def test_coordinates_are_written_with_a_dot_in_french_too(gallery: BeautifulSoup) -> None:
    places = [
        tag[name]
        for tag in gallery.select("svg line, svg text, svg rect, svg circle")
        for name in ("x", "x1", "y1", "cx", "width")
        if tag.get(name)
    ]
    assert len(places) > 20
    assert not [place for place in places if "," in str(place)]


def test_no_identifier_twice(gallery: BeautifulSoup) -> None:
    found = [tag["id"] for tag in gallery.select("[id]")]
    assert len(found) == len(set(found))


def test_the_gallery_stays_closed_in_production(client: Client) -> None:
    assert client.get("/composants/").status_code == 404


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_is_described_and_shown(name: str) -> None:
    assert f"<c-{name}" in DOCUMENT.read_text("utf-8") or name in INNER, "describe it in docs/building/components.md"
    shown = "".join(page.read_text("utf-8") for page in (ROOM.parent / "shell" / "templates" / "shell" / "components").glob("*.html"))
    assert f"<c-{name}" in shown or name in INNER, "show it on /composants/"


def test_css_stays_one_light_file() -> None:
    files = {one.name: one for one in (ROOM / "static" / "ui").glob("*.css")}
    # that of papers is read alone by a PDF, and by the pages that show one
    assert {name: one.stat().st_size < most for (name, one), most in zip(sorted(files.items()), (5_000, 25_000), strict=True)} == {
        "paper.css": True,
        "relais.css": True,
    }
    assert not any("@import" in one.read_text("utf-8") for one in files.values())


def test_an_unknown_icon_is_an_error() -> None:
    from relais.ui.templatetags.relais_ui import icon

    assert all('aria-hidden="true"' in icon(name) for name in ICONS)
    with pytest.raises(KeyError):
        icon("licorne")


PANELS = {"tint", "sunken"}
NAMED = re.compile(r'<c-(badge|banner|panel)\b(?:(?!/?>|<c-)[\s\S])*?\stone="([a-z]+)"')


def test_pages_name_only_the_tones_that_exist() -> None:
    """A banner of an unknown tone is an error on the very day that it had something to say."""
    wrong = [
        f"{page.relative_to(ROOM.parent)}: {part} {tone}"
        for page in ROOM.parent.rglob("templates/**/*.html")
        for part, tone in NAMED.findall(page.read_text("utf-8"))
        if tone not in (PANELS if part == "panel" else TONE_ICONS)
    ]
    assert not wrong


def test_pages_draw_only_the_icons_that_exist() -> None:
    found = {
        (page.name, one or other)
        for page in ROOM.parent.rglob("templates/**/*.html")
        for one, other in re.findall(r'\bicon="([a-z]+)"|\{% icon "([a-z]+)"', page.read_text("utf-8"))
    }
    assert len(found) > 50
    assert not {name for name in found if name[1] not in ICONS}
