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
    modelled, or the group is UNKNOWN); for a right paid once, the payment itself. In TO_CHECK the top of a range is a cautious
    one, twice the highest found, reserves or not, for what lies between the values tried. ``show_amount``: the range is
    narrow enough to help. ``received``: euros a month already received (0 when open without an amount), None when not received
    as far as known. ``reserves``: codes of the reserves the answer needs. ``settled_by``: at most two facts that would settle.
    ``theme``: uncommon theme on which it hangs, else the reserve without whose breach it never opens, or "". ``limits``: what the
    calculation simplifies or does not see, of the right and of the facts told. ``why_unknown``: plain reason when the group is
    UNKNOWN. ``stale``: a yearly parameter of this right is overdue («barème à vérifier»): the group stays, the amount is not shown
    (a price that the person pays is, having a date of its own).
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
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """An unanswered fact and what its answer could change.

    ``key``: a fact, or ``couple``/``enfants`` (the composition itself). ``reserve``: code of the reserve to be asked about as a
    whole, in its own words, ``key`` being its first fact that matters; "" for a plain fact. ``rights``: answers it may change.
    """

    key: FactKey
    answers_changed: int
    euros_changed: float
    rights: tuple[str, ...]
    reserve: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """The complete answer for one household, in the order of the catalogue; no next question: nothing more would change."""

    household: str
    answers: tuple[Answer, ...]
    next_questions: tuple[NextQuestion, ...]

    def of(self, group: Group) -> tuple[Answer, ...]:
        """The answers of one group; in «à vérifier», those one fact away come first and those of an uncommon theme last."""
        found = [answer for answer in self.answers if answer.group is group]
        return tuple(sorted(found, key=_nearest_first)) if group is Group.TO_CHECK else tuple(found)


def _nearest_first(answer: Answer) -> tuple[bool, int]:
    return bool(answer.theme), len(answer.settled_by) or 3


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One step of an income axis: the wage, euros a month by right (rights paid by month or by year), and their sum with the
    wage; a contribution (C2S) is negative."""

    income: float
    total: float
    by_right: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Cliff:
    """A step of the axis where the wage rises and the total falls: ``loss`` euros a month, because of ``rights``."""

    income_before: float
    income_after: float
    loss: float
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Where on the axis a right is open: from ``first`` to ``last`` euros of wage; ``last`` None: up to the end of the axis."""

    right: str
    first: float
    last: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """What a wage changes, unanswered facts at their usual value; the deepest cliffs first."""

    points: tuple[CurvePoint, ...]
    cliffs: tuple[Cliff, ...]
    spans: tuple[OpenSpan, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One right before and after a scenario."""

    right: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change of life: its complete answers, and the rights that move (group, or range by more than one euro)."""

    code: str
    label: str
    screening: Screening
    changes: tuple[Change, ...]
