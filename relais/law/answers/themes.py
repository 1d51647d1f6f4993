"""The uncommon theme on which an answer hangs (disability, studies, asylum…), or the reserve without whose breach it never opens."""

import numpy as np

from relais.law.answers.bench import Bench
from relais.law.answers.settling import Settled
from relais.law.answers.trial import Trial
from relais.law.situation.block import Column


def themes_of(trial: Trial, bench: Bench, settled: Settled, reserves: Column) -> Column:
    """(N, R) ranks among the themes of the bench, 0 for none. ``reserves``: (N, R) ranks of the reserves that the answers need.

    The card's own theme when nothing usual opens it; else the theme without which every row is closed; when several open it, that
    of the fact that settles best; else the first reserve when no row that respects them all is open. A right that nothing opens hangs on
    none. A fact that the card does not
    read opens nothing.
    """
    closed = ~trial.held_open
    firsts = np.array([bench.themes.rank(next(iter(bench.reserves[rank]), "")) for rank in range(len(bench.reserves))], dtype=np.int32)
    found = np.where(closed, firsts[reserves], 0)
    settling = _settling(trial, bench, settled)[settled.ranks, np.arange(len(bench.cards))]
    found = np.where(trial.uncommon & (settling > 0), settling, found)
    for theme in sorted(trial.closed_themes, reverse=True):
        found = np.where(trial.closed_themes[theme] & bench.read_themes[theme], bench.themes.rank(theme), found)
    return np.where(closed & (bench.own_theme > 0), bench.own_theme, np.where(trial.opens, found, 0))


def _settling(trial: Trial, bench: Bench, settled: Settled) -> Column:
    """(S, R): by list of settling facts, the theme of the first one that has a theme of each card."""
    found = np.zeros((len(settled.found), len(bench.cards)), dtype=np.int32)
    for place, keys in enumerate(settled.found):
        for theme in [trial.slots[key].fact.theme for key in reversed(keys) if key in trial.slots and trial.slots[key].fact.theme]:
            found[place, bench.read_themes[theme]] = bench.themes.rank(theme)
    return found
