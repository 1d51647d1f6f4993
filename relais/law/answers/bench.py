"""What answers are judged with: the cards, the day, and what follows from them once for all the households."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np

from relais.kernel.sentences import Sentence
from relais.law.answers.readings import conditions_of
from relais.law.answers.told import limited_facts
from relais.law.rights.card import Card
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts
from relais.law.situation.household import FactKey

T = TypeVar("T")
DROM = ("971", "972", "973", "974")
TERRITORIES = ("metropole", "drom", "mayotte", "autre")


class Ranks(Generic[T]):
    """Things met, each under a rank that never changes; the first one, «none», has the rank 0."""

    def __init__(self, none: T) -> None:
        self._things = [none]
        self._ranks = {none: 0}

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, rank: int) -> T:
        return self._things[rank]

    def rank(self, thing: T) -> int:
        """Its rank, a new one the first time."""
        rank = self._ranks.setdefault(thing, len(self._things))
        if rank == len(self._things):
            self._things.append(thing)
        return rank


@dataclass(frozen=True)
class Bench:
    """``overdue``: codes of the rights that depend on a yearly parameter not revalued in time.

    It remembers the words of the answers judged with it (lists of facts and of reserves, sentences; never a figure) under ranks: one
    thread at a time.
    """

    cards: tuple[Card, ...]
    on: date
    overdue: frozenset[str] = frozenset()
    whys: Ranks[str] = field(default_factory=lambda: Ranks(""), compare=False)
    reserves: Ranks[tuple[str, ...]] = field(default_factory=lambda: Ranks(()), compare=False)
    settled: Ranks[tuple[FactKey, ...]] = field(default_factory=lambda: Ranks(()), compare=False)
    themes: Ranks[str] = field(default_factory=lambda: Ranks(""), compare=False)

    @cached_property
    def ceilings(self) -> Column:
        """(R,) bool: never answered more firmly than «à vérifier»."""
        return np.array([bool(card.ceiling) for card in self.cards], dtype=bool)

    @cached_property
    def shown(self) -> Column:
        """(R,) bool: whose amount may be shown; a price that the person pays does not move with the yearly figures that are overdue."""
        return np.array([card.amount_shown and (card.code not in self.overdue or _priced(card)) for card in self.cards], dtype=bool)

    @cached_property
    def belongs(self) -> Column:
        """(C, R) float32, 1 where the condition is the card's."""
        owners = [rank for rank, card in enumerate(self.cards) for _ in conditions_of(card)]
        found = np.zeros((len(owners), len(self.cards)), dtype=np.float32)
        found[np.arange(len(owners)), owners] = 1
        return found

    @cached_property
    def expired(self) -> Column:
        """(R,) rank of the sentence that says that the rule is past its date, 0 when it is not."""
        past = [card.valid_until if card.valid_until is not None and card.valid_until < self.on else None for card in self.cards]
        said = ["" if day is None else Sentence("La règle n’est connue que jusqu’au {day}.", day=day) for day in past]
        return np.array([self.whys.rank(why) for why in said], dtype=np.int32)

    @cached_property
    def uncovered(self) -> Mapping[str, Column]:
        """Territory → (R,) rank of the sentence that says that the card does not cover it, 0 when it does."""
        why = self.whys.rank(Sentence("Ce territoire n’est pas couvert par le calcul."))
        return {one: np.array([why * (one not in card.territories) for card in self.cards], dtype=np.int32) for one in TERRITORIES}

    @cached_property
    def received(self) -> Mapping[str, Sequence[int]]:
        """Fact that says what is already received → the ranks of its cards."""
        found: dict[str, list[int]] = {}
        for rank, card in enumerate(self.cards):
            if card.received_fact:
                found.setdefault(card.received_fact, []).append(rank)
        return found

    @cached_property
    def limited(self) -> Column:
        """(L, R) the bit of each of the ``limited_facts`` on the cards that read it, else 0."""
        bits = [[(fact.code in card.facts) << rank for card in self.cards] for rank, fact in enumerate(limited_facts())]
        return np.array(bits, dtype=np.int32).reshape(len(bits), len(self.cards))

    @cached_property
    def reads(self) -> Sequence[frozenset[str]]:
        """By card, the facts that it reads."""
        return [frozenset(card.facts) for card in self.cards]

    @cached_property
    def own_theme(self) -> Column:
        """(R,) the theme of each card, by rank."""
        return np.array([self.themes.rank(card.theme) for card in self.cards], dtype=np.int32)

    @cached_property
    def read_themes(self) -> Mapping[str, Column]:
        """Theme → (R,) bool: the cards that read a fact of this theme."""
        named = {fact.theme for fact in facts().values()} - {""}
        read = [{facts()[code].theme for code in card.facts if code in facts()} for card in self.cards]
        return {theme: np.array([theme in mine for mine in read], dtype=bool) for theme in named}


def territory_of(commune: str) -> str:
    """Territory of an INSEE code, in the words of the cards."""
    if commune.startswith("976"):
        return "mayotte"
    if commune.startswith(DROM):
        return "drom"
    return "autre" if commune.startswith(("97", "98")) else "metropole"


def _priced(card: Card) -> bool:
    """Whether the amount is a price, which has a text and a date of its own."""
    return card.rule is not None and card.rule.unit == "cost"
