"""The words of an answer, made from its state: what is printed under a right, what decided, its limits. Figures are only put in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from relais.kernel.sentences import Sentence, quoted
from relais.law.answers import judging
from relais.law.answers.bench import Bench
from relais.law.answers.judging import GROUPS, Judged
from relais.law.answers.readings import conditions_of
from relais.law.answers.shape import Answer, ConditionRead, Group, Screening, Truth
from relais.law.answers.told import limited_facts
from relais.law.answers.wording import condition_sentence
from relais.law.rights.card import Card, DeclaredCondition
from relais.law.situation.catalogue import facts
from relais.law.situation.household import FactKey

#: how a condition is said with its figures.
Said = Callable[[ConditionRead], Sentence]


@dataclass(frozen=True, slots=True)
class State:
    """Of one answer: the rank of its card, its columns in ``Judged.states``, and the bits of the conditions of the card."""

    right: int
    columns: Sequence[int]
    bits: Sequence[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one answer. ``sides``: by condition of the card, lowest and highest left side, lowest and highest right side."""

    low: float | None
    high: float | None
    received: float | None
    sides: Sequence[Sequence[float | None]]


def screening_of(name: str, judged: Judged, place: int, bench: Bench) -> Screening:
    """The answers of one household, in the order of the cards, and its next questions."""
    answers = tuple(answer_of(judged, place, rank, bench) for rank in range(len(bench.cards)))
    return Screening(name, answers, judged.detail.questions[place])


def answer_of(judged: Judged, place: int, rank: int, bench: Bench) -> Answer:
    """One answer of one household."""
    start, stop = judged.spans[rank]
    low, high, received = map(_figure, judged.figures[place, rank].tolist())
    sides = [[_figure(side) for side in four] for four in judged.detail.sides[place, start:stop].tolist()]
    state = State(rank, judged.states[place, rank].tolist(), judged.detail.conditions[place, start:stop].tolist())
    return told(state, Figures(low, high, received, sides), bench)


def _figure(value: float) -> float | None:
    return None if isnan(value) else value


def told(state: State, figures: Figures, bench: Bench, said: Said = condition_sentence) -> Answer:
    """The answer of a state with its figures."""
    card, columns = bench.cards[state.right], state.columns
    group = GROUPS[columns[judging.GROUP]]
    settled = bench.settled[columns[judging.SETTLED]]
    pairs = [] if group is Group.UNKNOWN else list(zip(_read(card, state.bits, figures), state.bits, strict=True))
    closed = _blocking(card, pairs)
    conditions = _telling(card, pairs, closed)
    return Answer(
        right=card.code,
        group=group,
        monthly_min=figures.low,
        monthly_max=figures.high,
        show_amount=bool(columns[judging.SHOWN]),
        received=figures.received,
        conditions=conditions,
        reserves=bench.reserves[columns[judging.RESERVES]],
        settled_by=settled,
        theme=bench.themes[columns[judging.THEME]],
        decided_by=_decided_by(group, conditions, closed, settled, opens=bool(columns[judging.OPENS]), said=said),
        why_unknown=bench.whys[columns[judging.WHY]],
        stale=card.code in bench.overdue,
        rules_date=card.rules_date or bench.on,
        limits=_limits(card, columns[judging.LIMITS]),
    )


def _read(card: Card, bits: Sequence[int], figures: Figures) -> list[ConditionRead]:
    """Each condition over the rows that respect the reserves."""
    found = []
    for condition, bit, (low, high, least, most) in zip(conditions_of(card), bits, figures.sides, strict=True):
        state = Truth.MET if bit & judging.MET else Truth.UNKNOWN if bit & judging.MAY_BE_MET else Truth.NOT_MET
        unit = "" if isinstance(condition, DeclaredCondition) else condition.unit
        found.append(ConditionRead(condition.label, state, low, high, least, most, unit, condition.article))
    return found


#: a condition with its bits.
_Pair = tuple[ConditionRead, int]


def _blocking(card: Card, pairs: Sequence[_Pair]) -> ConditionRead | None:
    """The condition that closes the right, reserves or not: one read on the facts first, then one with figures or an age.

    The engine gives nil for a right whose first condition fails: what it then says of the others explains nothing.
    """
    computed = {condition.label for condition in card.conditions}
    closed = [(one, bit) for one, bit in pairs if not bit & judging.EVER_MET]
    in_turn = [one for one, _ in closed if one.label not in computed]
    in_turn += [one for one, bit in closed if not bit & judging.NIL_LIMIT]
    return next(iter([*in_turn, *(one for one, _ in closed)]), None)


def _telling(card: Card, pairs: Sequence[_Pair], closed: ConditionRead | None) -> tuple[ConditionRead, ...]:
    """The conditions worth printing: without a nil ceiling (the engine gives nil to a household that another condition shuts out), nor
    what the engine leaves at nil because ``closed`` fails, nor an exceptional one that is met."""
    if card.rule is not None and card.rule.also:
        return tuple(one for one, _ in pairs)
    nil = {condition.label for condition in card.conditions if condition.comparison == "true"} if closed else set()
    rare = {condition.label for condition in conditions_of(card) if condition.exceptional}
    idle = {(label, Truth.NOT_MET) for label in nil} | {(label, Truth.MET) for label in rare}
    return tuple(one for one, bit in pairs if one is closed or not (bit & judging.NIL_LIMIT or (one.label, one.state) in idle))


def _limits(card: Card, bits: int) -> tuple[str, ...]:
    """Those of the card, then those of the facts told that it reads."""
    return (*card.limits, *(fact.limit for place, fact in enumerate(limited_facts()) if bits >> place & 1))


def _decided_by(
    group: Group,
    conditions: Sequence[ConditionRead],
    closed: ConditionRead | None,
    settled: Sequence[FactKey],
    *,
    opens: bool,
    said: Said,
) -> str:
    """The condition that nothing meets (``closed``), the facts that are missing, or the figures that opened it."""
    if group is Group.UNLIKELY:
        if closed is None:
            return Sentence("Le calcul ne donne rien, quelles que soient les réponses.")
        return Sentence("Condition non remplie\u00a0: {condition}.", condition=said(closed))
    if group is Group.TO_CLAIM:
        telling = next((condition for condition in conditions if condition.limit_min is not None), next(iter(conditions), None))
        if telling is None:
            return Sentence("Les conditions calculées sont remplies.")
        return Sentence("Conditions remplies. {condition}.", condition=said(telling))
    if group is Group.TO_CHECK and not opens and not settled:
        return Sentence("Aucune réponse essayée ne l’ouvre. Une réponse rare le pourrait encore.")
    return _depends_on(settled) if group is Group.TO_CHECK else ""


def _depends_on(settled: Sequence[FactKey]) -> Sentence:
    names = tuple(dict.fromkeys(quoted(label_of(key)) for key in settled))
    if not names:
        return Sentence("L’organisme décide au vu du dossier.")
    if len(names) == 1:
        return Sentence("À préciser\u00a0: {fact}.", fact=names[0])
    return Sentence("À préciser\u00a0: {fact} et {last}.", fact=names[0], last=names[1])


#: the composition is asked under keys that are not facts of the catalogue.
COMPOSITION_LABELS: Mapping[str, str] = {"couple": Sentence("Vie en couple"), "enfants": Sentence("Enfants à charge")}


def label_of(key: FactKey) -> str:
    """The label of what a key asks."""
    return COMPOSITION_LABELS.get(key.fact) or facts()[key.fact].label
