"""A toy law in a few lines of numpy, and households to try it: the answers are proved without the real legislation first."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from relais.kernel.months import Month
from relais.law.engine.face import Results
from relais.law.engine.freshness import revalued
from relais.law.rights.card import Card, EngineCondition, EngineRule
from relais.law.rights.declared import ages
from relais.law.situation.block import Block, Column
from relais.law.situation.columns import choice_rank
from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

MONTH = Month(2026, 11)
TODAY = date(2026, 11, 22)
CEILING = 1000.0


class ToyEngine:
    """``minimum``: what lacks to 1,000 euros of income, from 25 years; ``band``: 50 euros between 900 and 1,200 euros of income;
    ``family``: 70 euros by child under 18, from two; ``old``: 200 euros from 65, or from 62 when unfit to work."""

    def __init__(self) -> None:
        self.calls = 0
        self.rows = 0

    @property
    def version(self) -> str:
        return "toy"

    def known_dates(self, month: Month) -> Mapping[str, date]:
        """Every yearly figure known up to the month: nothing is late."""
        return {entry.parameter: month.first_day() for entry in revalued()}

    def compute(self, block: Block, variables: Sequence[str]) -> Results:
        self.calls += 1
        self.rows += block.rows
        values = self._values(block)
        return Results({name: values[name] for name in variables})

    def _values(self, block: Block) -> dict[str, Column]:
        adults = np.isin(block.role, (Role.DEMANDEUR, Role.CONJOINT))
        income = block.sum_persons(np.where(adults, block.persons["salaire"][:, 12] + block.persons["retraite"][:, 12], 0))
        years = ages(block)
        grown = block.any_person((block.role == Role.DEMANDEUR) & (years >= 25))
        minors = block.sum_persons((block.role == Role.ENFANT) & (years < 18))
        unfit = block.persons["inapte"]
        old = block.any_person(adults & ((years >= 65) | ((years >= 62) & unfit)))
        student = block.any_person((block.role == Role.DEMANDEUR) & (block.persons["statut"] == choice_rank("statut", "etudes")))
        return {
            "income": income,
            "ceiling": np.full(block.rows, CEILING),
            "grown": grown,
            "minimum": np.where(grown & ~student, np.maximum(CEILING - income, 0), 0),
            "band": np.where((income >= 900) & (income <= 1200), 50.0, 0.0),
            "family": np.where(minors >= 2, 70.0 * minors, 0.0),
            "old": np.where(old & (income < CEILING), 200.0, 0.0),
        }


def card(code: str, *, facts: tuple[str, ...], **changed: object) -> Card:
    """A card of the toy law: its output bears its code."""
    told: dict[str, object] = {
        "label": code, "short": code, "sentence": code, "family": "revenus", "organisme": "caf", "channels": (), "proofs": (),
        "references": (), "rule": EngineRule(code, "month"), "rules_date": date(2026, 1, 1),
    }  # fmt: skip
    return Card(code=code, facts=facts, **{**told, **changed})  # type: ignore[arg-type]


INCOME = EngineCondition("Revenus sous le plafond", ("income",), "<", ("ceiling",), "€/mois", "article 1")
CARDS = (
    card(
        "minimum", facts=("salaire", "retraite", "naissance", "statut"), conditions=(INCOME, EngineCondition("25 ans", ("grown",), "true"))
    ),
    card("band", facts=("salaire", "retraite"), conditions=(EngineCondition("Revenus moyens", ("income",), ">=", ("ceiling",)),)),
    card("family", facts=("naissance",), conditions=(EngineCondition("Deux enfants mineurs", ("family",), "true"),)),
    card("old", facts=("naissance", "inapte", "salaire", "retraite"), openers=({"inapte": True},), theme="handicap", conditions=(INCOME,)),
)


def months(amount: float) -> tuple[float, ...]:
    """The same amount on the thirteen months."""
    return (float(amount),) * 13


def aged(years: int) -> date:
    """A birth date of that age, mid-year."""
    return date(MONTH.year - years, 5, 12)


def person(role: Role = Role.DEMANDEUR, name: str = "p1", refused: tuple[str, ...] = (), **facts: Value) -> Person:
    return Person(name, role, facts, frozenset(refused))


def home(*persons: Person, name: str = "foyer", **facts: Value) -> Household:
    return Household(name, MONTH, persons, facts)
