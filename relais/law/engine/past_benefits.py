"""Benefits of past months: what was received, else the declared assumption.

Nothing received is known beyond the facts: before the reference quarter a benefit counts for what was received (0 when
nothing); in the quarter it counts for what was received, else for what the model computes (RSA: 0), because the base of the
month screened holds the family and housing benefits of that quarter (openfisca.md §4 and §7, 4). Since March 2025 the
quarter is M-4 to M-2, so months M-4 to M-1 are computed; before, M-3 to M-1.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.law.engine.columns import household_column
from relais.law.engine.filling import Filling
from relais.law.engine.frame import FAMILIES, PERSONS
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Column
from relais.law.situation.columns import choice_rank
from relais.law.situation.roles import Role

if TYPE_CHECKING:
    from relais.law.engine.simulation import Inputs

#: décret of 26 February 2025 (to be checked): everywhere the reference quarter is M-4 to M-2
NEW_QUARTER = Month(2025, 3)

_FAMILY = (
    "ppa", "apl", "als", "alf", "aide_logement", "aspa", "asf", "af", "cf", "paje_base", "paje_naissance", "paje_clca",
    "paje_prepare", "aeeh",
)  # fmt: skip
_PERSON = ("aah", "caah", "asi", "ass")
#: each reads the others, of the month or of the three before it: settled in this order, from the oldest month, nothing goes
#: round in circles. Left to the model they do, and it then takes some of them for 0, others or not as the order of the questions.
_IN_TURN = ("aah", "ass", "asi")
#: computed in this order where some row received it, so that each is settled before those that read it
_RECEIVED = (
    ("aah", "recu_aah"),
    ("ass", "recu_ass"),
    ("aspa", "recu_aspa"),
    ("af", "recu_allocations_familiales"),
    ("aide_logement", "recu_aide_logement"),
    ("ppa", "recu_prime_activite"),
)


def _quarter(filling: Filling) -> tuple[Month, ...]:
    """The months of the past that are computed, the oldest first."""
    return filling.calendar.past(4 if filling.calendar.month >= NEW_QUARTER else 3, 1)


def put_past_benefits(filling: Filling) -> None:
    """Give what was received, and nothing before the quarter for the benefits that nobody is asked about."""
    filling.put_constant("departement_experimentation_rsa", filling.calendar.every_month, value=filling.calendar.month >= NEW_QUARTER)
    quarter = _quarter(filling)
    before = filling.calendar.before(quarter[0])
    for variable, fact in _RECEIVED:
        received = _by_entity(filling, variable, fact)
        filling.put(variable, before, received)
        filling.side(fact, PERSONS if variable in _PERSON else FAMILIES, received)
    told = dict(_RECEIVED)
    for variable in (*_FAMILY, *_PERSON):
        if variable not in told:
            filling.put_constant(variable, before, 0)
    filling.put("rsa", (*before, *map(str, quarter)), _by_entity(filling, "rsa", "recu_rsa"))


def compute_past_benefits(inputs: "Inputs") -> None:
    """Give the benefits of the quarter; must come last, since some are computed from all the other inputs."""
    facts = dict(_RECEIVED)
    for month in map(str, _quarter(inputs)):
        for variable in _IN_TURN:
            inputs.put_computed(variable, month, inputs.computed(variable, month))
            if variable in facts:
                _put_quarter(inputs, variable, month, inputs.told(facts[variable]))
        for variable, fact in _RECEIVED:
            if variable not in _IN_TURN:
                _put_quarter(inputs, variable, month, inputs.told(fact))


def _put_quarter(inputs: "Inputs", variable: str, month: str, received: Untyped) -> None:
    """What was received where something was; the model's own figure elsewhere (left to be computed when nobody received)."""
    given = received > 0
    if inputs.somewhere(given):
        inputs.put_computed(variable, month, np.where(given, received, inputs.computed(variable, month)))


def _by_entity(inputs: Filling, variable: str, fact: str) -> NDArray[np.float32]:
    """The amount of the row on its family, or on the one person who can hold the benefit."""
    amount = np.asarray(household_column(inputs.frame.people.block, fact), np.float32)
    if variable in _PERSON:
        return _on_holder(inputs, variable, amount)
    return inputs.row_to_groups(inputs.frame.famille, amount)


def _on_holder(inputs: Filling, variable: str, amount: Column) -> NDArray[np.float32]:
    """On the conjoint when only the conjoint meets the condition of the benefit, else on the demandeur."""
    people = inputs.frame.people
    meets = (
        people.fact("ass_travail").astype(bool)
        if variable == "ass"
        else people.fact("handicap_taux") >= choice_rank("handicap_taux", "de_50_a_79")
    )
    rows = people.block.rows
    applicant = np.bincount(people.row, weights=meets & (people.role == Role.DEMANDEUR), minlength=rows) > 0
    partner = np.bincount(people.row, weights=meets & (people.role == Role.CONJOINT), minlength=rows) > 0
    holder = np.where(people.of_row(partner & ~applicant), Role.CONJOINT, Role.DEMANDEUR)
    return np.where(people.role == holder, people.of_row(amount), 0).astype(np.float32)
