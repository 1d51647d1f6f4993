"""On what an answer hangs: the reserves it needs, the facts that would settle it, the uncommon theme that keeps it open."""

from collections.abc import Sequence

import numpy as np

from relais.law.answers.trial import Trial
from relais.law.answers.units import CHILDREN, COUPLE
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.household import FactKey

#: facts named at most under an answer.
MOST_FACTS = 2
#: a move under this many euros a month is noise of rounding.
NOISE = 1.0


def reserves_needed(trial: Trial, right: int) -> tuple[str, ...]:
    """Codes of the reserves whose breach opens, closes or moves the right, alone or (when alone none explains it) together."""
    if not trial.reserves:
        return ()
    moved = _moved(trial, right) & ~trial.held
    breaches = trial.violated[moved]
    single = breaches[breaches.sum(axis=1) == 1].any(axis=0) if len(breaches) else np.zeros(len(trial.reserves), dtype=bool)
    needed = single | breaches[~(breaches & single).any(axis=1)].any(axis=0) if len(breaches) else single
    return tuple(code for code, wanted in zip(trial.reserves, needed, strict=True) if wanted)


def _moved(trial: Trial, right: int) -> Column:
    """(n,) bool: the rows that leave what the reserves promise of this right (state, and range of euros)."""
    opened, euros = trial.reading.opened[:, right], trial.euros[:, right]
    promised, amounts = opened[trial.held], euros[trial.held]
    settled = promised.all() or not promised.any()
    leaves = opened != promised[0] if settled else (opened != opened[0]) & (trial.moves <= MOST_FACTS)
    return np.asarray(leaves | (euros < amounts.min() - NOISE) | (euros > amounts.max() + NOISE))


def settling_facts(trial: Trial, right: int, read: Sequence[str]) -> tuple[FactKey, ...]:
    """The one fact whose answer settles the right, else the two that settle it best; none when every row agrees.

    Facts not under a reserve come first: breaches are looked at only when the rows that respect the reserves agree. Of a fact that the
    card does not ``read``, the move beside it is chance.
    """
    rows = _telling_rows(trial, right)
    state = trial.reading.opened[rows, right]
    if state.all() or not state.any():
        return ()
    changed = trial.changed[rows]
    moving = np.nonzero((changed[state != state[0]] != 0).any(axis=0))[0].tolist()
    usable = [rank for rank in moving if trial.keys[rank].fact in read or trial.keys[rank] in (COUPLE, CHILDREN)] or moving
    chosen: list[int] = []
    code = np.zeros(len(state), dtype=np.int64)
    left = _mixed(code, state)
    while left and len(chosen) < MOST_FACTS:
        found = [(_mixed(code * 64 + changed[:, rank], state), rank) for rank in usable if rank not in chosen]
        if not found or min(found)[0] >= left:
            break
        left, rank = min(found)
        chosen.append(rank)
        code = np.unique(code * 64 + changed[:, rank], return_inverse=True)[1]
    keys = [trial.ask_first(trial.keys[rank]) for rank in chosen or _most_present(changed[state != state[0]], usable)]
    return tuple(dict.fromkeys(keys))


def _telling_rows(trial: Trial, right: int) -> Column:
    """The rows to read: those that respect the reserves and lie near the household as told, else more and more."""
    opened = trial.reading.opened[:, right]
    for rows in (trial.held & trial.near, trial.held, trial.near):
        if opened[rows].any() and not opened[rows].all():
            return rows
    return np.ones(len(opened), dtype=bool)


def _most_present(changed: Column, usable: list[int]) -> list[int]:
    """When no fact tells the rows apart, those that change most often where the state does."""
    return sorted(usable, key=lambda rank: (-int((changed[:, rank] != 0).sum()), rank))[:MOST_FACTS]


def _mixed(code: Column, state: Column) -> int:
    """How many rows the code does not tell open from closed (the minority of each class)."""
    every = np.bincount(code)
    opened = np.bincount(code, weights=state, minlength=len(every))
    return int(np.minimum(opened, every - opened).sum())


def theme_of(trial: Trial, right: int, read: Sequence[str], settled: Sequence[FactKey], reserves: Sequence[str]) -> str:
    """The uncommon theme without which every row is closed; when several open it, that of the fact that settles best; else the
    first of ``reserves`` when no row that respects them all is open; or "". A fact that the card does not ``read`` opens nothing.
    """
    if not trial.reading.opened[:, right].any():
        return ""
    mine = {facts()[code].theme for code in read if code in facts()} - {""}
    alone = next((theme for theme, closed in trial.themes.items() if closed[right] and theme in mine), "")
    if alone:
        return alone
    settling = (trial.slots[key].fact for key in settled if key in trial.slots)
    uncommon = next((fact.theme for fact in settling if fact.theme in mine), "") if trial.uncommon[right] else ""
    if uncommon or trial.reading.opened[trial.held, right].any():
        return uncommon
    return next(iter(reserves), "")
