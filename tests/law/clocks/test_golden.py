"""Golden clocks: dates worked from the articles; every step of every table holds at least one of them up, or the mutant survives."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relais.law.clocks.counting import Span
from relais.law.clocks.engine import reckon
from relais.law.clocks.tables import FOLDER, Rule, Step, rules
from tests.law.clocks.reading import given, golden

CASES: dict[str, list[dict[str, Any]]] = {}
for _case in golden():
    CASES.setdefault(_case["rule"], []).append(_case)
COMPUTED = [code for code, rule in rules().items() if rule.steps]
#: changes that no date can tell: a date that has already moved, or that is counted in working days, has nowhere to move.
EQUIVALENT = {
    ("indu.prime_activite", "retenues", "moves yes"),
    ("acte.accuse_reception_electronique", "enregistrement", "moves yes"),
    ("acte.accuse_reception_electronique", "accuse", "moves yes"),
}

#: fields of a step, and what they say when they say nothing.
NOTHING = {"rounding": "none", "completion": "none", "yields_to": "", "when": (), "distance": None, "not_after": ""}


def answered(rule: Rule, case: dict[str, Any]) -> dict[str, list[Any]] | str:
    try:
        return {dated.code: [dated.safe, dated.legal] for dated in reckon(rule, given(case["given"])).dates}
    except ValueError as error:
        return str(error)


def breaks(rule: Rule) -> bool:
    """Whether a golden clock of this rule no longer holds."""
    return any(answered(rule, case) != case["expect"] for case in CASES[rule.code])


@pytest.mark.parametrize("code", COMPUTED)
def test_a_rule_answers_what_its_articles_say(code: str):
    for case in CASES[code]:
        assert answered(rules()[code], case) == case["expect"], (case["given"], case["why"])


def test_there_are_enough_of_them_each_with_its_reason_and_every_row_that_computes_has_one():
    assert sum(map(len, CASES.values())) >= 150
    assert all(len(case["why"]) > 4 for cases in CASES.values() for case in cases)
    assert set(CASES) == set(COMPUTED)
    assert len(set(rules()) - set(COMPUTED)) < 35, "rules that only tell are fewer than those that compute"


def mutants(step: Step) -> Iterator[tuple[str, Step]]:
    yield "span", replace(step, span=Span(step.span.count + 1, step.span.unit))
    yield "franc", replace(step, franc=not step.franc)
    for other in {"yes": ("no",), "no": ("yes",), "unsure": ("yes", "no"), "before": ("no",)}[step.moves]:
        yield f"moves {other}", replace(step, moves=other)
    for name, none in (
        ("rounding", "none"),
        ("completion", "none"),
        ("yields_to", ""),
        ("when", ()),
        ("distance", None),
        ("not_after", ""),
    ):
        if getattr(step, name) != none:
            yield name, replace(step, **{name: none})  # type: ignore[arg-type]


@pytest.mark.parametrize("code", COMPUTED)
def test_any_change_of_a_step_breaks_a_golden_clock(code: str):
    rule = rules()[code]
    survivors = {
        (code, step.code, name)
        for rank, step in enumerate(rule.steps)
        for name, mutant in mutants(step)
        if not breaks(replace(rule, steps=(*rule.steps[:rank], mutant, *rule.steps[rank + 1 :])))
    }
    assert survivors - EQUIVALENT == set()


@pytest.mark.parametrize(
    ("family", "before", "after"),
    [
        ("silence", "delay: 2 months, meaning: acceptation", "delay: 1 months, meaning: acceptation"),
        ("recours", "delay: 15 days, meaning: limite", "delay: 14 days, meaning: limite"),
        ("indu", "delay: 20 days, meaning: reprise", "delay: 21 days, meaning: reprise"),
        ("renouvellements", "delay: -120 days", "delay: -119 days"),
    ],
)
def test_a_threshold_changed_in_a_file_breaks_one_too(family: str, before: str, after: str, tmp_path: Path):
    folder = tmp_path / "tables"
    shutil.copytree(FOLDER, folder)
    file = folder / f"{family}.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert any(breaks(rule) for rule in rules(folder).values() if rule.steps)
