"""Answers: one household complete (p50), and households a second in a caseload, beside the stock engine in the same run.

Run: ``python -m benchmarks.answers``. Ratios first. Relais answers every right of the catalogue, with ranges, conditions and next
questions, through the variants of what is unknown; the stock engine (the packages' own loader, no acceleration, the same adapter)
computes 23 amounts of one completed household and nothing else, in a process of its own.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from relais.law.answers.reserves import confirm
from relais.law.answers.screen import screen, trials
from relais.law.engine import load_engine
from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import engine_outputs
from relais.law.situation.catalogue import facts, reserves
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Scope
from relais.law.situation.household import Household
from tests.factories.blocks import OUTPUTS
from tests.law.answers.stories import STORIES
from tests.law.answers.toy import TODAY

ROOT = Path(__file__).parents[1]
CASELOAD = 240
REPEATS = 5
NAMES = ("Roubaix, cinq faits", "Roubaix, tout dit", "sans revenu, 40 ans, locataire")
#: of a person whose birth a story does not tell.
BORN = date(1988, 3, 12)
LEFT_OUT = ("epargne", "rfr", "parts", "dette_logement", "mal_loge", "quotient_familial")


def caseload(story: Household, count: int) -> list[Household]:
    """The same family with other incomes and rents."""
    chance = np.random.default_rng(1)
    found = []
    for rank in range(count):
        wage = (float(chance.integers(0, 2800)),) * 13
        one, *rest = story.persons
        persons = (replace(one, facts={**one.facts, "salaire": wage}), *rest)
        found.append(replace(story, id=str(rank), persons=persons, facts={**story.facts, "loyer": float(chance.integers(250, 800))}))
    return found


def whole(story: Household) -> Household:
    """Every fact known: usual values, reserves confirmed."""
    for reserve in reserves():
        story = confirm(story, reserve)
    usual = {fact.code: fact.usual for fact in facts().values() if fact.usual is not None}
    plain = {code: value for code, value in usual.items() if facts()[code].scope is Scope.HOUSEHOLD}
    mine = {code: value for code, value in usual.items() if facts()[code].scope is Scope.PERSON}
    persons = tuple(replace(person, facts={"naissance": BORN, **mine, **person.facts}) for person in story.persons)
    return replace(story, persons=persons, facts={**plain, **story.facts, "rfr": 16000.0, "parts": 3.0})


def told(name: str) -> Household:
    return next(one for one in STORIES if one.id == name)


def p50(act: Callable[[], object], repeats: int) -> float:
    """Median milliseconds of an act, after a first one that is not counted."""
    act()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def stock() -> dict[str, float]:
    """The stock engine on the same households, completed: milliseconds for one, households a second for a batch."""
    engine = OpenFiscaEngine(stock_system())
    figures = {name: p50(lambda name=name: engine.compute(to_block([whole(told(name))]), OUTPUTS), 5) for name in NAMES}
    block = to_block(caseload(whole(told(NAMES[1])), CASELOAD))
    return {**figures, "batch": CASELOAD / (p50(lambda: engine.compute(block, OUTPUTS), 2) / 1000)}


def ours() -> tuple[dict[str, tuple[float, int]], dict[str, float]]:
    """One household: milliseconds and rows, by story; a caseload: households a second, by how much is told."""
    cards = tuple(catalogue().values())
    engine = load_engine(None, engine_outputs(cards))
    one = {}
    for name in NAMES:
        story = told(name)
        rows = sum(map(len, trials([story], engine=engine, cards=cards)[0].choices))
        one[name] = p50(lambda story=story: screen([story], engine=engine, cards=cards, on=TODAY), REPEATS), rows
    known = whole(told(NAMES[1]))
    six = replace(known, facts={code: value for code, value in known.facts.items() if code not in LEFT_OUT})
    runs = (
        ("every fact known", known, CASELOAD),
        ("six facts unknown", six, CASELOAD),
        ("told at a counter", told(NAMES[1]), CASELOAD // 10),
    )
    many = {}
    for label, story, count in runs:
        start = time.perf_counter()
        screen(caseload(story, count), engine=engine, cards=cards, on=TODAY)
        many[label] = count / (time.perf_counter() - start)
    return one, many


def main() -> None:
    words = [sys.executable, "-W", "ignore", "-m", "benchmarks.answers", "stock"]
    peer = json.loads(subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()[-1])
    one, many = ours()
    quicker = ", ".join(f"{name} x{peer[name] / one[name][0]:.2f}" for name in NAMES)
    faster = ", ".join(f"{label} x{rate / peer['batch']:.2f}" for label, rate in many.items())
    print(f"ratios to the stock engine's 23 amounts, one household complete: {quicker}; a caseload: {faster}")
    for name, (taken, rows) in one.items():
        print(f"one household, {name}: p50 {taken:.0f} ms, {rows} rows (stock {peer[name]:.0f} ms, 1 row, amounts only)")
    for label, rate in many.items():
        print(f"caseload, {label}: {rate:.0f} households/s in one process (stock {peer['batch']:.0f}, amounts only)")


if __name__ == "__main__":
    if sys.argv[1:] == ["stock"]:
        print(json.dumps(stock()))
    else:
        main()
