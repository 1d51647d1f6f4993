"""Rules that the model has wrong, computed here from its own parameters and given as inputs.

- AEEH (CSS L.541-1, D.541-2, to be checked): a complement pays the rate of its own category. The model's formula pays that of
  the category below (level 2: 24 % instead of 65 %), and never that of category 5.
- Aspa (CSS L.815-1, R.815-1, L.351-8, to be checked): with inaptitude or a disability of more than 50 % it opens at 62. The
  model reads the ordinary legal age there, 64 since 2023.
"""

from typing import TYPE_CHECKING

import numpy as np

from relais.law.engine.filling import Filling
from relais.law.engine.frame import PERSONS
from relais.law.engine.residence import ASPA_STAY
from relais.law.engine.untyped import Untyped
from relais.law.situation.roles import Role

if TYPE_CHECKING:
    from relais.law.engine.simulation import Inputs

#: age of the Aspa for those unfit for work, which the reform of 2023 left as it was
UNFIT_AGE = 62
#: categories of complement: 0 is none; 6 is an amount in euros, the others a share of the base
_CATEGORIES = range(7)
_FULL = 6
#: the level of a person who is no child of the row
NO_CHILD = -1
_LEVEL, _UNFIT = "aeeh_complement", "inapte"


def put_own_facts(filling: Filling) -> None:
    """What these rules read of the facts."""
    people = filling.frame.people
    level = people.fact("aeeh_complement").astype(np.intp)
    filling.side(_LEVEL, PERSONS, np.where(people.role == Role.ENFANT, level, NO_CHILD))
    filling.side(_UNFIT, PERSONS, people.fact("inapte").astype(bool))


def compute_own_rules(inputs: "Inputs") -> None:
    """Over the quarter and the month screened; must come after the persons and the residence."""
    for month in map(str, inputs.calendar.past(4, 0)):
        inputs.put_computed("aeeh", month, _education_allowance(inputs, month))
        inputs.put_computed("aspa_eligibilite", month, _old_age_open(inputs, month))


def _education_allowance(inputs: "Inputs", month: str) -> Untyped:
    """(families,) euros of AEEH: base, complement, increase of the lone parent, for each child below 20 with 50 % or more."""
    benefits = inputs.law(month).prestations_sociales.prestations_familiales
    allowance, base = benefits.education_presence_parentale.aeeh, benefits.bmaf.bmaf
    shares = [_category(allowance.complement_allocation, rank) if rank != _FULL else 0.0 for rank in _CATEGORIES]
    alone = [_category(allowance.majoration_parent_isole, rank) for rank in _CATEGORIES]
    amounts = [0.0] * _FULL + [_category(allowance.complement_allocation, _FULL)]
    level = inputs.told(_LEVEL)
    lone = ~inputs.of_family(inputs.computed("en_couple", month))
    child = (level != NO_CHILD) & (inputs.computed("age", month) < allowance.age_maximum_enfant)
    child = child & inputs.computed("handicap", month)
    category = np.maximum(level, 0)
    share, more = np.choose(category, shares), np.choose(category, alone)
    euros = base * (allowance.base + share + more * lone) + np.choose(category, amounts)
    return inputs.family_sum(child * euros)


def _category(node: Untyped, rank: int) -> float:
    """The value of a category, 0 where the law has none."""
    return float(getattr(node, f"categorie_{rank}")) if f"categorie_{rank}" in node else 0.0


def _old_age_open(inputs: "Inputs", month: str) -> Untyped:
    """(P,) whether each person has the age of the Aspa and the years of title."""
    allowance = inputs.law(month).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
    age = inputs.computed("age", month)
    unfit = inputs.told(_UNFIT) | (inputs.computed("taux_incapacite", month) > allowance.taux_incapacite_aspa_anticipe)
    return ((age >= allowance.age_min) | (unfit & (age >= UNFIT_AGE))) & inputs.told(ASPA_STAY)
