"""Households told in the same way are completed by one design: what the design depends on is in the mark of the pattern."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from relais.law.answers import patterns
from relais.law.answers.patterns import Patterns
from relais.law.answers.screen import needs_of, screen
from relais.law.answers.serialise import screening_json
from relais.law.answers.slots import slots_of
from relais.law.answers.units import alternatives, ordered
from relais.law.rights.catalogue import catalogue
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Kind, Value
from relais.law.situation.household import Household
from tests.law.answers import homes
from tests.law.answers.toy import TODAY

NEEDS = needs_of(tuple(catalogue().values()))
SEEDS = range(0, 120, 3)


def told_otherwise(household: Household) -> Iterator[Household]:
    """The household with another value of each of its facts."""
    for code, value in household.facts.items():
        for other in others(code, value):
            yield replace(household, facts={**household.facts, code: other})
    for rank, person in enumerate(household.persons):
        for code, value in person.facts.items():
            for other in others(code, value):
                changed = replace(person, facts={**person.facts, code: other})
                yield replace(household, persons=(*household.persons[:rank], changed, *household.persons[rank + 1 :]))


def others(code: str, value: Value) -> list[Value]:
    fact = facts()[code]
    if fact.kind is Kind.MONTHLY and isinstance(value, tuple):
        return [tuple(amount + 7.0 for amount in value), (0.0,) * len(value)]
    if fact.kind is Kind.DATE:
        return [value.replace(year=value.year + years) for years in (-4, -1, 3)]  # type: ignore[union-attr]  # a date
    return [sample for sample in fact.samples if sample != value]


def test_households_of_one_mark_have_the_same_slots():
    alike, marks = 0, patterns._Marks(NEEDS)
    for seed in SEEDS:
        home = homes.home(seed)
        mine = [slots_of(told, facts(), NEEDS.used, NEEDS.extra) for told, _ in alternatives(ordered(home))]
        for other in told_otherwise(home):
            if marks.of(other) == marks.of(home):
                alike += 1
                assert [slots_of(told, facts(), NEEDS.used, NEEDS.extra) for told, _ in alternatives(ordered(other))] == mine, other
    assert alike > 200


def test_a_pattern_is_designed_once_and_holds_no_fact():
    known = Patterns(NEEDS)
    home = homes.home(4)
    amounts = {code: value for code, value in home.facts.items() if facts()[code].kind is Kind.MONEY}
    dearer = replace(home, id="autre", facts={**home.facts, **{code: float(value) + 1 for code, value in amounts.items()}})  # type: ignore[arg-type]
    assert known.of(dearer) is known.of(home)
    units = known.of(home).layout.units
    assert all(not person.facts for unit in units for person in unit.told.persons)
    assert all(not unit.told.facts and not unit.told.id for unit in units)


def test_no_more_patterns_are_kept_than_asked():
    known = Patterns(NEEDS, 2)
    first = known.of(homes.home(1))
    for seed in (2, 3):
        known.of(homes.home(seed))
    assert known.of(homes.home(1)) is not first


@pytest.mark.parametrize("count", [40])
def test_answers_together_are_the_answers_alone(engine, cards, count):
    told = [homes.home(seed) for seed in range(count)]
    told += [replace(home, id=f"{home.id} bis") for home in told[:5]]
    together = screen(told, engine=engine, cards=cards, on=TODAY)
    alone = [screen([home], engine=engine, cards=cards, on=TODAY)[0] for home in told[::5]]
    assert [screening_json(one) for one in together[::5]] == [screening_json(one) for one in alone]
