"""A card names every fact that can change its answer: no other fact may, or the next questions would be wrong."""

from dataclasses import replace

import numpy as np
import pytest

from relais.law.engine.openfisca_engine import load_engine
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import columns_of, variables_of
from relais.law.situation.block import Block
from relais.law.situation.catalogue import facts
from tests.factories.blocks import synthetic_block

HOUSEHOLDS = 500
#: one household in a hundred: a fact that moves a right more rarely than that would be one question too many
NOTICED = 5


def _metropolitan(block: Block) -> Block:
    """The cards speak of metropolitan France; elsewhere the answer is «on ne sait pas» whatever the facts."""
    communes = block.households["commune"]
    overseas = np.char.startswith(communes, b"97")
    return replace(block, households={**block.households, "commune": np.where(overseas, np.bytes_(b"59512"), communes)})


def _shuffled(block: Block, code: str, draw: np.random.Generator) -> Block:
    """The same block, the values of one fact dealt again among the households, or among the persons of the same role."""
    if code in block.households:
        return replace(block, households={**block.households, code: draw.permutation(block.households[code])})
    dealt = block.persons[code].copy()
    for role in np.unique(block.role):
        dealt[block.role == role] = draw.permutation(dealt[block.role == role])
    return replace(block, persons={**block.persons, code: dealt})


def _answers(block: Block) -> dict[str, np.ndarray]:
    cards = catalogue()
    names = sorted({name for card in cards.values() for name in variables_of(card)})
    values = load_engine().compute(block, names).values
    found = {}
    for code, card in cards.items():
        read = columns_of(card, block, values)
        found[code] = read.opened.astype(float) if read.euros is None else np.round(read.euros)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("code", list(facts()))
def test_a_fact_that_a_card_does_not_name_does_not_change_it(code):
    block = _metropolitan(synthetic_block(HOUSEHOLDS, seed=3))
    before, after = _answers(block), _answers(_shuffled(block, code, np.random.default_rng(1)))
    moved = {right: int((before[right] != after[right]).sum()) for right, card in catalogue().items() if code not in card.facts}
    assert {right: count for right, count in moved.items() if count > NOTICED} == {}
