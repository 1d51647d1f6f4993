"""What proves an answer wrong: a completion of the unanswered facts, within the declared domains, that contradicts it.

Three promises (issue 2, §2). «Sans doute non»: closed for every completion, reserves or not. «À demander»: open, and in the
range, for every completion that respects the reserves *shown*, whatever becomes of the others. «À vérifier»: in the range for
every completion that respects all the reserves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from relais.law.answers.bench import Bench
from relais.law.answers.judging import judge
from relais.law.answers.readings import read_block
from relais.law.answers.shape import Answer, Group
from relais.law.answers.telling import screening_of
from relais.law.answers.trial import Trial
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import FactKey, Household
from tests.law.answers.toy import TODAY
from tests.law.answers.whole import completed

#: beyond, an amount is out of its range.
EURO = 1.0


@dataclass(frozen=True, slots=True)
class Whole:
    """One random completion, the story it completes, and the reserves that it may not respect."""

    story: int
    unit: int
    breached: frozenset[str]
    household: Household


@dataclass(frozen=True, slots=True)
class Fault:
    """A completion that proves an answer wrong; ``base``: the same unit, every unanswered fact at its base value."""

    story: str
    right: str
    promise: str
    why: str
    answer: Answer
    breached: frozenset[str]
    household: Household
    base: Household

    def __str__(self) -> str:
        return f"{self.story}: {self.right}: {self.why}; {self.household}"


def drawn(tried: Sequence[Trial], seed: int, each: int) -> list[Whole]:
    """``each`` completions of each story: a third respects every reserve, a third breaches one or two, a third may breach all."""
    chance = np.random.default_rng(seed)
    found = []
    for story, trial in enumerate(tried):
        for rank in range(each):
            place = int(chance.integers(len(trial.units)))
            count = (0, min(int(chance.integers(1, 3)), len(trial.reserves)), len(trial.reserves))[rank % 3]
            breached = frozenset(str(code) for code in chance.permutation(np.array(trial.reserves, dtype=str))[:count])
            found.append(Whole(story, place, breached, completed(trial.units[place], chance, breached=breached)))
    return found


def wrong(answer: Answer, breached: frozenset[str], *, opened: bool, euros: float) -> tuple[str, str]:
    """The promise that this completion breaks and how, or two empty texts."""
    if answer.group is Group.UNLIKELY:
        return ("sans doute non", "«sans doute non», yet open") if opened else ("", "")
    shown = breached & frozenset(answer.reserves) if answer.group is Group.TO_CLAIM else breached
    if answer.group is Group.UNKNOWN or shown:
        return "", ""
    name = answer.group.value if not breached else f"{answer.group.value}, réserve non montrée"
    if answer.group is Group.TO_CLAIM and not opened:
        return name, "«à demander», yet closed"
    if answer.monthly_min is None or answer.monthly_max is None:
        return "", ""
    inside = answer.monthly_min - EURO <= euros <= answer.monthly_max + EURO
    return ("", "") if inside else (f"{name}, montant", f"{euros:.2f} is out of {answer.monthly_min} … {answer.monthly_max}")


class Proof:
    """Everything tried and answered for some stories (a class: hypothesis would print it whole otherwise)."""

    def __init__(self, tried: Sequence[Trial], engine: Engine, cards: tuple[Card, ...]) -> None:
        self.tried, self.engine, self.cards = tried, engine, cards
        bench = Bench(cards, TODAY)
        self.answers = [screening_of(trial.household.id, judge(trial, bench), 0, bench).answers for trial in tried]

    def __repr__(self) -> str:
        return "the proof"

    def faults(self, seed: int, each: int) -> list[Fault]:
        """What random completions prove wrong."""
        wholes = drawn(self.tried, seed, each)
        return list(self._found(wholes)) if wholes else []

    def _found(self, wholes: Sequence[Whole]) -> Iterator[Fault]:
        reading = read_block(to_block([whole.household for whole in wholes]), self.engine, self.cards)
        for row, whole in enumerate(wholes):
            for place, answer in enumerate(self.answers[whole.story]):
                opened, euros = bool(reading.opened[row, place]), float(reading.euros[row, place])
                promise, why = wrong(answer, whole.breached, opened=opened, euros=euros)
                if promise:
                    base = self.tried[whole.story].units[whole.unit].base
                    told = self.tried[whole.story].household.id
                    yield Fault(told, answer.right, promise, why, answer, whole.breached, whole.household, base)

    def shrunk(self, fault: Fault) -> dict[FactKey, Value]:
        """The few facts of a fault that are enough to prove the answer wrong, the others back to their base value."""
        place = next(rank for rank, card in enumerate(self.cards) if card.code == fault.right)
        left = [key for key, value in told_facts(fault.household).items() if told_facts(fault.base).get(key) != value]
        needed: list[FactKey] = []
        while left:
            trials = [with_facts(fault, [*needed, *left[rank:]]) for rank in range(len(left) + 1)]
            reading = read_block(to_block(trials), self.engine, self.cards)
            columns = zip(reading.opened[:, place].tolist(), reading.euros[:, place].tolist(), strict=True)
            still = [bool(wrong(fault.answer, fault.breached, opened=opened, euros=euros)[0]) for opened, euros in columns]
            last = next((rank for rank in range(len(still)) if not still[rank]), len(still)) - 1
            needed += left[last : last + 1]
            left = left[last + 1 :]
        told = told_facts(fault.household)
        return {key: told[key] for key in needed}


def told_facts(household: Household) -> dict[FactKey, Value]:
    """Every known fact; an amount that does not move is written once."""
    found = {FactKey(code): value for code, value in household.facts.items()}
    found |= {FactKey(code, person.id): value for person in household.persons for code, value in person.facts.items()}
    return {key: value[0] if isinstance(value, tuple) and len(set(value)) == 1 else value for key, value in found.items()}


def with_facts(fault: Fault, keys: Sequence[FactKey]) -> Household:
    """The base of a fault with these facts of its completion."""
    kept = {key.person: {} for key in keys} | {"": {}}
    told = {key: value for key, value in _raw(fault.household).items() if key in keys}
    for key, value in told.items():
        kept[key.person][key.fact] = value
    persons = tuple(replace(one, facts={**one.facts, **kept.get(one.id, {})}) for one in fault.base.persons)
    return replace(fault.base, persons=persons, facts={**fault.base.facts, **kept[""]})


def _raw(household: Household) -> dict[FactKey, Value]:
    return {
        **{FactKey(code): value for code, value in household.facts.items()},
        **{FactKey(code, person.id): value for person in household.persons for code, value in person.facts.items()},
    }
