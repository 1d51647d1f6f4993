"""What a screening answers: the groups, the answers, the next questions. Plain values, ready to print or to serialise."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relais.law.situation.household import FactKey


class Group(StrEnum):
    """The four answers (shared by screen, paper, API and files).

    TO_CLAIM: open for every completion of the unanswered facts that respects the reserves shown.
    UNLIKELY: closed for every completion, reserves or not. UNKNOWN: no rule in force here (expired, not modelled, territory
    not covered, value outside its domain). TO_CHECK: all else, with the facts that would settle it.
    """

    TO_CLAIM = "a_demander"
    TO_CHECK = "a_verifier"
    UNLIKELY = "sans_doute_non"
    UNKNOWN = "on_ne_sait_pas"


class Truth(StrEnum):
    """State of one condition over the completions."""

    MET = "remplie"
    NOT_MET = "non_remplie"
    UNKNOWN = "inconnue"


@dataclass(frozen=True, slots=True)
class ConditionRead:
    """A condition with its figures; the four bounds are None when there is nothing to compare."""

    label: str
    state: Truth
    value_min: float | None = None
    value_max: float | None = None
    limit_min: float | None = None
    limit_max: float | None = None
    unit: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one right for one household.

    ``monthly_min``/``monthly_max``: euros a month over the completions that respect the reserves (None: no amount is
    modelled). ``show_amount``: the range is narrow enough to help. ``settled_by``: at most two facts that would settle.
    ``theme``: uncommon theme on which it hangs, or "". ``why_unknown``: plain reason when the group is UNKNOWN.
    """

    right: str
    group: Group
    monthly_min: float | None
    monthly_max: float | None
    show_amount: bool
    received: float | None
    conditions: tuple[ConditionRead, ...]
    reserves: tuple[str, ...]
    settled_by: tuple[FactKey, ...]
    theme: str
    decided_by: str
    why_unknown: str
    stale: bool
    rules_date: date


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """An unanswered fact and what its answer could change."""

    key: FactKey
    answers_changed: int
    euros_changed: float
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """The complete answer for one household."""

    household: str
    answers: tuple[Answer, ...]
    next_questions: tuple[NextQuestion, ...]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One step of an income axis: euros by right, and their sum with the income."""

    income: float
    total: float
    by_right: tuple[tuple[str, float], ...]
