"""Which rows of a table are equal, told from a digest of each: several times as quick as comparing whole rows."""

import numpy as np

from relais.law.situation.block import Column

#: odd, with as many bits set as not: what a bit of a word changes spreads over the digest (the constants of splitmix64).
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_MORE = np.uint64(0x94D049BB133111EB)
_HIGH = np.uint64(30)


def different(rows: Column) -> tuple[Column, Column]:
    """One row (a rank) for each of those that differ, and for each row which of them it equals. ``rows``: (N, k) uint64, N > 0."""
    if (rows == rows[:1]).all():
        return np.zeros(1, np.intp), np.zeros(len(rows), np.intp)
    _, ranks = np.unique(_digests(rows), return_inverse=True)
    firsts = np.empty(int(ranks.max()) + 1, np.intp)
    firsts[ranks] = np.arange(len(rows))
    if not (rows == rows[firsts][ranks]).all():  # two rows of one digest
        _, firsts, ranks = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return firsts, ranks


def _digests(rows: Column) -> Column:
    found = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        found = (found ^ column) * _SPREAD
        found = (found ^ (found >> _HIGH)) * _MORE
    return found
