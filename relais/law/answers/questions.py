"""Next best questions: the unanswered facts whose answer could change most answers, then most euros."""

from collections.abc import Iterator

import numpy as np

from relais.law.answers.bench import Bench
from relais.law.answers.layout import Layout
from relais.law.answers.settling import NOISE, Settled
from relais.law.answers.shape import NextQuestion
from relais.law.answers.slots import BIRTH
from relais.law.answers.trial import Trial
from relais.law.answers.units import CHILDREN, COUPLE
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey


def next_questions(trial: Trial, bench: Bench, settled: Settled, *, living: Column, themes: Column) -> tuple[tuple[NextQuestion, ...], ...]:
    """By household, the questions worth asking, best first; a refused fact is never among them; none when nothing more would change.

    Most answers first, plain facts before reserves, most euros, then the order of the papers. ``living``: (N, R) bool, the answers that
    a rule in force gives. ``themes``: (N, R) ranks of their themes.
    """
    layout = trial.layout
    asked = [key for key in layout.keys if _may_be_asked(layout, key)]
    if not asked:
        return ((),) * len(trial.households)
    moves, euros = _effects(trial, asked, living)
    rights = living[:, None] & (moves | _settling(asked, settled)) & ~_folded(layout, bench, asked, themes)
    counts = rights.sum(axis=2)
    # «enfants mineurs» tells no age: the birth of a child is asked by itself
    held = [layout.slots[key].reserve if key in layout.slots and key.fact != BIRTH else "" for key in asked]
    reserved = np.array([bool(reserve) for reserve in held])
    order = np.lexsort((np.broadcast_to(-np.round(euros), counts.shape), np.broadcast_to(reserved, counts.shape), -counts), axis=1)
    found: list[list[NextQuestion]] = [[] for _ in range(len(trial.households))]
    named = _Named(bench)
    for place, rank in _in_turn(order, counts):
        mine, reserve = found[place], held[rank]
        if not reserve or all(other.reserve != reserve for other in mine):
            codes = named.codes(rights[place, rank])
            mine.append(NextQuestion(asked[rank], len(codes), round(float(euros[place, rank]), 2), codes, reserve))
    return tuple(map(tuple, found))


def _in_turn(order: Column, counts: Column) -> Iterator[tuple[int, int]]:
    """Household after household, the ranks of the keys that change something, best first."""
    places, steps = np.nonzero(np.take_along_axis(counts, order, axis=1))
    return zip(places.tolist(), order[places, steps].tolist(), strict=True)


def _may_be_asked(layout: Layout, key: FactKey) -> bool:
    """A composition, or a fact not refused that may matter before another one is told."""
    return key in (COUPLE, CHILDREN) or (key in layout.slots and layout.slots[key].asked and layout.ask_first(key) == key)


def _effects(trial: Trial, asked: list[FactKey], living: Column) -> tuple[Column, Column]:
    """(N, K, R) whether each key tried alone moves each right, and (N, K) the euros it moves at most, over the living rights."""
    flips, amounts = trial.effects
    ranks = {key: rank for rank, key in enumerate(trial.layout.effects.keys)}
    shape = (len(living), len(asked), living.shape[1])
    moves, euros = np.zeros(shape, dtype=bool), np.zeros(shape[:2])
    tried = [place for place, key in enumerate(asked) if key in ranks]
    if tried:
        found = [ranks[asked[place]] for place in tried]
        moves[:, tried] = flips[:, found] | (amounts[:, found] > NOISE)
        euros[:, tried] = np.where(living[:, None], amounts[:, found], 0.0).sum(axis=2)
    return moves, euros


def _settling(asked: list[FactKey], settled: Settled) -> Column:
    """(N, K, R) whether each key is named under an answer as what would settle it."""
    ranks = {key: rank for rank, key in enumerate(asked)}
    named = np.zeros((len(settled.found), len(asked)), dtype=bool)
    for place, keys in enumerate(settled.found):
        named[place, [ranks[key] for key in keys if key in ranks]] = True
    return np.asarray(named[settled.ranks].transpose(0, 2, 1))


def _folded(layout: Layout, bench: Bench, asked: list[FactKey], themes: Column) -> Column:
    """(N, K, R) the answers folded under the uncommon theme of the key itself: nobody starts with the disability."""
    own = [layout.slots[key].fact.theme if key in layout.slots else "" for key in asked]
    ranks = np.array([bench.themes.rank(theme) for theme in own])[:, None]
    return np.asarray((ranks > 0) & (themes[:, None] == ranks))


class _Named:
    """Codes of rights from flags, each list made once."""

    def __init__(self, bench: Bench) -> None:
        self._codes = np.array([card.code for card in bench.cards])
        self._met: dict[bytes, tuple[str, ...]] = {}

    def codes(self, flags: Column) -> tuple[str, ...]:
        mark = flags.tobytes()
        found = self._met.get(mark)
        if found is None:
            found = self._met[mark] = tuple(self._codes[flags].tolist())
        return found
