"""Each page of requirements proves what it says: the tests that it names exist, and a row that names none says «not done» and why."""

import ast
import re
from functools import cache

import pytest

from tests.architecture import tracked

PAGES = [path for path in tracked.ending(".md") if re.fullmatch(r"docs/building/requirements-[a-z-]+\.md", path)]
HEADINGS = ["requirement", "what Relais does", "proved by"]
NAMED = re.compile(r"tests/[\w/]+\.py(?:::\w+)*")
NOT_DONE = re.compile(r"\b(?:not done|non fait)\s*:\s*\S")


@cache
def names_in(path: str) -> frozenset[str]:
    """Names of the tests of a file, those of a class as ``Class::test``; none for a file that does not exist."""
    if not (tracked.ROOT / path).is_file():
        return frozenset()
    found = set()
    for node in ast.parse(tracked.text(path)).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def rows(page: str) -> list[list[str]]:
    """The cells of every row of the tables of a page; each table begins with the three headings."""
    found = []
    for line in page.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if cells != HEADINGS and not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                found.append(cells)
    return found


def faults(page: str) -> list[str]:
    """What a page claims and does not prove."""
    found = []
    for cells in rows(page):
        title = cells[0][:70]
        if len(cells) != len(HEADINGS):
            found.append(f"{title}: {len(cells)} cells")
            continue
        named = NAMED.findall(cells[-1])
        if not named and not NOT_DONE.search(cells[-1]):
            found.append(f"{title}: neither a test nor «not done: why»")
        for one in named:
            path, _colons, name = one.partition("::")
            if not name or name not in names_in(path):
                found.append(f"{title}: {one} does not exist")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_every_row_is_proved_by_tests_that_exist_or_says_why_it_is_not_done(path: str) -> None:
    page = tracked.text(path)
    assert len(rows(page)) > 10
    assert faults(page) == []


def test_there_is_a_page_and_its_faults_would_be_seen() -> None:
    assert PAGES
    head = "| requirement | what Relais does | proved by |\n|---|---|---|\n"
    here = "tests/architecture/test_requirements.py"
    good = f"| a | b | `{here}::test_there_is_a_page_and_its_faults_would_be_seen` |\n| c | d | not done: nobody asked |\n"
    assert faults(head + good) == []
    assert len(faults(head + f"| a | b | `{here}::test_gone` |\n| a | b | `{here}` |\n| a | b | soon |\n| a | b |\n")) == 4
