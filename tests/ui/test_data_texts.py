"""Every text of law, and of the registers, that can reach a screen is gathered; nothing hides behind a new key or a bare string."""

import ast
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from relais.kernel.sentences import Sentence
from relais.law.engine.freshness import revalued
from relais.law.engine.inputs import ENGINE_INPUTS, RATIOS
from relais.law.engine.overrides import read_overrides
from relais.law.rights.catalogue import catalogue
from relais.law.rights.local import load_local
from relais.law.situation.catalogue import facts, reserves
from relais.shell.accessibility import grid
from relais.shell.registers import algorithms, capabilities
from relais.ui import catalogues, data_texts

PACKAGE = catalogues.PACKAGE


def gathered(room: str) -> set[str]:
    return {text for _place, text in data_texts.texts_of_room(room, PACKAGE)}


def strings(value: object, *, under: frozenset[str]) -> set[str]:
    """The texts of a loaded value, of its fields that hold words."""
    found: set[str] = set()
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            held = getattr(value, one.name)
            if isinstance(held, str) and one.name in under:
                found.add(held)
            elif isinstance(held, tuple) and one.name in under and all(isinstance(item, str) for item in held):
                found |= set(held)
            elif isinstance(held, tuple):
                found |= set().union(*(strings(item, under=under) for item in held))
    return {text for text in found if any(letter.isalpha() for letter in text) and not data_texts.REFERENCE.fullmatch(text)}


CARD_WORDS = frozenset({
    "label", "short", "sentence", "words", "proofs", "text", "article", "limits", "person_sentence", "bring", "where",
})  # fmt: skip


def test_every_word_of_every_card_is_gathered() -> None:
    cards = catalogue().values()
    assert len(cards) >= 41
    found = set().union(*(strings(card, under=CARD_WORDS) for card in cards))
    assert len(found) > 400
    assert found <= gathered("law"), sorted(found - gathered("law"))[:5]


def test_every_word_of_every_fact_and_reserve_is_gathered() -> None:
    words = frozenset({"label", "hint", "why", "paper", "sentence", "question"})
    found = set().union(*(strings(one, under=words) for one in (*facts().values(), *reserves().values())))
    choices = {label for fact in facts().values() for label in fact.choices.values() if any(letter.isalpha() for letter in label)}
    assert len(found) > 150 and len(choices) > 40
    assert found | choices <= gathered("law"), sorted((found | choices) - gathered("law"))[:5]


def test_every_word_of_the_engine_and_of_the_registers_is_gathered() -> None:
    law = {one.words for one in (*revalued(), *ENGINE_INPUTS, *RATIOS.values())} | {one.source for one in read_overrides()}
    shell = {one.sentence for one in capabilities()} | {one.title for theme in grid().themes for one in theme.criteria}
    shell |= set().union(*({one.name, one.purpose, one.role, *one.operations, *one.known_errors} for one in algorithms()))
    assert len(law) > 50 and len(shell) > 120
    assert law <= gathered("law") and shell <= gathered("shell")


def test_a_key_that_nobody_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="'conseil' holds texts or codes"):
        list(data_texts.texts_of_yaml("label: Un\nconseil: Demandez tôt"))


def test_texts_are_found_at_any_depth_and_codes_are_not() -> None:
    source = """
    facts:
    - {code: rent, label: Loyer, choices: {oui: "Oui", c1: "1"}, samples: [oui]}
    references: [{text: "Code", mark: M}, {article: "CSS L.821-1"}, {article: "CSS L.821-1 et L.821-2"}]
    facts_read: {test: {label: rien}}
    """
    assert list(data_texts.texts_of_yaml(source.replace("facts_read:", "rule:"))) == ["Loyer", "Oui", "Code", "CSS L.821-1 et L.821-2"]


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of a name in the package, with its place."""
    return [
        (f"{file.relative_to(PACKAGE).as_posix()}:{node.lineno}", node)
        for file in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_every_sentence_is_a_literal_where_it_is_written() -> None:
    written = [one for one in calls("Sentence") if not one[0].startswith("kernel/")]
    assert len(written) > 80
    hidden = [place for place, call in written if not (call.args and isinstance(call.args[0], ast.Constant))]
    assert hidden == [], "a template that is computed cannot be gathered: write it whole"


def test_what_cannot_be_read_is_always_a_sentence() -> None:
    """The type says so to mypy; here, that no bare text passes under another name."""
    raised = [one for name in ("UnreadableError", "AmbiguousPlaceError") for one in calls(name)]
    assert len(raised) > 30
    bare = [place for place, call in raised if isinstance(call.args[0], ast.Constant | ast.JoinedStr)]
    assert bare == []


@pytest.mark.parametrize("module", ["answers/judging.py", "answers/wording.py", "answers/whatif.py", "situation/checks.py"])
def test_the_words_of_law_on_a_page_are_sentences(module: str) -> None:
    """No French text stands bare in what a page shows: a text with a space in it is the template of a sentence, or a docstring."""
    tree = ast.parse((PACKAGE / "law" / module).read_text("utf-8"))
    kept = {id(call.args[0]) for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args}
    kept |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    bare = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip() and id(node) not in kept
    ]
    assert bare == []


def test_local_rights_say_their_conditions_in_sentences(tmp_path: Path) -> None:
    for file in sorted((PACKAGE / "demo" / "local_rights").glob("*.yaml")):
        source = re.sub(r',? *libelle: "[^"]*"', "", file.read_text("utf-8"))
        (tmp_path / file.name).write_text(source, "utf-8")
    cards = load_local(sorted(tmp_path.glob("*.yaml")))
    labels = [condition.label for card in cards for condition in card.declared]
    assert len(labels) >= 4
    assert all(isinstance(label, Sentence) for label in labels), labels
