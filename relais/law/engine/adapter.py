"""From completed facts in columns to an OpenFisca simulation: every rule of openfisca.md §7 and §8, in six parts.

Persons, residence, dwelling, incomes, rules of our own, then past benefits (which may need the rest). Columns stay columns: no
dictionary of a household is ever made, so one household and ten thousand take the same path.
"""

from relais.law.engine.columns import people_of
from relais.law.engine.dwelling import put_dwelling
from relais.law.engine.incomes import put_incomes
from relais.law.engine.own_rules import put_own_rules
from relais.law.engine.past_benefits import put_past_benefits
from relais.law.engine.persons import put_persons
from relais.law.engine.residence import put_residence
from relais.law.engine.simulation import Inputs, frame_of
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Block


def simulate(system: Untyped, block: Block) -> Inputs:
    """A simulation ready to compute the block's month. ValueError on a block that cannot be read (unknown fact, missing birth
    date, unknown commune, negative amount, row without exactly one demandeur)."""
    inputs = Inputs(system, frame_of(people_of(block)))
    put_persons(inputs)
    put_residence(inputs)
    put_dwelling(inputs)
    put_incomes(inputs)
    put_own_rules(inputs)
    put_past_benefits(inputs)
    return inputs
