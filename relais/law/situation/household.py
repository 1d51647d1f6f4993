"""A real household: what is known of it, what is not, what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relais.kernel.months import Month
from relais.law.situation.facts import Value
from relais.law.situation.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """One person. ``id`` is unique in the household («p1»…) and never a name."""

    id: str
    role: Role
    facts: Mapping[str, Value] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Household:
    """The persons and the dwelling. A fact absent from ``facts`` and ``refused`` is unknown.

    ``couple_known``/``children_known`` say whether the composition itself was told: an unknown composition is completed too.
    ``denied``: codes of the reserves that were denied; their unanswered facts are no longer held at their usual value.
    """

    id: str
    month: Month
    persons: tuple[Person, ...]
    facts: Mapping[str, Value] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    couple_known: bool = True
    children_known: bool = True
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class FactKey:
    """A fact of one person, or of the household when ``person`` is empty; written ``loyer`` or ``p1.salaire_net``."""

    fact: str
    person: str = ""

    def __str__(self) -> str:
        return f"{self.person}.{self.fact}" if self.person else self.fact
