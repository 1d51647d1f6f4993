"""A refusal is said in the language of the page: its words are gathered for the catalogue where they are written, and said where shown."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "relais"
ROOMS = ("accounts", "people", "casework", "exchange", "administration", "reception", "procedures", "mandates", "aids", "domiciliation")
#: what a refusal is raised with; ``refused`` is gathered by itself.
REFUSALS = ("Unable", "Unreadable", "RefusedFile", "Uncheckable")
SAYS = {"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext", "Sentence", "refused"}
#: said on a terminal, in French like every command of the host.
TERMINAL = {"accounts/services/organisations.py", "exchange/archive/arriving.py", "exchange/archive/leaving.py"}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _bare(node: ast.AST) -> Iterator[ast.AST]:
    """The texts under a node that no catalogue will hold."""
    if isinstance(node, ast.Call) and _name(node) in SAYS:
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()):
        yield node
        return
    for below in ast.iter_child_nodes(node):
        yield from _bare(below)


def untold(source: str) -> list[int]:
    """Lines where a refusal bears words that stay French on an English page."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node).startswith(REFUSALS):
            words = [*node.args, *(one.value for one in node.keywords)]
            found += [text.lineno for argument in words for text in _bare(argument)]  # type: ignore[attr-defined]  # an expression
        # a PDF that could not be made tells it in the language of the page already
        if isinstance(node, ast.ExceptHandler) and "UnableToRender" not in ast.unparse(node.type or ast.Constant("")):
            calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
            found += [one.lineno for one in calls if _name(one) == "error" and any(_is_raw(word) for word in one.args)]
    return sorted(found)


def _is_raw(node: ast.AST) -> bool:
    """``str(problem)``: the words of a refusal, not yet in the language of the page (``ui.forms.in_words`` says them)."""
    return isinstance(node, ast.Call) and _name(node) == "str" and isinstance(node.args[0], ast.Name)


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_is_said_in_the_language_of_the_page(room: str) -> None:
    found = [
        f"relais/{inside}:{line}"
        for file in sorted((PACKAGE / room).rglob("*.py"))
        if (inside := file.relative_to(PACKAGE).as_posix()) not in TERMINAL
        for line in untold(file.read_text("utf-8"))
    ]
    assert found == [], "write gettext_noop(…) or Sentence(…) around the words, and in_words(problem) where a message shows them"


def test_what_the_walk_finds() -> None:
    assert untold('raise UnableToSend(whole="Ce dossier est clos.")\n') == [1]
    assert untold('raise UnableToSend(**{name: f"Il manque {what}."})\n') == [1]
    assert untold("try:\n    send()\nexcept Unable as problem:\n    messages.error(request, str(problem))\n") == [4]
    assert untold('raise UnableToSend(whole=gettext_noop("Ce dossier est clos."), day=Sentence("Il y a {n} jours.", n=2))\n') == []


#: raised where no form asks: for several lines of a table, for the code of a right, by a rule of an account told whole.
NO_BOX = {"whole", "fields", "lead", "right", "starts_at"}


@pytest.mark.parametrize("room", ["people", "casework", "exchange", "administration", "reception"])
def test_every_refusal_is_told_beside_a_box_that_a_form_has(room: str) -> None:
    boxes, raised = set(), {}
    for file in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and "web" in file.parts:
                boxes |= {name.id for one in node.body if isinstance(one, ast.Assign) for name in one.targets if isinstance(name, ast.Name)}
            if isinstance(node, ast.Call) and _name(node).startswith("UnableTo"):
                raised |= {one.arg: f"{file.name}:{node.lineno}" for one in node.keywords if one.arg}
    assert {name: place for name, place in raised.items() if name not in boxes | NO_BOX} == {}, "name the box of the form that it is about"
