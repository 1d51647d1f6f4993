"""What the law says of every row: rights open, euros, and each condition with its two sides, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.engine.face import Engine
from relais.law.rights.card import Card, DeclaredCondition, EngineCondition
from relais.law.rights.opening import columns_of, engine_outputs
from relais.law.situation.block import Block, Column


@dataclass(frozen=True, slots=True)
class Reading:
    """``opened`` (H, R) bool; ``euros`` (H, R) float64 a month (the payment itself for a right paid once), NaN without amount.

    ``met`` (H, C) bool, ``left`` and ``right`` (H, C) float64, NaN when there is nothing to compare: the conditions of all
    cards end to end, those of card ``r`` at ``spans[r]``.
    """

    opened: Column
    euros: Column
    met: Column
    left: Column
    right: Column
    spans: tuple[tuple[int, int], ...]

    def rows(self, part: slice | Column) -> "Reading":
        """The same columns for some of the rows."""
        return Reading(self.opened[part], self.euros[part], self.met[part], self.left[part], self.right[part], self.spans)


def conditions_of(card: Card) -> tuple[EngineCondition | DeclaredCondition, ...]:
    """What is printed under a right: computed conditions, then what the engine does not see, or the declared ones."""
    return (*card.conditions, *card.guards, *card.declared)


def read_block(block: Block, engine: Engine, cards: Sequence[Card]) -> Reading:
    """One engine call for all the rows and all the cards."""
    names = engine_outputs(cards)
    values = engine.compute(block, names).values if names else {}
    shape = (block.rows, len(cards))
    opened, euros = np.zeros(shape, dtype=bool), np.full(shape, np.nan)
    columns: list[tuple[Column, Column, Column]] = []
    spans: list[tuple[int, int]] = []
    nothing = np.full(block.rows, np.nan)
    for rank, card in enumerate(cards):
        found = columns_of(card, block, values)
        opened[:, rank] = found.opened
        if found.euros is not None:
            euros[:, rank] = found.euros
        start = len(columns)
        columns += [
            (one.met, nothing if one.left is None else one.left, nothing if one.right is None else one.right) for one in found.conditions
        ]
        spans.append((start, len(columns)))
    # condition after condition in memory: laid at once, and ranges over rows read what follows itself
    met, left, right = (np.stack([column[side] for column in columns]).T if columns else np.zeros((block.rows, 0)) for side in range(3))
    return Reading(opened, euros, met.astype(bool), left, right, tuple(spans))


def stacked(parts: Sequence[Reading]) -> Reading:
    """Readings of several blocks, one after the other."""
    opened, euros, met, left, right = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("opened", "euros", "met", "left", "right")
    )
    return Reading(opened, euros, met, left, right, parts[0].spans)
