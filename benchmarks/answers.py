"""Answers: one household complete (p50), and households a second in a caseload. Run: python -m benchmarks.answers."""

import statistics
import time
from dataclasses import replace

import numpy as np

from relais.law.answers.reserves import confirm
from relais.law.answers.screen import screen, trials
from relais.law.engine.openfisca_engine import load_engine
from relais.law.rights.catalogue import catalogue
from relais.law.situation.catalogue import facts, reserves
from relais.law.situation.facts import Scope
from relais.law.situation.household import Household
from tests.law.answers.stories import STORIES
from tests.law.answers.toy import TODAY

CASELOAD = 1000
REPEATS = 15


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
    persons = tuple(replace(person, facts={**mine, **person.facts}) for person in story.persons)
    return replace(story, persons=persons, facts={**plain, **story.facts, "rfr": 16000.0, "parts": 3.0})


def main() -> None:
    engine, cards = load_engine(), tuple(catalogue().values())
    print(f"{len(cards)} rights, {engine.version}")
    for name in ("Roubaix, cinq faits", "Roubaix, tout dit", "sans revenu, 40 ans, locataire"):
        story = next(one for one in STORIES if one.id == name)
        screen([story], engine=engine, cards=cards, on=TODAY)
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            screen([story], engine=engine, cards=cards, on=TODAY)
            times.append((time.perf_counter() - start) * 1000)
        rows = sum(map(len, trials([story], engine=engine, cards=cards)[0].choices))
        print(f"one household, {name}: p50 {statistics.median(times):.0f} ms, {rows} rows")
    told = next(one for one in STORIES if one.id == "Roubaix, tout dit")
    known = whole(told)
    left_out = ("epargne", "rfr", "parts", "dette_logement", "mal_loge", "quotient_familial")
    six = replace(known, facts={code: value for code, value in known.facts.items() if code not in left_out})
    runs = (("every fact known", known, CASELOAD), ("six facts unknown", six, CASELOAD), ("told at a counter", told, CASELOAD // 10))
    for label, story, count in runs:
        start = time.perf_counter()
        screen(caseload(story, count), engine=engine, cards=cards, on=TODAY)
        print(f"caseload of {count}, {label}: {count / (time.perf_counter() - start):.0f} households/s")


if __name__ == "__main__":
    main()
