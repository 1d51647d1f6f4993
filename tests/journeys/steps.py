"""What the people of the journeys do on the screening pages, and the household of the issue: Awa's couple in Roubaix."""

from collections.abc import Iterable

from django.conf import settings
from playwright.sync_api import Locator, Page, Response

from relais.accounts.models import Member
from tests.factories.accounts import signed_in

#: a complete answer, on a machine that does other things meanwhile.
ANSWERED = 60_000

#: a couple with two children, one salary of 1 400 €, a rent of 620 € in Roubaix: field, words typed (a word chooses in a list).
ROUBAIX = (
    ("p1.naissance", "12/3/88"),
    ("couple", "Oui"),
    ("p2.naissance", "4/7/90"),
    ("enfants", "12/3/2014, 5/6/2020"),
    ("p1.statut", "En emploi"),
    ("p1.salaire", "1400"),
    ("p2.statut", "Sans emploi"),
    ("p2.salaire", "0"),
    ("commune", "roub"),
    ("logement", "Locataire, logement v"),
    ("loyer", "620"),
)
#: no live answer is on its way, nor half laid on the page (its folds are opened again last).
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
EXAMPLE = "/droits/exemples/couple-deux-enfants/"


def box(page: Page, key: str) -> Locator:
    """The box or the list of a field."""
    return page.locator(f"[id='{box_id(key)}']")


def box_id(key: str) -> str:
    return "f-" + key.replace(".", "-").replace("_", "-")


def beside(page: Page, key: str) -> Locator:
    """What stands beside a box: what was understood, or why it was not."""
    return page.locator(f"[id='{box_id(key)}-lu']")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def tab_to(page: Page, key: str) -> None:
    """Reach a field by the Tab key alone, past the disclosures between."""
    for _ in range(12):
        if focused(page) == box_id(key):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {key}: the focus is on {focused(page)!r}")


def type_field(page: Page, key: str, words: str) -> None:
    """By keyboard: reach the field, type or choose."""
    tab_to(page, key)
    page.keyboard.type(words)


def fill_expert(page: Page, fields: Iterable[tuple[str, str]] = ROUBAIX, **changed: str) -> None:
    """By hand or pointer, for journeys whose matter is elsewhere; works without scripts."""
    for key, words in fields:
        field, typed = box(page, key), changed.get(key, words)
        if field.evaluate("field => field.tagName") == "SELECT":
            label = field.evaluate("(field, typed) => [...field.options].find(one => one.text.startsWith(typed)).text", typed)
            field.select_option(label=label)
        else:
            field.fill(typed)


def press(page: Page, words: str, *, within: str = "main", exact: bool = True) -> Response | None:
    """Press a button that leads to a whole page; the answer of the server."""
    with page.expect_navigation(timeout=ANSWERED) as reached:
        page.locator(within).get_by_role("button", name=words, exact=exact).first.click()
    return reached.value


def follow(link: Locator) -> None:
    """Click what leads to a whole page and wait until it is there: nothing is read in the page left, nor in half of the next one."""
    with link.page.expect_navigation(timeout=ANSWERED):
        link.click()


def enter(page: Page) -> None:
    """Press Enter where it leads to a whole page, and wait until it is there."""
    with page.expect_navigation(timeout=ANSWERED):
        page.keyboard.press("Enter")


def quiet(page: Page) -> None:
    """Wait until what was just typed was sent, answered, and laid on the page: a field waits 400 ms, and timers come in their order."""
    page.evaluate("() => new Promise((done) => setTimeout(done, 450))")
    page.wait_for_function(AT_REST, timeout=ANSWERED)


def sought(page: Page, words: str) -> None:
    """Type in the search of the toolbox, and wait for what these whole words find, not their beginning."""
    page.locator("#mots").focus()
    page.keyboard.type(words)
    quiet(page)


def settled(page: Page, key: str, words: str) -> None:
    """Wait until the live answers have taken these words of this field, and stand."""
    said = "([id, words]) => document.getElementById(id)?.textContent.replace(/\\s/g, ' ').includes(words)"
    page.wait_for_function(said, arg=[f"{box_id(key)}-lu", words], timeout=ANSWERED)
    page.wait_for_function(AT_REST, timeout=ANSWERED)


def counts(page: Page) -> str:
    """«3 à demander, 2 à vérifier», empty before anything was told."""
    found = page.locator(".counts")
    return found.inner_text() if found.count() else ""


def plain(text: str) -> str:
    """The text with plain spaces."""
    return " ".join(text.split())


def at_work(page: Page, who: Member, path: str) -> Page:
    """The page at this address, where this member has just signed in, second factor included."""
    page.goto("/connexion/")
    name, site = settings.SESSION_COOKIE_NAME, page.url.removesuffix("connexion/")
    page.context.add_cookies([{"name": name, "value": signed_in(who).cookies[name].value, "url": site}])
    page.goto(path)
    return page
