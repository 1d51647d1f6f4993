"""No file grows beyond what one reads in one sitting; an exemption is a sentence, and leaves when it no longer serves."""

from functools import cache

import pytest

from tests.architecture import exemptions, tracked
from tools import house

LIMITS = {"module": 400, "function": 60, "template": 120, "test": 500}


@cache
def measured() -> dict[str, dict[str, int]]:
    """Kind → name → lines, for everything that has a budget."""
    relative = {path: str(path.relative_to(house.ROOT)) for path in [*house.modules(), *house.templates()]}
    written = [function for path in house.modules() for function in house.functions(path)]
    return {
        "module": {relative[path]: house.line_count(path) for path in house.modules()},
        "function": {_without_line(function.where): function.lines for function in written},
        "template": {relative[path]: house.line_count(path) for path in house.templates()},
        "test": {path: len(tracked.text(path).splitlines()) for path in tracked.ending(".py") if path.startswith("tests/")},
    }


def _without_line(where: str) -> str:
    place, name = where.rsplit(" ", 1)
    return f"{place.rsplit(':', 1)[0]} {name}"


EXEMPTED = {
    "module": exemptions.MODULES,
    "function": exemptions.FUNCTIONS,
    "template": exemptions.TEMPLATES,
    "test": exemptions.TESTS,
}


def over_budget(kind: str, lines: dict[str, int], exempted: dict[str, str]) -> dict[str, int]:
    """What exceeds its budget without a sentence."""
    return {name: size for name, size in lines.items() if size > LIMITS[kind] and name not in exempted}


@pytest.mark.parametrize("kind", sorted(LIMITS))
def test_nothing_exceeds_its_budget(kind: str):
    found = over_budget(kind, measured()[kind], EXEMPTED[kind])
    assert not found, f"over {LIMITS[kind]} lines: split it along what it does, or give a sentence in exemptions.py: {found}"


@pytest.mark.parametrize("kind", sorted(LIMITS))
def test_an_exemption_carries_a_sentence_and_still_serves(kind: str):
    lines = measured()[kind]
    for name, sentence in EXEMPTED[kind].items():
        assert len(sentence.split()) >= 5, f"{name}: an exemption is a sentence"
        assert lines.get(name, 0) > LIMITS[kind], f"{name} no longer needs its exemption"


def test_the_measure_sees_code_and_tests():
    lines = measured()
    assert len(lines["module"]) > 20
    assert any(name.startswith("tests/architecture/") for name in lines["test"])


def test_one_line_too_many_is_found_and_an_exemption_forgives_it():
    assert over_budget("template", {"a.html": 121, "b.html": 120}, {}) == {"a.html": 121}
    assert over_budget("template", {"a.html": 121}, {"a.html": "One table of the law that must be read whole."}) == {}
