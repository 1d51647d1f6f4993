"""A journey that reads right after a click reads the page that it leaves, once in a hundred runs: whoever acts waits."""

import ast
from collections.abc import Iterator
from itertools import zip_longest

from tests.architecture import tracked

#: what waits, said by the block around the act or by the statement that follows it.
AROUND = ("expect_navigation", "expect_response", "expect_download")
AFTER = ("expect(", "wait_for", "clock.run_for")
#: what opens where it is, at once.
AT_ONCE = ("summary",)


def acts(node: ast.stmt) -> bool:
    """A click, or Enter, alone in its statement."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    given = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return call.func.attr == "click" or (call.func.attr == "press" and given == ["Enter"])


def hurried(tree: ast.AST) -> Iterator[int]:
    """The lines where something is done and nothing waits for what it brings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(word in ast.unparse(item) for item in node.items for word in AROUND):
            continue
        for name in ("body", "orelse", "finalbody"):
            found = getattr(node, name, None)
            statements = found if isinstance(found, list) else []
            for done, after in zip_longest(statements, statements[1:]):
                said = "" if after is None else ast.unparse(after)
                if acts(done) and not any(word in said for word in AFTER) and not any(word in ast.unparse(done) for word in AT_ONCE):
                    yield done.lineno


def test_who_clicks_or_presses_enter_waits_for_what_it_brings():
    found = {path: list(hurried(ast.parse(tracked.text(path)))) for path in tracked.paths() if path.startswith("tests/journeys/")}
    told = "write follow(link), enter(page) or press(page, words) of steps.py, or expect(…) right after"
    assert {path: lines for path, lines in found.items() if lines} == {}, told


def test_the_check_bites():
    hasty = "def a(page):\n    page.get_by_role('link').click()\n    assert page.locator('h1').count()\n"
    assert list(hurried(ast.parse(hasty))) == [2]
    assert list(hurried(ast.parse(hasty.replace("assert page", "expect(page").replace(".count()", ").to_be_visible()")))) == []
    assert list(hurried(ast.parse("def a(page):\n    with page.expect_navigation():\n        page.keyboard.press('Enter')\n"))) == []
