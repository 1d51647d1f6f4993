"""What the accessibility grid claims and only a browser shows: doubled and spaced text, no style sheet, forced colours, the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import WIDE, fits
from tests.journeys.steps import EXAMPLE, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def kept_sheet(page: Page) -> None:
    page.goto(EXAMPLE)
    press(page, "Feuille pour la personne")
    page.locator("#droits-demander input").first.check()
    press(page, "Voir la feuille")


def after(button: str) -> Callable[[Page], None]:
    def reach(page: Page) -> None:
        page.goto(EXAMPLE)
        press(page, button)

    return reach


def at(address: str) -> Callable[[Page], None]:
    return lambda page: page.goto(address) and None


SCREENS: dict[str, Callable[[Page], None]] = {
    "home": at("/"),
    "how": at("/comment-ca-marche/"),
    "accessibility": at("/accessibilite/"),
    "feedback": at("/signaler/"),
    "sign-in": at("/connexion/"),
    "map": at("/plan-du-site/"),
    "answers": at(EXAMPLE),
    "guided": at("/droits/guidee/"),
    "what if": after("Et si…\u202f?"),
    "copy": after("Copier pour mon logiciel"),
    "choice": after("Feuille pour la personne"),
    "sheet": kept_sheet,
    "professional": after("Feuille du professionnel"),
}

#: boxes whose words do not hold in them: hidden overflow, or a height that cuts.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const style = getComputedStyle(one);
  if (one.closest('.seen-by-readers, svg, select, textarea, thead, [hidden]')) return false;
  if (!one.checkVisibility() || !one.innerText?.trim()) return false;
  const cuts = (way) => ['hidden', 'clip'].includes(style[way]);
  return (cuts('overflowX') && one.scrollWidth > one.clientWidth + 1) || (cuts('overflowY') && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""
#: words that lie over other words, among the leaves of the text.
UNFOLD = "() => { for (const fold of document.querySelectorAll('main details')) fold.open = true; }"
SPACED = """() => { for (const one of document.querySelectorAll('body, body *')) {
  const size = parseFloat(getComputedStyle(one).fontSize);
  one.style.setProperty('line-height', '1.5', 'important'); one.style.setProperty('letter-spacing', '0.12em', 'important');
  one.style.setProperty('word-spacing', '0.16em', 'important');
  if (one.tagName === 'P') one.style.setProperty('margin-bottom', `${2 * size}px`, 'important');
} }"""
DOUBLED = """() => { const all = [...document.querySelectorAll('body, body *')];
  const sizes = all.map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]);
  for (const [one, size] of sizes) one.style.setProperty('font-size', `${2 * size}px`, 'important'); }"""

every_screen = pytest.mark.parametrize("screen", SCREENS)


@every_screen
def test_text_twice_as_large_is_whole(screen: str, page: Page) -> None:
    """10.4: letters alone doubled on a wide screen, then the page zoomed to 200 % (640 CSS pixels)."""
    SCREENS[screen](page)
    page.evaluate(UNFOLD)
    page.set_viewport_size({"width": 640, "height": 512})
    assert fits(page) and not page.evaluate(CLIPPED)
    page.set_viewport_size(WIDE)
    page.evaluate(DOUBLED)
    assert not page.evaluate(CLIPPED)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


@every_screen
def test_text_may_be_spaced_out(screen: str, page: Page) -> None:
    """10.12: the four spacings of the criterion at once, folds open; 13.9: the screen turned on its side."""
    SCREENS[screen](page)
    page.evaluate(UNFOLD)
    page.evaluate(SPACED)
    assert not page.evaluate(CLIPPED)
    assert fits(page)
    page.set_viewport_size({"width": 700, "height": 320})
    assert fits(page) and page.locator("h1").first.is_visible()


@every_screen
def test_without_style_sheet_all_is_there_in_order(screen: str, open_context: Callable[..., BrowserContext]) -> None:
    """10.2, 10.3: the words of the styled page, in the same order."""
    page = open_context().new_page()
    SCREENS[screen](page)
    styled = page.locator("h1, h2, h3, main label:not(.choice), main button:not([aria-hidden])").all_text_contents()
    seen = " ".join(page.inner_text("main").split()).casefold()
    page.evaluate("() => { for (const sheet of [...document.styleSheets]) sheet.disabled = true; }")
    bare = " ".join(page.inner_text("main").split()).casefold()
    assert page.locator("h1, h2, h3, main label:not(.choice), main button:not([aria-hidden])").all_text_contents() == styled
    missing = [word for word in set(seen.split()) if word not in bare and word.isalpha()]
    assert not missing, missing
    assert len(bare) >= len(seen) * 0.95


@every_screen
def test_the_keyboard_goes_everywhere_sees_where_it_is_and_is_never_trapped(screen: str, page: Page) -> None:
    """7.3, 10.7, 12.8, 12.9, 12.11: each control is reached by Tab in the order of the text, with a ring, as far as the end."""
    SCREENS[screen](page)
    page.evaluate("document.activeElement?.blur()")
    wanted = page.evaluate(REACHABLE)
    reached: list[int] = []
    for _ in range(wanted + 12):
        page.keyboard.press("Tab")
        found = page.evaluate(WHERE)
        if found is None:
            break
        assert found["ring"], (screen, found)
        reached.append(found["rank"])
    ours = [rank for rank in reached if rank >= 0]
    start = ours.index(min(ours))
    turned = ours[start:] + ours[:start]
    assert len(set(ours)) >= wanted * 0.98, (screen, wanted, len(set(ours)))
    assert turned == sorted(turned) or ours == sorted(ours), "the order of the keyboard is that of the text"


REACHABLE = """() => { window.controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden'
    && !(one.type === 'radio' && document.querySelectorAll(`[name="${one.name}"]`)[0] !== one));
  return window.controls.length; }"""
WHERE = """() => { const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ringed = [one, one.closest('label')].filter(Boolean).some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; });
  return { rank: window.controls.indexOf(one), ring: ringed, what: one.outerHTML.slice(0, 100) }; }"""


def test_forced_colours_keep_borders_and_states(open_context: Callable[..., BrowserContext], check_axe: Callable[[Page], None]) -> None:
    """3.1, 3.3: when the system chooses the colours, buttons keep an edge, the current entrance stays told, badges keep their words."""
    page = open_context(forced_colors="active").new_page()
    page.goto(EXAMPLE)
    edge = "one => { const style = getComputedStyle(one); return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0; }"
    assert page.locator("main .button-secondary").first.evaluate(edge) and page.locator(".badge").first.evaluate(edge)
    assert page.locator(".entrances [aria-current=page]").inner_text() == "Tout sur une page"
    check_axe(page)


def test_a_label_stands_against_its_box(page: Page) -> None:
    """11.4: never more than three lines of hint between a label and its box, on the page of all questions."""
    page.goto(EXAMPLE)
    page.evaluate(UNFOLD)
    apart = page.evaluate(
        """() => [...document.querySelectorAll('main label[for]')].filter((one) => one.checkVisibility()).map((one) => {
      const label = one.getBoundingClientRect(), box = document.getElementById(one.htmlFor).getBoundingClientRect();
      return [one.innerText, Math.max(0, box.top - label.bottom), Math.abs(box.left - label.left)];
    }).filter((one) => one[1] > 90 || one[2] > 40)"""
    )
    assert not apart, apart


def test_in_text_a_link_is_underlined(page: Page) -> None:
    """10.6: a link among words is told apart by more than its colour."""
    for screen in ("home", "how", "answers", "accessibility", "map"):
        SCREENS[screen](page)
        bare = page.evaluate(
            """() => [...document.querySelectorAll('main p a, main li a, main dd a')].filter((one) => one.checkVisibility()
          && !one.classList.contains('button') && !getComputedStyle(one).textDecorationLine.includes('underline'))
          .map((one) => one.outerHTML)"""
        )
        assert not bare, (screen, bare)


def test_the_live_line_speaks_at_most_every_two_seconds(page: Page) -> None:
    """7.5: eleven answers within a second are told once at once, then once with the last words."""
    page.clock.install()
    page.goto("/droits/")
    page.evaluate(
        """() => { window.heard = []; const line = document.getElementById('annonce');
      new MutationObserver(() => window.heard.push([Date.now(), line.textContent]))
        .observe(line, {childList: true, characterData: true, subtree: true});
      window.answer = (words) => { const box = document.getElementById('resultats');
        box.innerHTML = `<p data-announce="${words}"></p>`;
        box.dispatchEvent(new CustomEvent('htmx:afterSettle', {bubbles: true, detail: {target: box}})); }; }"""
    )
    for rank in range(11):
        page.evaluate("rank => window.answer(`${rank} à demander`)", rank)
        page.clock.run_for(90)
    page.clock.run_for(5_000)
    heard = page.evaluate("window.heard")
    assert [words for _at, words in heard] == ["0 à demander", "10 à demander"]
    assert heard[1][0] - heard[0][0] >= 1_800  # as told to the page: the line and its observer wake at slightly different moments
    assert page.locator("#annonce").get_attribute("role") == "status"
