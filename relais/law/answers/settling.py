"""On what an answer hangs: the reserves it needs, the facts that would settle it. In columns, all the rights at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.answers.bench import Bench
from relais.law.answers.layout import Layout
from relais.law.answers.trial import Trial
from relais.law.answers.units import CHILDREN, COUPLE
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey

#: facts named at most under an answer.
MOST_FACTS = 2
#: a move under this many euros a month is noise of rounding.
NOISE = 1.0
#: different openings settled together: what their flags take stays below some 10 MB.
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Settled:
    """``ranks``: (N, R), which list of ``found`` settles each right; rank 0, no fact: not wanted, or every row agrees."""

    ranks: Column
    found: Sequence[tuple[FactKey, ...]]

    def by_rank(self, bench: Bench) -> Column:
        """(N, R) ranks of the lists in the bench."""
        return np.array([bench.settled.rank(keys) for keys in self.found], dtype=np.int32)[self.ranks]


def reserves_needed(trial: Trial) -> Column:
    """(N, R, V) bool: the reserves whose breach opens, closes or moves a right, alone or (when alone none explains it) together."""
    broken = trial.layout.violated[~trial.layout.held]
    needed = np.zeros((*trial.opens.shape, broken.shape[1]), dtype=bool)
    if not len(broken):
        return needed
    moved, alone = _moved(trial), broken.sum(axis=1) == 1
    explained = np.zeros_like(moved)
    for rank, mine in enumerate(broken.T):
        needed[:, :, rank] = moved[:, mine & alone].any(axis=1)
        explained |= mine[:, None] & needed[:, None, :, rank]
    for rank, mine in enumerate(broken.T):
        needed[:, :, rank] |= (moved & ~explained)[:, mine].any(axis=1)
    return needed


def _moved(trial: Trial) -> Column:
    """(N, breaching rows, R) bool: those that leave what the reserves promise of a right (state, and range of euros)."""
    held = trial.layout.held
    opened, euros, bounds = trial.opened[:, ~held], trial.euros[:, ~held], trial.bounds
    settled = (trial.firm | ~trial.held_open)[:, None]
    few = (trial.layout.moves[~held] <= MOST_FACTS)[:, None]
    leaves = np.where(settled, opened != trial.held_open[:, None], (opened != trial.opened[:, :1]) & few)
    low, high = np.nan_to_num(bounds.low)[:, None] - NOISE, np.nan_to_num(bounds.high)[:, None] + NOISE
    return np.asarray(leaves | (euros < low) | (euros > high))


def settling_facts(trial: Trial, wanted: Column, bench: Bench) -> Settled:
    """For each right ``wanted`` (N, R) bool, the one fact whose answer settles it, else the two that settle it best.

    Facts not under a reserve come first: breaches are looked at only when the rows that respect the reserves agree. Of a fact that the
    card does not read, the move beside it is chance. The same openings of rights that read the same facts are settled once.
    """
    ranks = np.zeros(wanted.shape, dtype=np.int64)
    found: list[tuple[FactKey, ...]] = [()]
    mixed = wanted & trial.opens & ~trial.opened.all(axis=1)
    if not mixed.any():
        return Settled(ranks, found)
    openings, rights = trial.opened.transpose(0, 2, 1)[mixed], np.nonzero(mixed)[1]
    packed = np.concatenate([np.packbits(openings, axis=1), rights.astype(np.uint8)[:, None]], axis=1)
    read = _read(trial.layout, bench)
    _, first, inverse = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True)
    for start in range(0, len(first), AT_ONCE):
        some = first[start : start + AT_ONCE]
        found.extend(_settled(trial.layout, openings[some], read[rights[some]]))
    ranks[mixed] = 1 + inverse
    return Settled(ranks, found)


def _read(layout: Layout, bench: Bench) -> Column:
    """(R, K) bool: the keys that each card reads; the composition counts for all."""
    composition = np.array([key in (COUPLE, CHILDREN) for key in layout.keys])
    return np.asarray(np.array([[key.fact in read for key in layout.keys] for read in bench.reads]) | composition)


def _settled(layout: Layout, openings: Column, read: Column) -> Sequence[tuple[FactKey, ...]]:
    """For each opening (D, n) of a right that reads some keys (D, K), its facts. The rows to look at are those that respect the reserves
    and lie near the household as told, else more and more."""
    found: list[tuple[FactKey, ...]] = [()] * len(openings)
    todo = np.arange(len(openings))
    for rows in (layout.held & layout.near, layout.held, layout.near, np.ones(layout.rows, dtype=bool)):
        seen = openings[todo][:, rows]
        telling = seen.any(axis=1) & ~seen.all(axis=1)
        if telling.any():
            several = _Several(layout, rows, seen[telling], read[todo[telling]])
            for place, ranks in zip(todo[telling].tolist(), several.best(), strict=True):
                found[place] = tuple(dict.fromkeys(layout.ask_first(layout.keys[rank]) for rank in ranks))
        todo = todo[~telling]
    return found


class _Several:
    """Openings (D, m) over the same rows of a layout: the first fact of all of them is looked for at once, the second one by one.

    Rows are counted by value of each key where the key is not at its base; what is at the base is all the rest.
    """

    def __init__(self, layout: Layout, rows: Column, openings: Column, read: Column) -> None:
        """``rows``: (n,) bool."""
        self.changed, self.openings, self.read = layout.changed[rows], openings, read
        tells = layout.tells
        kept = rows[tells.rows]
        codes, keys = tells.codes[kept], tells.keys[kept]
        self.rows = (np.cumsum(rows) - 1)[tells.rows[kept]]
        #: one *value* is one key with one of its values: where each begins, how many rows have it, whose it is, which one each row has
        self.starts = _beginnings(codes)
        self.sizes = np.diff(self.starts, append=len(codes))
        self.values = np.repeat(np.arange(len(self.starts)), self.sizes)
        owners = keys[self.starts]
        self.firsts = _beginnings(owners)
        self.keys = owners[self.firsts]

    def best(self) -> Iterator[Sequence[int]]:
        """For each opening, the ranks of the keys that tell it best; when none tells anything, those that change most often where the
        state is not that of the first row."""
        opened = np.add.reduceat(self.openings.astype(np.int32)[:, self.rows], self.starts, axis=1)
        left = self._left(opened, self.sizes, self.openings.sum(axis=1), np.array(self.openings.shape[1]))
        mine = np.add.reduceat(opened, self.firsts, axis=1)
        present = np.where(self.openings[:, :1], np.add.reduceat(self.sizes, self.firsts) - mine, mine)
        mixed, counts = self._by_key(left), self._by_key(present)
        for opening, unclear, count, read in zip(self.openings, mixed, counts, self.read, strict=True):
            moving = np.nonzero(count)[0]
            usable = known if len(known := moving[read[moving]]) else moving
            chosen = self._two(opening, unclear, usable) if len(usable) else []
            yield chosen or usable[np.argsort(-count[usable], kind="stable")][:MOST_FACTS].tolist()

    def _left(self, opened: Column, sizes: Column, opened_all: Column, all_rows: Column) -> Column:
        """(…, keys met) how many rows the value of a key does not tell open from closed. ``opened`` and ``sizes``: (…, values), open rows
        and rows; ``opened_all`` and ``all_rows``: (…,)."""
        told = np.add.reduceat(np.minimum(opened, sizes - opened), self.firsts, axis=-1)
        base = all_rows[..., None] - np.add.reduceat(sizes, self.firsts, axis=-1)
        open_base = opened_all[..., None] - np.add.reduceat(opened, self.firsts, axis=-1)
        return np.asarray(told + np.minimum(open_base, base - open_base))

    def _by_key(self, figures: Column) -> Column:
        """(…, K) from the keys met to all of them, 0 for the others."""
        found = np.zeros((*figures.shape[:-1], self.changed.shape[1]), dtype=np.int64)
        found[..., self.keys] = figures
        return found

    def _two(self, opening: Column, mixed: Column, usable: Column) -> list[int]:
        """The key that tells best, and the second one when it tells more; none when nothing tells anything."""
        count = int(opening.sum())
        first = int(usable[mixed[usable].argmin()])
        if mixed[first] >= min(count, len(opening) - count):
            return []
        others = usable[usable != first]
        if not mixed[first] or not len(others):
            return [first]
        joint = self._jointly(opening, first)
        second = int(others[joint[others].argmin()])
        return [first, second] if joint[second] < mixed[first] else [first]

    def _jointly(self, opening: Column, first: int) -> Column:
        """(K,) how many rows each key, told with the first one, does not tell open from closed; 0 for the keys at their base."""
        classes = self.changed[:, first].astype(np.intp)
        sizes = np.bincount(classes)
        opened = np.bincount(classes[opening], minlength=len(sizes))
        unclear = (opened > 0) & (opened < sizes)
        met = unclear[classes[self.rows]]
        rows = self.rows[met]
        width = len(self.starts)
        codes = classes[rows] * width + self.values[met]
        shape = (len(sizes), width)
        every = np.bincount(codes, minlength=shape[0] * width).reshape(shape)
        told = np.bincount(codes[opening[rows]], minlength=shape[0] * width).reshape(shape)
        return self._by_key(self._left(told, every, opened * unclear, sizes * unclear).sum(axis=0))


def _beginnings(ordered: Column) -> Column:
    """Where each run of the same value begins."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))
