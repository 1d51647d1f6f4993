"""Answers: one household complete (p50), and households a second in a caseload, beside the stock engine in the same run.

Run: ``python -m benchmarks.answers``. Ratios first. Relais answers every right of the catalogue, with ranges, conditions and next
questions, through the variants of what is unknown; the stock engine (the packages' own loader, no acceleration, the same adapter)
computes 23 amounts of one completed household (or of one along the wages) and nothing else, in a process of its own.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks._marks import mark
from benchmarks._timing import taken
from relais.kernel.months import Month
from relais.law.answers.curves import AXIS, wage_curve
from relais.law.answers.reserves import confirm
from relais.law.answers.screen import screen, trials
from relais.law.answers.whatif import usual_scenarios, what_if
from relais.law.engine import load_engine
from relais.law.engine.face import Engine, Results
from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import engine_outputs
from relais.law.situation.block import Block
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


def earning(story: Household, wage: float) -> Household:
    """The same family, its demandeur paid this wage."""
    one, *rest = story.persons
    return replace(story, persons=(replace(one, facts={**one.facts, "salaire": wage}), *rest))


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


class Timed:
    """An engine that adds up the milliseconds it takes."""

    def __init__(self, behind: Engine) -> None:
        self._behind = behind
        self.spent = 0.0

    @property
    def version(self) -> str:
        """That of the engine timed."""
        return self._behind.version

    def compute(self, block: Block, variables: Sequence[str]) -> Results:
        """What the engine computes."""
        began = time.perf_counter()
        try:
            return self._behind.compute(block, variables)
        finally:
            self.spent += (time.perf_counter() - began) * 1000

    def known_dates(self, month: Month) -> Mapping[str, date]:
        """Those of the engine."""
        return self._behind.known_dates(month)


def measured(engine: Timed, act: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of an act, and of the engine in it."""
    shares: list[float] = []

    def counted() -> None:
        engine.spent = 0.0
        act()
        shares.append(engine.spent)

    whole = taken(counted, REPEATS).p50
    return whole, statistics.median(shares[1:])


def stock() -> dict[str, float]:
    """The stock engine on the same households, completed: milliseconds for one and for the wages, households a second for a batch."""
    engine = OpenFiscaEngine(stock_system())
    blocks = {name: to_block([whole(told(name))]) for name in NAMES}
    blocks["curve"] = to_block([earning(whole(told(NAMES[0])), wage) for wage in AXIS])
    figures = {name: taken(partial(engine.compute, block, OUTPUTS), 3).p50 for name, block in blocks.items()}
    block = to_block(caseload(whole(told(NAMES[1])), CASELOAD))
    return {**figures, "batch": CASELOAD * 1000 / taken(partial(engine.compute, block, OUTPUTS), 2).p50}


def stock_alone() -> float:
    """The stock engine on the first household, completed: milliseconds."""
    engine = OpenFiscaEngine(stock_system())
    return taken(partial(engine.compute, to_block([whole(told(NAMES[0]))]), OUTPUTS), 3).p50


def ours() -> tuple[dict[str, tuple[float, float, int]], dict[str, float]]:
    """One household: milliseconds, those of the engine, and rows, by story and for «et si»; a caseload: households a second, by how much
    is told."""
    cards = tuple(catalogue().values())
    engine = Timed(load_engine(None, engine_outputs(cards), threads=2))  # as the pages have it
    one = {}
    for name in NAMES:
        story = told(name)
        rows = sum(map(len, trials([story], engine=engine, cards=cards)[0].choices))
        one[name] = (*measured(engine, partial(screen, [story], engine=engine, cards=cards, on=TODAY)), rows)
    story = told(NAMES[0])
    one["curve"] = (*measured(engine, partial(wage_curve, story, engine=engine, cards=cards)), len(AXIS))
    supposed = usual_scenarios(story)
    one["et si"] = (*measured(engine, partial(what_if, story, supposed, engine=engine, cards=cards, on=TODAY)), len(supposed) + 1)
    return one, {label: many(engine, cards, story, count) for label, story, count in runs()}


def runs() -> tuple[tuple[str, Household, int], ...]:
    """Caseloads: their name, the family they are made of, how many households."""
    known = whole(told(NAMES[1]))
    six = replace(known, facts={code: value for code, value in known.facts.items() if code not in LEFT_OUT})
    return (
        ("every fact known", known, CASELOAD),
        ("six facts unknown", six, CASELOAD),
        ("told at a counter", told(NAMES[1]), CASELOAD // 10),
    )


def many(engine: Engine, cards: Sequence[Card], story: Household, count: int) -> float:
    """Households a second, answered whole."""
    began = time.perf_counter()
    screen(caseload(story, count), engine=engine, cards=cards, on=TODAY)
    return count / (time.perf_counter() - began)


#: milliseconds of the engine that issue 3 asks of a complete answer and of a curve.
ASKED = {"household": 30, "curve": 20}


def main() -> None:
    words = [sys.executable, "-W", "ignore", "-m", "benchmarks.answers", "stock"]
    peer = json.loads(subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()[-1])
    one, rates = ours()
    quicker = ", ".join(f"{name} x{peer[name] / one[name][0]:.2f}" for name in (*NAMES, "curve"))
    faster = ", ".join(f"{label} x{rate / peer['batch']:.2f}" for label, rate in rates.items())
    print(f"ratios to the stock engine's 23 amounts, one household complete: {quicker}; a caseload: {faster}")
    for name in NAMES:
        spent, engine, rows = one[name]
        beside = f"(stock {peer[name]:.0f} ms, 1 row, amounts only)"
        said = mark(f"engine of one household, {name}", engine, ASKED["household"])
        print(f"one household, {name}: p50 {spent:.0f} ms, engine {engine:.0f} ms ({said}), {rows} rows {beside}")
    spent, engine, points = one["curve"]
    said = mark("engine of a curve", engine, ASKED["curve"])
    print(f"curve of {points} wages: p50 {spent:.0f} ms, engine {engine:.0f} ms ({said}; stock {peer['curve']:.0f} ms, amounts only)")
    spent, engine, households = one["et si"]
    print(f"«et si», {households} households complete: p50 {spent:.0f} ms, engine {engine:.0f} ms")
    for label, rate in rates.items():
        print(f"caseload, {label}: {rate:.0f} households/s in one process (stock {peer['batch']:.0f}, amounts only)")


if __name__ == "__main__":
    if sys.argv[1:] == ["stock"]:
        print(json.dumps(stock()))
    else:
        main()
