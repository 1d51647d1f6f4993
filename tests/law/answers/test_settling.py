"""What settles an answer, counted row by row beside the columns: the one key that leaves fewest rows in doubt, then the best second one."""

from collections import defaultdict

import numpy as np
import pytest

from relais.law.answers.layout import Layout
from relais.law.answers.settling import MOST_FACTS, _Several
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey


def laid(changed: Column) -> Layout:
    """A layout of which only the values given to the keys count."""
    keys = tuple(FactKey(f"fact{rank}") for rank in range(changed.shape[1]))
    return Layout((), (), keys, {}, changed, (), np.zeros((len(changed), 0), dtype=bool))


def doubtful(changed: Column, opening: Column, keys: list[int]) -> int:
    """Rows whose state the values of these keys do not tell: in each class, the fewer of the two."""
    classes: dict[tuple[int, ...], list[bool]] = defaultdict(list)
    for row, opened in zip(changed.tolist(), opening.tolist(), strict=True):
        classes[tuple(row[key] for key in keys)].append(opened)
    return sum(min(sum(states), len(states) - sum(states)) for states in classes.values())


def doubtful_beside(changed: Column, opening: Column, first: int, second: int) -> int:
    """The same for two keys, over the rows that the first one leaves in doubt."""
    mixed = [value for value in set(changed[:, first].tolist()) if 0 < opening[changed[:, first] == value].mean() < 1]
    rows = np.isin(changed[:, first], mixed)
    return doubtful(changed[rows], opening[rows], [first, second])


def naive(changed: Column, opening: Column, read: Column) -> list[int]:
    turned = changed[opening != opening[0]]
    count = (turned != 0).sum(axis=0)
    moving = [rank for rank in range(changed.shape[1]) if count[rank]]
    usable = [rank for rank in moving if read[rank]] or moving
    alone = {rank: doubtful(changed, opening, [rank]) for rank in usable}
    first = min(usable, key=lambda rank: alone[rank])
    others = [rank for rank in usable if rank != first]
    if alone[first] >= min(opening.sum(), (~opening).sum()):
        return sorted(usable, key=lambda rank: -count[rank])[:MOST_FACTS]
    if not alone[first] or not others:
        return [first]
    joint = {rank: doubtful_beside(changed, opening, first, rank) for rank in others}
    second = min(others, key=lambda rank: joint[rank])
    return [first, second] if joint[second] < alone[first] else [first]


@pytest.mark.parametrize("seed", range(40))
def test_the_facts_named_are_those_that_a_count_row_by_row_names(seed: int) -> None:
    chance = np.random.default_rng(seed)
    height, width = int(chance.integers(6, 80)), int(chance.integers(2, 9))
    changed = np.where(chance.random((height, width)) < 0.4, chance.integers(0, 5, (height, width)), 0).astype(np.int8)
    changed[0] = 0
    openings = np.array([(changed[:, rank % width] > 1) ^ (chance.random(height) < 0.15) for rank in range(6)])
    openings = openings[openings.any(axis=1) & ~openings.all(axis=1)]
    read = chance.random((len(openings), width)) < 0.7
    rows = np.ones(height, dtype=bool)
    found = [list(one) for one in _Several(laid(changed), rows, openings, read).best()]
    assert found == [naive(changed, opening, mine) for opening, mine in zip(openings, read, strict=True)]


@pytest.mark.parametrize("seed", range(10))
def test_only_the_rows_looked_at_count(seed: int) -> None:
    chance = np.random.default_rng(seed)
    changed = np.where(chance.random((60, 5)) < 0.5, chance.integers(0, 4, (60, 5)), 0).astype(np.int8)
    rows = chance.random(60) < 0.5
    rows[0] = True
    opening = (changed[rows][:, 1] > 0) ^ (changed[rows][:, 2] > 1)
    read = np.ones((1, 5), dtype=bool)
    (found,) = _Several(laid(changed), rows, opening[None], read).best()
    (alone,) = _Several(laid(changed[rows]), np.ones(rows.sum(), dtype=bool), opening[None], read).best()
    assert list(found) == list(alone) == naive(changed[rows], opening, read[0])
