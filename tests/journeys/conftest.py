"""Journeys in Debian's Chromium: a page that loads badly, logs an error or breaks the content policy fails its journey.

Clicking through an unstyled page passes unseen, so every response of 400 and more that the journey does not expect, every
console error and every refusal of the content policy is collected and asserted at the end.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
#: two journeys share the machine: what is waited for may be late, for acts and for what is expected alike.
PATIENCE = 40_000
expect.set_options(timeout=PATIENCE)

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 700}
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def one_request_at_a_time() -> Iterator[None]:
    """All share the one connection of a database in memory: a draft saved behind a page that loads would mix their transactions."""
    alone, genuine = threading.Lock(), WSGIHandler.__call__

    def call(self: WSGIHandler, *given: Any) -> Any:
        with alone:
            return genuine(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", call)
        yield


def chromium() -> str:
    """Debian's Chromium (RELAIS_CHROMIUM to name another); the journey is refused without one."""
    found = os.environ.get("RELAIS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing: apt install chromium, or set RELAIS_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def engine() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as running:
        yield running


def launched(engine: Playwright, *more: str, without: Sequence[str] = ()) -> Browser:
    """A Chromium, with more flags, or without some that Playwright adds."""
    flags = [*_FLAGS, *more, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    return engine.chromium.launch(executable_path=chromium(), args=flags, ignore_default_args=list(without))


@pytest.fixture(scope="session")
def browser(engine: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    running = launched(engine)
    yield running
    running.close()


@dataclass
class Watch:
    """What went wrong in the page while nobody looked; ``expected`` holds the statuses a journey provokes on purpose."""

    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        page.on("response", lambda answer: self._status(answer.status, answer.url))
        page.on("requestfailed", self._failed)
        page.on("console", lambda line: self._console(line.type, line.text))
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def _status(self, status: int, url: str) -> None:
        if status >= 400 and status not in self.expected:
            self.problems.append(f"{status} {url}")

    def _failed(self, asked: Any) -> None:
        # a request replaced by a newer one (htmx sync) is aborted on purpose
        if "ERR_ABORTED" not in (asked.failure or ""):
            self.problems.append(f"failed {asked.url}: {asked.failure}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not any(f"status of {status}" in text for status in self.expected):
            self.problems.append(f"console: {text}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Collects what the page complains about; asserted empty when the journey ends."""
    watching = Watch()
    yield watching
    assert not watching.problems, "\n".join(watching.problems)


@pytest.fixture
def open_context(browser: Browser, live_server: Any, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Make a browser context: ``open_context(viewport=NARROW, java_script_enabled=False, color_scheme="dark")``."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        settings = {"viewport": WIDE, "locale": "fr-FR", "base_url": live_server.url, **options}
        context = browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        context.on("page", watch.follow)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A wide page with JavaScript."""
    return open_context().new_page()


#: the rules looked at; what holds is not told at length (on the page of answers, 0.06 MB come back rather than 0.9).
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Run axe-core on the page as it is; any violation fails with rule, help and target."""

    def check(page: Page) -> None:
        whole(page)
        styled = page.locator("html").evaluate("root => getComputedStyle(root).getPropertyValue('--pine').trim().length")
        assert styled, "the page is unstyled: axe would pass for nothing"
        found = Axe().run(page, options=AXE)
        said = [f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']]}" for rule in found.response["violations"]]
        assert not said, f"{page.url}\n" + "\n".join(said)

    return check


def whole(page: Page) -> None:
    """Wait for the document: a link just followed may leave, for an instant, one without a root."""
    page.wait_for_load_state("load")
    page.locator("html").wait_for(state="attached")


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    whole(page)
    return bool(page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth"))


FIGURE = "measured"


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say a figure that the journey measured; they are printed together at the end, whatever process ran it."""
    return lambda said: record_property(FIGURE, said)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures measured, after the results."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, []) if report.when == "call"]
    for name, said in (pair for report in reports for pair in report.user_properties):
        if name == FIGURE:
            terminalreporter.write_line(f"measured: {said}")


@pytest.fixture
def screenshot_folder() -> Path | None:
    """Where RELAIS_SCREENSHOTS asks for pictures, or None."""
    asked = os.environ.get("RELAIS_SCREENSHOTS")
    return Path(asked) if asked else None
