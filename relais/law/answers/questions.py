"""Next best questions: the unanswered facts whose answer could change most answers, then most euros."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.answers.settling import NOISE
from relais.law.answers.shape import Answer, Group, NextQuestion
from relais.law.answers.trial import Trial
from relais.law.answers.units import CHILDREN, COUPLE
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
    effects = [_effect(trial, rank, key, answers) for rank, key in enumerate(trial.keys) if _may_be_asked(trial, key)]
    found = sorted((effect for effect in effects if effect.rights), key=lambda effect: effect.order)
    kept: list[_Effect] = []
    for effect in found:
        if not effect.reserve or all(other.reserve != effect.reserve for other in kept):
            kept.append(effect)
    return tuple(NextQuestion(effect.key, len(effect.rights), round(effect.euros, 2), effect.rights, effect.reserve) for effect in kept)


def _may_be_asked(trial: Trial, key: FactKey) -> bool:
    """A composition, or a fact not refused that may matter before another one is told."""
    return key in (COUPLE, CHILDREN) or (key in trial.slots and trial.slots[key].asked and trial.ask_first(key) == key)


def _effect(trial: Trial, rank: int, key: FactKey, answers: Sequence[Answer]) -> _Effect:
    """What a key could change: alone (tried), or named under an answer as what would settle it.

    Answers folded under an uncommon theme do not count for a fact of that theme: nobody starts with the disability.
    """
    nothing = np.zeros(len(answers))
    flips, euros = trial.effects.get(key, (nothing.astype(bool), nothing))
    theme = trial.slots[key].fact.theme if key in trial.slots else ""
    rights = tuple(
        answer.right
        for place, answer in enumerate(answers)
        if answer.group is not Group.UNKNOWN
        and not (theme and answer.theme == theme)
        and (flips[place] or euros[place] > NOISE or key in answer.settled_by)
    )
    reserve = trial.slots[key].reserve if key in trial.slots else ""
    living = [place for place, answer in enumerate(answers) if answer.group is not Group.UNKNOWN]
    return _Effect(key, rank, rights, float(euros[living].sum()), reserve)
