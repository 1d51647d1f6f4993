"""The catalogue of facts: what may be asked, in which words, why, within which domain. Data: ``facts.yaml``.

Every fact of a real household is *known*, *unknown* (not asked yet) or *refused* (asked, not answered: stays unknown
and is not asked again). Completing unknown facts within their domain makes the rows of a ``Block``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: a value as kept in a ``Household``: choice → its code, place → INSEE code, monthly money → 13 amounts (M-12 … M).
Value = float | int | bool | str | date | tuple[float, ...]


#: whom a fact may concern: households with a couple, without one, with children, who rent (or may).
CONCERNS = ("couple", "seul", "enfants", "locataire")


class Kind(StrEnum):
    """What a fact's value is; fixes its parsing, its column and its field on the screen."""

    MONEY = "money"  # euros
    MONTHLY = "monthly"  # euros net by month, 13 months
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"
    PLACE = "place"  # INSEE code of a commune


class Scope(StrEnum):
    """Whom a fact speaks about."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that may be asked.

    ``domain``: (lowest, highest) for numbers, years for dates; outside, the answer is «on ne sait pas».
    ``samples``: values tried when the fact is unknown; the first is the usual one. ``reserve``: code of the reserve that holds it
    at ``usual`` until asked, or "" when none does. ``theme``: uncommon theme ("handicap", "perte_autonomie", "etudes",
    "asile", "deces") or "". ``roles``: words of the roles it is asked for (persons only).
    ``asked_when``: fact (of the same person, else of the household) → values; the fact matters only while each fact named
    has one of its values, and keeps its usual value otherwise. ``ages``: (from, before) in years; a person known to be younger
    or older is not asked, and keeps the usual value. ``concerns``: whom it concerns, words of ``CONCERNS`` that all hold; of others
    it is neither asked nor tried. ``choice_ages``: choice → (from, before) in years; not tried of a person known to be younger or
    older. ``joins``: facts whose effect this one changes (marriage joins incomes): while unknown, its values are tried with their
    ends. ``limit``: what the calculation simplifies of this fact, said under each answer that reads it once it is told.
    """

    code: str
    scope: Scope
    kind: Kind
    label: str
    hint: str
    why: str
    section: str
    choices: Mapping[str, str] = field(default_factory=dict)
    domain: tuple[float, float] | None = None
    samples: tuple[Value, ...] = ()
    usual: Value | None = None
    reserve: str = ""
    theme: str = ""
    roles: tuple[str, ...] = ()
    paper: str = ""
    sensitive: bool = False
    asked_when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    ages: tuple[int, int] | None = None
    concerns: tuple[str, ...] = ()
    choice_ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A usual fact held true until asked; written under each answer it carries.

    ``short``: two to four words for the row of an answer («épargne modeste»), lower case, without a full stop. ``sentence``: the
    whole of it, to be shown with the short form at least once. ``question``: asked when it is to be confirmed or denied.
    """

    code: str
    short: str
    sentence: str
    question: str
    facts: tuple[str, ...]
