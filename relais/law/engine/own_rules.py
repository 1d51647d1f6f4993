"""Rules that the model has wrong, computed here from its own parameters and given as inputs.

- AEEH (CSS L.541-1, D.541-2, to be checked): a complement pays the rate of its own category. The model's formula pays that of
  the category below (level 2: 24 % instead of 65 %), and never that of category 5.
- Aspa (CSS L.815-1, R.815-1, L.351-8, to be checked): with inaptitude or a disability of more than 50 % it opens at 62. The
  model reads the ordinary legal age there, 64 since 2023.
"""

import numpy as np

from relais.law.engine.residence import may_have_old_age_allowance
from relais.law.engine.simulation import Inputs, month_period
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Column
from relais.law.situation.roles import Role

#: age of the Aspa for those unfit for work, which the reform of 2023 left as it was
UNFIT_AGE = 62
#: categories of complement: 0 is none; 6 is an amount in euros, the others a share of the base
_CATEGORIES = range(7)
_FULL = 6


def put_own_rules(inputs: Inputs) -> None:
    """Over the quarter and the month screened; must come after the persons and the residence."""
    for month in inputs.calendar.past(4, 0):
        period = month_period(month)
        inputs.put("aeeh", (period,), _education_allowance(inputs, period))
        inputs.put("aspa_eligibilite", (period,), _old_age_open(inputs, period))


def _education_allowance(inputs: Inputs, period: Untyped) -> Column:
    """(families,) euros of AEEH: base, complement, increase of the lone parent, for each child below 20 with 50 % or more."""
    people, famille = inputs.frame.people, inputs.frame.famille
    benefits = inputs.law(period).prestations_sociales.prestations_familiales
    allowance, base = benefits.education_presence_parentale.aeeh, benefits.bmaf.bmaf
    shares = np.array([_category(allowance.complement_allocation, rank) if rank != _FULL else 0.0 for rank in _CATEGORIES])
    alone = np.array([_category(allowance.majoration_parent_isole, rank) for rank in _CATEGORIES])
    amounts = np.array([0.0] * _FULL + [_category(allowance.complement_allocation, _FULL)])
    level = people.fact("aeeh_complement").astype(np.intp)
    lone = ~inputs.computed("en_couple", period)[famille.ids]
    child = (people.role == Role.ENFANT) & (inputs.computed("age", period) < allowance.age_maximum_enfant)
    child &= inputs.computed("handicap", period)
    euros = base * (allowance.base + shares[level] + alone[level] * lone) + amounts[level]
    return np.bincount(famille.ids, weights=child * euros, minlength=famille.count)


def _category(node: Untyped, rank: int) -> float:
    """The value of a category, 0 where the law has none."""
    return float(getattr(node, f"categorie_{rank}")) if f"categorie_{rank}" in node else 0.0


def _old_age_open(inputs: Inputs, period: Untyped) -> Column:
    """(P,) whether each person has the age of the Aspa and the years of title."""
    allowance = inputs.law(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
    age = inputs.computed("age", period)
    unfit = inputs.frame.people.fact("inapte").astype(bool) | (
        inputs.computed("taux_incapacite", period) > allowance.taux_incapacite_aspa_anticipe
    )
    old_enough: Column = (age >= allowance.age_min) | (unfit & (age >= UNFIT_AGE))
    return old_enough & may_have_old_age_allowance(inputs.frame.people)
