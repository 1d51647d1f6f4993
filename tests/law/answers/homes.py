"""Households drawn at random, each fact known, unknown or refused: stories that nobody tuned anything on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from relais.law.answers.slots import BIRTH
from relais.law.answers.units import units_of
from relais.law.situation.catalogue import facts, reserves
from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.law.answers.toy import MONTH
from tests.law.answers.whole import completed

#: composition → its share: alone, alone with children, couple, couple with children, with somebody else.
COMPOSITIONS: tuple[tuple[Role, ...], ...] = (
    *((Role.DEMANDEUR,),) * 4,
    *((Role.DEMANDEUR, *(Role.ENFANT,) * count) for count in (1, 1, 2, 3)),
    *((Role.DEMANDEUR, Role.CONJOINT),) * 3,
    *((Role.DEMANDEUR, Role.CONJOINT, *(Role.ENFANT,) * count) for count in (1, 2, 2, 3, 4)),
    (Role.DEMANDEUR, Role.ENFANT, Role.AUTRE),
)
#: share of the facts told in a household: a word at a counter, a form half filled, a whole file.
SHARES = (0.03, 0.08, 0.15, 0.4, 0.8)
REFUSED = 0.05
#: an age is told more often than not.
AGES_TOLD = 0.6


def home(seed: int) -> Household:
    """The household of this seed: the same at each run."""
    chance = np.random.default_rng(seed)
    roles = COMPOSITIONS[int(chance.integers(len(COMPOSITIONS)))]
    empty = Household(f"hasard {seed}", MONTH, tuple(Person(f"p{rank}", role) for rank, role in enumerate(roles, 1)))
    unit = units_of(empty, 0, facts(), frozenset(facts()), {})[0]
    uncommon = [code for code in reserves() if chance.random() < 0.3]
    whole = completed(unit, chance, breached=uncommon)
    share = float(chance.choice(SHARES))
    persons = [replace(one, **_kept(one.facts, share, chance)) for one in whole.persons]
    couple, children = (bool(known) for known in chance.random(2) < 0.9)
    denied = frozenset(code for code in reserves() if chance.random() < 0.03)
    told = replace(whole, persons=tuple(persons), couple_known=couple, children_known=children, denied=denied)
    return replace(told, **_kept(whole.facts, share, chance))


def _kept(told: Mapping[str, Value], share: float, chance: np.random.Generator) -> dict[str, Any]:
    """The facts kept known, and those refused."""
    known, refused = {}, set()
    for code, value in told.items():
        if chance.random() < (max(share, AGES_TOLD) if code == BIRTH else share):
            known[code] = value
        elif chance.random() < REFUSED:
            refused.add(code)
    return {"facts": known, "refused": frozenset(refused)}
