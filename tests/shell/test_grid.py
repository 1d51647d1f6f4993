"""What the accessibility grid claims and the text of a page can show, on every screen of the sample (tests/shell/screens.py)."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from tinyhtml5.parser import HTMLParser

from relais.foundation import limits
from relais.ui.typography import reading_direction
from tests.shell.screens import screens, soups
from tests.shell.test_every_page import STATIC

pytestmark = pytest.mark.django_db

#: elements that hold words and no block.
PHRASING = "p, h1, h2, h3, h4, h5, h6, label, button, dt, legend, caption, summary span, a span"
BLOCKS = "p, div, ul, ol, dl, table, section, article, form, fieldset, h1, h2, h3, h4, h5, h6"


@pytest.fixture(autouse=True)
def no_limit() -> None:
    limits.forget_all()


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def name_of(tag: Tag) -> str:
    return words(tag) or str(tag.get("aria-label", ""))


def test_the_code_follows_its_grammar() -> None:
    """8.2: no tag left open, crossed, or closed twice, no attribute twice, no block inside a sentence, no identifier twice."""
    for name, html in screens().items():
        parser = HTMLParser()
        parser.parse(html)
        assert not parser.errors, (name, parser.errors[:3])
        for holder in soups()[name].select(PHRASING):
            assert not holder.select(BLOCKS), (name, str(holder)[:200])
        used = Counter(tag["id"] for tag in soups()[name].select("[id]"))
        assert max(used.values()) == 1, (name, used.most_common(2))


def test_titles_tell_pages_apart_and_say_their_matter() -> None:
    """8.6: a title names the page as its first heading or its matter does; screens of different matters have different titles."""
    titles = {name: words(soup.title) for name, soup in soups().items() if soup.title}  # type: ignore[arg-type]
    assert all(title.endswith("· Relais") and len(title) > 14 for title in titles.values()), titles
    same = defaultdict(set)
    for name, title in titles.items():
        same[title].add(words(soups()[name].h1))  # type: ignore[arg-type]
    assert all(len(headings) == 1 for headings in same.values()), same


def test_changes_of_language_bear_a_language_that_exists() -> None:
    """8.7, 8.8: the button that speaks English says so, and no other code is used than those of the two languages."""
    for name, soup in soups().items():
        assert {str(tag["lang"]) for tag in soup.select("[lang]")} <= {"fr", "en"}, name
        assert all(tag.get("lang") == "en" for tag in soup.select("button[name=language]")), name
        other = re.findall(r"\b(?:the|you|your|please|sign in|home page)\b", words(soup.main or soup), re.IGNORECASE)  # type: ignore[arg-type]
        assert not other, (name, other)


def test_no_tag_serves_only_the_look() -> None:
    """8.9: no empty block, no tag of presentation, no line broken twice."""
    for name, soup in soups().items():
        assert not soup.select("b, i, u, s, tt, center, font, big, small"), name
        assert not re.search(r"<br\s*/?>\s*<br", screens()[name]), name
        empty = [tag for tag in soup.select("p, li, h1, h2, h3, h4, h5, td, dd") if not words(tag) and not tag.select("input, svg, button")]
        kept = [tag for tag in empty if tag.get("id") not in {"annonce"} and "echo" not in tag.get("class", [])]
        assert not kept, (name, kept[:2])


def test_headings_tell_the_structure() -> None:
    """9.1: one first heading, no level left out, none empty, and no line that only looks like a heading."""
    for name, soup in soups().items():
        headings = soup.select("h1, h2, h3, h4, h5, h6")
        levels = [int(tag.name[1]) for tag in headings]
        assert levels.count(1) == (2 if soup.select("article.paper h1") else 1), name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, [(tag.name, words(tag)) for tag in headings])
        assert all(words(tag) for tag in headings), name
        bold = [tag for tag in soup.select("main p > strong:only-child") if words(tag) == words(tag.parent)]  # type: ignore[arg-type]
        assert all(tag.find_parent(class_="banner") or tag.find_parent(class_="answer-amount") for tag in bold), (name, bold[:2])


def test_lists_are_lists() -> None:
    """9.3."""
    for name, soup in soups().items():
        assert all(tag.parent is not None and tag.parent.name in {"ul", "ol"} for tag in soup.select("li")), name
        for holder in soup.select("ul, ol"):
            assert {tag.name for tag in holder.find_all(recursive=False)} <= {"li"}, (name, holder.get("class"))
        for holder in soup.select("dl"):
            assert {tag.name for tag in holder.find_all(recursive=False)} <= {"div", "dt", "dd"}, name
        assert not re.search(r">\s*[-•*] \w", screens()[name].replace("<textarea", "<!--").replace("</textarea>", "-->")), name


def test_nothing_is_quoted() -> None:
    """9.4: no citation anywhere; guillemets only name a button or a group."""
    assert not any(soup.select("blockquote, q, cite") for soup in soups().values())


def test_drawings_say_what_they_show_and_where_their_figures_are() -> None:
    """1.3, 1.6, 1.7, 1.9: each drawing has its sentence, its caption, and its figures in a table just after."""
    drawn = [figure for soup in soups().values() for figure in soup.select("figure")]
    assert drawn
    for figure in drawn:
        picture = figure.select_one("svg[role=img]")
        assert picture is not None
        said, caption = str(picture["aria-label"]), words(figure.figcaption)  # type: ignore[arg-type]
        assert len(said.split()) > 8 and "juste après" in said
        assert figure["role"] == "figure" and str(figure["aria-label"]).split() == caption.split()
        assert figure.select("table tbody tr"), "its figures"


def test_no_picture_holds_text() -> None:
    """1.8: there is no picture at all but drawings whose letters are text."""
    assert not any(soup.select("img, picture, input[type=image]") for soup in soups().values())
    assert not any("url(" in sheet.read_text("utf-8") for sheet in STATIC.glob("*.css"))


def test_states_are_said_in_words() -> None:
    """3.1: colour says nothing alone."""
    for name, soup in soups().items():
        assert all(words(badge) for badge in soup.select(".badge")), name
        assert all(words(tag.select_one("strong")) for tag in soup.select("[class^=condition-]")), name  # type: ignore[arg-type]
        assert all(tag.get("aria-invalid") for tag in soup.select(".q-bad input, .q-bad select")), name
        assert all(tag.select("svg") and words(tag) for tag in soup.select(".error, .echo-bad") if words(tag)), name
    assert soups()["example"].select(".entrances [aria-current=page]")


def test_tables_are_simple_and_named() -> None:
    """5.1, 5.2, 5.5: headers in one row and one column; two tables of a page have two names."""
    tables = [(name, table) for name, soup in soups().items() for table in soup.select("table")]
    assert len(tables) > 5
    for name, table in tables:
        assert not table.select("th[colspan], th[rowspan], td[headers], thead tr + tr"), name
    for name, soup in soups().items():
        captions = [words(table.caption) for table in soup.select("table")]  # type: ignore[arg-type]
        assert len(captions) == len(set(captions)), (name, captions)


def test_a_link_says_where_it_leads() -> None:
    """6.1: no «cliquez ici»; the same words lead to the same place."""
    for name, soup in soups().items():
        leads = defaultdict(set)
        for link in soup.select("a[href]"):
            said = name_of(link).casefold()
            assert said not in {"ici", "cliquez ici", "lien", "plus", "en savoir plus", "lire la suite", "voir"}, name
            leads[said].add(str(link["href"]).split("?")[0])
        unlike = {said: to for said, to in leads.items() if len(to) > 1 and not all(one.startswith("#") for one in to)}
        assert set(unlike) <= {"voir la réponse"}, (name, unlike)


def test_a_button_says_its_act() -> None:
    """11.9."""
    for name, soup in soups().items():
        for button in soup.select("button:not([aria-hidden]), summary"):
            said = name_of(button).casefold()
            assert (len(said) > 2 and said not in {"ok", "valider", "envoyer", "soumettre", "go", "oui", "non"}) or (
                said in {"oui", "non"} and (button.get("name") == "choisi")
            ), (name, said)


def test_labels_tell_fields_apart() -> None:
    """11.2, 11.5, 11.7: the name of the group and the label tell a field from all others, and groups have different names."""
    for name, soup in soups().items():
        told: Counter[tuple[str, str]] = Counter()
        for field in soup.select("main input:not([type=hidden]):not([type=radio]), main select, main textarea"):
            label = soup.select_one(f"label[for='{field.get('id', '')}']") or field.find_parent("label")
            group = field.find_parent(attrs={"role": "group"}) or field.find_parent("fieldset") or field.find_parent("section")
            title = str(group.get("aria-labelledby", group.get("aria-label", group.get("id", "")))) if group else ""
            told[title, words(label) if label else str(field.get("aria-label"))] += 1
        assert not told or max(told.values()) == 1, (name, told.most_common(3))
        groups = [str(group["aria-labelledby"]) for group in soup.select("[role=group][aria-labelledby]")]
        assert len(groups) == len(set(groups)) and all(soup.find(id=one) for one in groups), name


def test_a_field_has_the_same_label_everywhere() -> None:
    """11.3: the guided entrance asks in the words of the expert page."""
    expert = {str(label["for"]): words(label) for label in soups()["example"].select("label[for^=f-]")}
    asked = soups()["guided, an answer not read"].select_one("label[for=f-loyer]")
    assert asked is not None and words(asked) == expert["f-loyer"]


def test_lists_of_choices_are_short() -> None:
    """11.8: none needs groups."""
    assert max(len(tag.select("option")) for soup in soups().values() for tag in soup.select("select")) <= 15


def test_errors_are_beside_the_field_with_an_example() -> None:
    """11.10, 11.11: what was typed stays, the sentence is linked to its box and shows how to write it; what must be filled is said."""
    soup = soups()["answers, asked"]
    box = soup.select_one("#f-loyer")
    assert box is not None and box["value"] == "beaucoup" and box["aria-invalid"] == "true"
    beside = [soup.find(id=one) for one in str(box["aria-describedby"]).split()]
    assert any(one is not None and re.search(r"\d", words(one)) for one in beside), "an example with figures"  # type: ignore[arg-type]
    assert soup.select_one(".summary-errors[role=alert] a[href='#f-loyer']")
    for name in ("feedback", "accounts:sign_in"):
        assert "Tout est à remplir" in words(soups()[name].main), name  # type: ignore[arg-type]


def test_fields_of_one_s_own_account_fill_themselves() -> None:
    """11.13: identifier and password; the facts of a household are those of somebody else, and are never kept by the browser."""
    fields = {tag.get("autocomplete") for tag in soups()["accounts:sign_in"].select("main input:not([type=hidden])")}
    assert fields == {"username", "current-password"}
    assert soups()["example"].select_one("form#situation")["autocomplete"] == "off"  # type: ignore[index]


def test_menu_footer_and_map_are_the_same_everywhere() -> None:
    """12.1 to 12.4: a menu and a map of the site, in the same place on every page; the map leads to every page of the sample."""
    frames = {
        (tuple(words(a) for a in soup.select("header nav a")), tuple(words(a) for a in soup.select("footer nav a")))
        for soup in soups().values()
    }
    assert len(frames) == 1
    assert all(soup.select("footer a[href='/plan-du-site/']") for soup in soups().values())
    mapped = {str(a["href"]) for a in soups()["site-map"].select("main a")}
    assert {"/", "/droits/", "/droits/guidee/", "/comment-ca-marche/", "/accessibilite/", "/signaler/", "/connexion/"} <= mapped


def test_the_search_is_reached_the_same_way_from_everywhere() -> None:
    """12.5: one page searches the tools, one letters received, one time limits; the menu of every page leads to the first."""
    searching = {name for name, soup in soups().items() if soup.select("[role=search], input[type=search]")}
    assert searching == {"tools:home", "tools:mails", "tools:clocks"}, "each says what it searches"
    for name, soup in soups().items():
        assert soup.select_one(f"header nav a[href='{reverse('tools:home')}']") is not None, name


def test_there_is_no_shortcut_and_no_gesture() -> None:
    """12.10, 13.10, 13.11: no key alone does anything, no gesture, nothing done on the press itself."""
    assert not any(soup.select("[accesskey]") for soup in soups().values())
    scripts = "".join(script.read_text("utf-8") for script in STATIC.parents[2].glob("*/static/*/*.js"))
    assert set(re.findall(r"event\.key !?== \"(\w+)\"", scripts)) <= {"Enter"}
    assert not re.search(r"touch(start|move|end)|gesture(start|change)|mousedown|dragstart|wheel", scripts)
    assert re.findall(r'"pointer\w+"', scripts) == ['"pointerdown"', '"pointermove"'], "only the hour of the last sign of life"


def test_the_direction_is_that_of_the_words_typed() -> None:
    """8.10: a part in another language says its own; a box, and the paper made from it, follow the first letter typed."""
    marked = [(name, tag) for name, soup in soups().items() for tag in soup.select("[dir]")]
    assert marked
    for name, tag in marked:
        if tag.get("lang"):
            assert tag["dir"] in {"ltr", "rtl"}, (name, str(tag)[:120])
        else:
            on_paper = tag.find_parent(class_="paper-letter") is not None
            assert tag["dir"] == (reading_direction(tag.get_text()) if on_paper else "auto"), (name, str(tag)[:120])
            assert on_paper or tag.name in {"input", "textarea"}, (name, str(tag)[:120])


def the_hint_says_euros(soup: BeautifulSoup, sign: Tag) -> bool:
    box = sign.parent.select_one("input") if sign.parent and words(sign) == "€" else None
    hints = [soup.find(id=hint) for hint in str(box.get("aria-describedby", "")).split()] if box else []
    return any("euros" in words(hint) for hint in hints if isinstance(hint, Tag))


def test_nothing_is_hidden_that_should_be_heard() -> None:
    """10.8, 12.8: what is hidden from readers is decoration, takes no focus, and the order of the keyboard is that of the text."""
    for name, soup in soups().items():
        for hidden in soup.select("[aria-hidden=true]"):
            alone = hidden.name in {"svg", "button"} or hidden.get("class") == ["paper-number"] or hidden.find_parent("svg")
            assert alone or the_hint_says_euros(soup, hidden), (name, str(hidden)[:120])
        assert not soup.select("[tabindex]:not([tabindex='-1']):not([tabindex='0'])"), name


def test_nothing_is_told_by_place_or_shape_alone() -> None:
    """10.9, 10.10: «at the bottom of the page» goes with the name of the link."""
    for name, soup in soups().items():
        alone = re.findall(r"(?:à droite|à gauche|ci-contre|la case (?:rouge|verte)|le bouton (?:rond|vert|rouge))", words(soup))
        assert not alone, (name, alone)


def test_no_sign_stands_for_words_and_nothing_appears_by_hovering() -> None:
    """10.13, 10.14, 13.5, 13.6: no emoticon, no drawing in letters, no bubble."""
    for name, soup in soups().items():
        assert not re.search(r"[\U0001F300-\U0001FAFF]|[:;]-?\)(?!\w)|<3", words(soup)), name
        assert not soup.select("[title]:not(link)"), name
    for sheet in STATIC.parents[2].glob("*/static/*/*.css"):
        css = sheet.read_text("utf-8")
        assert not re.search(r":(?:hover|focus)[^{]*\{[^}]*(?:display|visibility|content):", css), sheet.name


def test_nothing_moves_or_flashes() -> None:
    """13.7, 13.8: one slow shimmer while something loads, on no page of the sample, and none when the system asks for stillness."""
    css = "".join(sheet.read_text("utf-8") for sheet in STATIC.parents[2].glob("*/static/*/*.css"))
    assert re.findall(r"@keyframes (\w+)", css) == ["shimmer"]
    assert "prefers-reduced-motion: reduce" in css
    assert not any(soup.select(".skeleton, marquee, blink, meta[http-equiv=refresh]") for soup in soups().values())


def test_colours_of_text_and_ground_go_together() -> None:
    """10.5: the body declares both, and all else inherits or declares them by the tokens of one theme."""
    css = (STATIC / "relais.css").read_text("utf-8")
    body = re.search(r"\nbody \{([^}]*)\}", css)
    assert body is not None and "background: var(--ground)" in body[1] and "color: var(--ink)" in body[1]


def test_only_native_controls_are_used() -> None:
    """7.3: links, buttons, boxes, lists, disclosures and dialogs of the browser, which the keyboard knows."""
    for name, soup in soups().items():
        roles = {str(tag["role"]) for tag in soup.select("[role]")}
        assert roles <= {"group", "status", "alert", "img", "figure", "region", "search"}, (name, roles)
