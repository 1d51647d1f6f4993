"""What holds on every public page, whoever built it: the evidence of the accessibility grid (relais/shell/data/rgaa.yaml).

The pages are those of the table of doors that answer 200 to a visitor, in HTML: a new page is tested without a word here.
"""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

import relais.ui
from tests.access.doors import ANONYMOUS, DOORS, EVERYONE, Door

STATIC = Path(relais.ui.__file__).parent / "static" / "ui"


#: doors that open on something else than a page of ours, each with its reason.
NOT_PAGES = {
    "tools:sheet_person_pdf": "a PDF, read back in tests/procedures/test_person_paper.py",
    "tools:notebook_pdf": "a PDF, read back in tests/procedures/test_notebook.py",
    "health": "a word for supervisors",
    "robots": "a text for robots",
    "api:openapi-json": "the contract of the API, for programs",
    "api:openapi-view": "the documentation that django-ninja makes of it, for developers",
}


def _opens(door: Door) -> bool:
    return door.method == "get" and door.opens.get(ANONYMOUS, door.opens.get(EVERYONE)) == 200


PAGES = [door for door in DOORS if _opens(door) and door.name not in NOT_PAGES]
_fetched: dict[str, str] = {}
_followed: set[str] = set()


@pytest.fixture(params=PAGES, ids=[door.name for door in PAGES])
def html(request: pytest.FixtureRequest, client: Client, db: None) -> str:
    """The page as a visitor first gets it, fetched once for all tests of this file."""
    door: Door = request.param
    if door.name not in _fetched:
        answer = client.get(reverse(door.name, kwargs=door.kwargs), headers={"accept-language": "fr"})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/html"), "not a page: say so in NOT_PAGES"
        _fetched[door.name] = answer.content.decode()
    return _fetched[door.name]


@pytest.fixture
def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def name_of(tag: Tag) -> str:
    """A short accessible name: enough for what our pages hold."""
    return tag.get_text(" ", strip=True) or str(tag.get("aria-label", ""))


def test_images_have_their_words_or_are_hidden(soup: BeautifulSoup) -> None:
    for image in soup.select("svg"):
        named = image.get("role") == "img" and image.get("aria-label")
        assert image.get("aria-hidden") == "true" or named or image.find_parent(attrs={"aria-hidden": "true"}), image
    for picture in soup.select("img"):
        assert picture.has_attr("alt"), picture


def test_tables_have_a_caption_and_headers(soup: BeautifulSoup) -> None:
    for table in soup.select("table"):
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        assert table.select("th[scope=col]")
        assert all(header.get("scope") in {"col", "row"} for header in table.select("th"))


def test_links_and_buttons_have_a_name(soup: BeautifulSoup) -> None:
    for control in soup.select("a[href], button, summary"):
        # the button that Enter presses in a form: nobody meets it, neither by sight, by voice nor by Tab
        unmet = control.get("aria-hidden") == "true" and control.get("tabindex") == "-1"
        assert unmet or name_of(control), control


def test_the_document_says_its_type_and_language(html: str, soup: BeautifulSoup) -> None:
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert soup.html is not None
    assert soup.html["lang"] == "fr"


def test_the_page_has_a_title(soup: BeautifulSoup) -> None:
    assert soup.title is not None
    title = soup.title.get_text(" ", strip=True)
    assert title.endswith("· Relais")
    assert len(title) > len("· Relais") + 3


def test_the_page_has_its_landmarks(soup: BeautifulSoup) -> None:
    for landmark in ("body > header", "main#contenu", "body > footer", "header nav[aria-label]"):
        assert soup.select(landmark), landmark
    assert len(soup.select("main")) == 1


def test_the_skip_link_leads_to_the_content(soup: BeautifulSoup) -> None:
    first = soup.select_one("body a")
    assert first is not None
    assert soup.select_one(str(first["href"])) is soup.main


