"""Next best questions: the unanswered facts whose answer could change most answers, then most euros."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.answers.settling import NOISE
from relais.law.answers.shape import Answer, Group, NextQuestion
from relais.law.answers.trial import Trial
from relais.law.answers.units import CHILDREN, COUPLE
from relais.law.situation.block import Column
from relais.law.situation.household import FactKey


@dataclass(frozen=True, slots=True)
class _Effect:
    key: FactKey
    rank: int
    rights: tuple[str, ...]
    euros: float
    reserve: str

    @property
    def order(self) -> tuple[int, bool, int, int]:
        """Most answers, plain facts before reserves, most euros, then the order of the papers."""
        return -len(self.rights), bool(self.reserve), -round(self.euros), self.rank


def next_questions(trial: Trial, answers: Sequence[Answer]) -> tuple[NextQuestion, ...]:
    """The questions worth asking, best first; a refused fact is never among them; empty when nothing more would change."""
    living = np.array([answer.group is not Group.UNKNOWN for answer in answers], dtype=bool)
    effects = [_effect(trial, rank, key, answers, living) for rank, key in enumerate(trial.keys) if _may_be_asked(trial, key)]
    found = sorted((effect for effect in effects if effect.rights), key=lambda effect: effect.order)
    kept: list[_Effect] = []
    for effect in found:
        if not effect.reserve or all(other.reserve != effect.reserve for other in kept):
            kept.append(effect)
    return tuple(NextQuestion(effect.key, len(effect.rights), round(effect.euros, 2), effect.rights, effect.reserve) for effect in kept)


def _may_be_asked(trial: Trial, key: FactKey) -> bool:
    """A composition, or a fact not refused that may matter before another one is told."""
    return key in (COUPLE, CHILDREN) or (key in trial.slots and trial.slots[key].asked and trial.ask_first(key) == key)


def _effect(trial: Trial, rank: int, key: FactKey, answers: Sequence[Answer], living: Column) -> _Effect:
    """What a key could change: alone (tried), or named under an answer as what would settle it. ``living``: the answers that a rule
    in force gives.

    Answers folded under an uncommon theme do not count for a fact of that theme: nobody starts with the disability.
    """
    slot = trial.slots.get(key)
    theme = slot.fact.theme if slot else ""
    moves, euros = np.zeros(len(answers), dtype=bool), 0.0
    if key in trial.effects:
        flips, amounts = trial.effects[key]
        moves, euros = flips | (amounts > NOISE), float(amounts[living].sum())
    rights = tuple(
        answer.right
        for answer, moved, alive in zip(answers, moves.tolist(), living.tolist(), strict=True)
        if alive and (moved or key in answer.settled_by) and not (theme and answer.theme == theme)
    )
    return _Effect(key, rank, rights, euros, slot.reserve if slot else "")
