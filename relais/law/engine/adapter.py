"""From completed facts in columns to an OpenFisca simulation: every rule of openfisca.md §7 and §8, in six parts.

Persons, residence, dwelling, incomes, rules of our own, then past benefits (which may need the rest). Columns stay columns: no
dictionary of a household is ever made, so one household and ten thousand take the same path. In two stages, because a compiled
plan reads what the facts tell and holds the rest.
"""

from typing import TYPE_CHECKING

from relais.law.engine.columns import people_of
from relais.law.engine.dwelling import put_dwelling
from relais.law.engine.filling import Filling
from relais.law.engine.frame import frame_of
from relais.law.engine.incomes import compute_parts, put_incomes
from relais.law.engine.own_rules import compute_own_rules, put_own_facts
from relais.law.engine.past_benefits import compute_past_benefits, put_past_benefits
from relais.law.engine.persons import put_persons
from relais.law.engine.residence import put_residence
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Block

if TYPE_CHECKING:
    from relais.law.engine.simulation import Inputs


def simulate(system: Untyped, block: Block) -> "Inputs":
    """A simulation ready to compute the block's month. ValueError on a block that cannot be read (unknown fact, missing birth
    date, unknown commune, negative amount, row without exactly one demandeur)."""
    from relais.law.engine.simulation import Inputs  # it imports OpenFisca, which a plan does without

    inputs = Inputs(system, frame_of(people_of(block)))
    put_told(inputs)
    put_computed(inputs)
    return inputs


def put_told(filling: Filling) -> None:
    """All that the facts tell by themselves."""
    put_persons(filling)
    put_residence(filling)
    put_dwelling(filling)
    put_incomes(filling)
    put_own_facts(filling)
    put_past_benefits(filling)


def put_computed(inputs: "Inputs") -> None:
    """All that the model itself must compute first; a plan has this in it. Must come after ``put_told``."""
    compute_parts(inputs)
    compute_own_rules(inputs)
    compute_past_benefits(inputs)