def test_headings_follow_each_other(soup: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in soup.select("h1,h2,h3,h4,h5,h6")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_presentation_is_left_to_the_style_sheet(html: str, soup: BeautifulSoup) -> None:
    assert not re.search(r"<[^>]+\s(?:style|align|bgcolor|on[a-z]+|hx-on[^=]*)=", html)
    assert not soup.select("font, center, big, marquee, style")
    assert all(script.get("src") for script in soup.select("script"))


def test_fields_have_a_label(soup: BeautifulSoup) -> None:
    for field in soup.select("input:not([type=hidden]), select, textarea"):
        labelled = soup.select(f"label[for='{field.get('id', '')}']") or field.find_parent("label") or field.get("aria-label")
        assert labelled or field.get("aria-labelledby"), field


def test_groups_of_choices_have_a_legend(soup: BeautifulSoup) -> None:
    for choice in soup.select("input[type=radio]"):
        group = choice.find_parent("fieldset")
        assert group is not None, choice
        assert group.legend is not None, choice
        assert group.legend.get_text(strip=True)


def test_no_window_opens_by_itself(soup: BeautifulSoup) -> None:
    assert not soup.select("[target=_blank]")
    assert "window.open" not in "".join(script.read_text("utf-8") for script in STATIC.glob("*.js"))


def test_nothing_of_what_the_grid_calls_absent_is_there(soup: BeautifulSoup) -> None:
    assert not soup.select("iframe, frame, audio, video, object, embed, canvas, applet, map")
    assert "captcha" not in soup.decode().lower().replace("aucun captcha", "").replace("comme captcha", "").replace("du captcha", "")


def test_no_identifier_is_used_twice(soup: BeautifulSoup) -> None:
    found = [tag["id"] for tag in soup.select("[id]")]
    assert sorted(found) == sorted(set(found))


def test_links_inside_the_house_lead_somewhere(soup: BeautifulSoup, client: Client) -> None:
    for link in {str(a["href"]).split("?")[0] for a in soup.select("a[href^='/']")} - _followed:
        assert client.get(link).status_code in {200, 302}, link
        _followed.add(link)
    for link in (str(a["href"]) for a in soup.select("a[href^='#']")):
        assert soup.select(link), link


def test_nothing_comes_from_elsewhere(soup: BeautifulSoup) -> None:
    for tag in soup.select("[src], link[href]"):
        address = str(tag.get("src") or tag["href"])
        assert address.startswith("/"), address


def test_the_page_is_light_with_all_it_needs(soup: BeautifulSoup, html: str) -> None:
    """What travels, compressed, for a first visit: the page, its style sheet, its scripts."""
    asked = [str(tag.get("src") or tag.get("href")) for tag in soup.select("script[src], link[rel=stylesheet]")]
    files = [finders.find(address.removeprefix("/static/")) for address in asked]
    assert files
    assert all(files), asked
    weight = sum(len(gzip.compress(Path(str(file)).read_bytes())) for file in files) + len(gzip.compress(html.encode()))
    assert weight < 100_000


@pytest.mark.django_db
@pytest.mark.parametrize("door", PAGES, ids=[door.name for door in PAGES])
def test_the_page_speaks_english_too(door: Door, client: Client) -> None:
    page = BeautifulSoup(client.get(reverse(door.name, kwargs=door.kwargs), headers={"accept-language": "en"}).content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "en"


def test_the_focus_is_drawn() -> None:
    css = (STATIC / "relais.css").read_text("utf-8")
    assert re.search(r":focus-visible \{ outline: 3px solid var\(--focus\)", css)
    removed = re.findall(r"([^{}]*)\{[^{}]*outline: none", css)
    assert all(":not(:focus-visible)" in rule or ".main:focus" in rule or ".choice input" in rule for rule in removed), removed


def test_scripts_listen_to_no_movement() -> None:
    for script in STATIC.glob("*.js"):
        assert not re.search(r"devicemotion|deviceorientation", script.read_text("utf-8"))
