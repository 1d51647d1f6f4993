"""From everything tried for a household to its answers: group, range, conditions, reserves, and what decided."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relais.kernel.sentences import Sentence, quoted
from relais.law.answers.readings import conditions_of
from relais.law.answers.settling import reserves_needed, settling_facts, theme_of
from relais.law.answers.shape import Answer, ConditionRead, Group, Truth
from relais.law.answers.trial import Trial
from relais.law.answers.wording import condition_sentence
from relais.law.rights.card import Card, DeclaredCondition
from relais.law.situation.catalogue import facts, in_domain
from relais.law.situation.facts import Fact, Kind, Value
from relais.law.situation.household import FactKey, Household

#: a range helps when it is narrower than this many euros, or than this share of its top.
NARROW_EUROS = 60.0
NARROW_SHARE = 0.3
#: what the top of a range «à vérifier» is multiplied by: a second person may add as much as the first.
CAUTION = 2.0
DROM = ("971", "972", "973", "974")


@dataclass(frozen=True, slots=True)
class Bench:
    """What answers are judged with: the cards, in their order, the day, and the cards whose yearly figures are overdue."""

    cards: tuple[Card, ...]
    on: date
    overdue: frozenset[str] = frozenset()


def judge(trial: Trial, bench: Bench) -> tuple[Answer, ...]:
    """One answer for each card, in the order of the cards."""
    household = trial.household
    told = [*household.facts.items(), *(item for person in household.persons for item in person.facts.items())]
    outside = _outside(told)
    return tuple(replace(_answer(trial, bench, rank, card, outside), limits=_limits(card, told)) for rank, card in enumerate(bench.cards))


def _outside(told: Sequence[tuple[str, Value]]) -> tuple[str, ...]:
    """Codes of the known facts whose value lies outside its declared domain."""
    return tuple(dict.fromkeys(code for code, value in told if code in facts() and not in_domain(facts()[code], value)))


def _answer(trial: Trial, bench: Bench, rank: int, card: Card, outside: Sequence[str]) -> Answer:
    why = _why_unknown(card, bench.on, trial.household, outside)
    group = Group.UNKNOWN if why else _group(trial, rank, card)
    reserves = reserves_needed(trial, rank) if group in (Group.TO_CLAIM, Group.TO_CHECK) else ()
    low, high = (None, None) if why else _range(trial, rank, group, reserves)
    read = () if why else _conditions(trial, rank, card)
    closed = _blocking(trial, rank, card, read)
    conditions = _telling(card, read, closed)
    checked = group is Group.TO_CHECK
    settled = settling_facts(trial, rank, card.facts) if checked else ()
    stale = card.code in bench.overdue
    return Answer(
        right=card.code,
        group=group,
        monthly_min=low,
        monthly_max=high,
        show_amount=group in (Group.TO_CLAIM, Group.TO_CHECK) and card.amount_shown and not stale and _narrow(low, high),
        received=_received(card, trial.household),
        conditions=conditions,
        reserves=reserves,
        settled_by=settled,
        theme=_theme(trial, rank, card, settled, reserves) if checked else "",
        decided_by=_decided_by(group, conditions, closed, settled, opens=bool(trial.reading.opened[:, rank].any())),
        why_unknown=why,
        stale=stale,
        rules_date=card.rules_date or bench.on,
    )


def _group(trial: Trial, rank: int, card: Card) -> Group:
    opened = trial.reading.opened[:, rank]
    if not opened.any():
        return Group.UNLIKELY if _explained(trial, rank) else Group.TO_CHECK
    if opened[trial.held].all() and not card.ceiling:
        return Group.TO_CLAIM
    return Group.TO_CHECK


def _explained(trial: Trial, rank: int) -> bool:
    """Whether one condition of the card is met on no row: a closure that each time another condition explains proves nothing."""
    start, stop = trial.reading.spans[rank]
    return not trial.reading.met[:, start:stop].any(axis=0).all()


def _blocking(trial: Trial, rank: int, card: Card, conditions: Sequence[ConditionRead]) -> ConditionRead | None:
    """The condition that closes the right, reserves or not: one read on the facts first, then one with figures or an age.

    The engine gives nil for a right whose first condition fails: what it then says of the others explains nothing.
    """
    start, stop = trial.reading.spans[rank]
    columns = trial.reading.met[:, start:stop].T
    closed = [condition for condition, met in zip(conditions, columns, strict=False) if not met.any()]
    computed = {condition.label for condition in card.conditions}
    told = (condition for condition in closed if condition.label not in computed)
    return next(told, None) or next((condition for condition in closed if not _without_limit(condition)), next(iter(closed), None))


def _without_limit(condition: ConditionRead) -> bool:
    """Whether the engine had no ceiling to compare with: it gives nil to a household that another condition shuts out."""
    return condition.limit_max is not None and condition.limit_max <= 0


def _telling(card: Card, conditions: Sequence[ConditionRead], closed: ConditionRead | None) -> tuple[ConditionRead, ...]:
    """The conditions worth printing: without a nil ceiling, nor what the engine leaves at nil because ``closed`` fails."""
    if card.rule is not None and card.rule.also:
        return tuple(conditions)
    nil = {condition.label for condition in card.conditions if condition.comparison == "true"} if closed else set()
    return tuple(
        one for one in conditions if one is closed or not (_without_limit(one) or (one.label in nil and one.state is Truth.NOT_MET))
    )


def _why_unknown(card: Card, on: date, household: Household, outside: Sequence[str]) -> str:
    """Why no rule in force speaks here, or ""."""
    if card.valid_until is not None and card.valid_until < on:
        return Sentence("La règle n’est connue que jusqu’au {day}.", day=card.valid_until)
    commune = household.facts.get("commune")
    if isinstance(commune, str) and territory_of(commune) not in card.territories:
        return Sentence("Ce territoire n’est pas couvert par le calcul.")
    for code in outside:
        if code in card.facts:
            return Sentence("La valeur donnée pour {fact} sort de ce que le calcul connaît.", fact=quoted(facts()[code].label))
    return ""


def territory_of(commune: str) -> str:
    """Territory of an INSEE code, in the words of the cards."""
    if commune.startswith("976"):
        return "mayotte"
    if commune.startswith(DROM):
        return "drom"
    return "autre" if commune.startswith(("97", "98")) else "metropole"


def _range(trial: Trial, rank: int, group: Group, shown: Sequence[str]) -> tuple[float | None, float | None]:
    """Euros over the rows that respect the reserves (see ``Answer``): «à demander», those shown, whatever becomes of the others, and
    what single facts add up to; «à vérifier», all of them, and up to a cautious top over all the rows."""
    low, high = trial.bounds.euros_low[rank], trial.bounds.euros_high[rank]
    if math.isnan(low) or math.isnan(high):
        return None, None
    if group is Group.TO_CLAIM:
        amounts = trial.euros[~trial.violated[:, [code in shown for code in trial.reserves]].any(axis=1), rank]
        lowest, highest = (side[rank] for side in trial.swings)
        low, high = float(min(amounts.min(), lowest)), float(max(amounts.max(), highest))
    top = trial.bounds.euros_top[rank]
    if group is Group.TO_CHECK and low < top:
        high = math.ceil(top * CAUTION / 10.0) * 10.0
    return round(low, 2), round(high, 2)


def _narrow(low: float | None, high: float | None) -> bool:
    if low is None or high is None or high <= 0:
        return False
    return high - low <= max(NARROW_EUROS, NARROW_SHARE * high)


def _received(card: Card, household: Household) -> float | None:
    value = household.facts.get(card.received_fact) if card.received_fact else None
    if isinstance(value, bool):
        return 0.0 if value else None
    return float(value) if isinstance(value, int | float) and value > 0 else None


def _theme(trial: Trial, rank: int, card: Card, settled: Sequence[FactKey], reserves: Sequence[str]) -> str:
    """The theme that keeps it open: by the card when nothing usual opens it, else by the rows."""
    if card.theme and not trial.reading.opened[trial.held, rank].any():
        return card.theme
    return theme_of(trial, rank, card.facts, settled, reserves)


def _limits(card: Card, told: Sequence[tuple[str, Value]]) -> tuple[str, ...]:
    """Those of the card, then those of the facts told that it reads; a nil amount or a usual value simplifies nothing."""
    spoken = {code for code, value in told if code in facts() and facts()[code].limit and _tells(facts()[code], value)}
    return (*card.limits, *(facts()[code].limit for code in facts() if code in spoken and code in card.facts))


def _tells(fact: Fact, value: Value) -> bool:
    """Whether a value, or one of its months, is neither the usual one nor a nil amount."""
    amounts = fact.kind in (Kind.MONEY, Kind.MONTHLY, Kind.NUMBER)
    return any(one != fact.usual and (one or not amounts) for one in (value if isinstance(value, tuple) else (value,)))


def _conditions(trial: Trial, rank: int, card: Card) -> tuple[ConditionRead, ...]:
    """Each condition over the rows that respect the reserves."""
    start, _ = trial.reading.spans[rank]
    found = []
    for place, condition in enumerate(conditions_of(card), start):
        every, some, *sides = (column[place] for column in trial.bounds.conditions)
        low, high, least, most = (None if math.isnan(side) else round(side, 2) for side in sides)
        state = Truth.MET if every else Truth.UNKNOWN if some else Truth.NOT_MET
        unit = "" if isinstance(condition, DeclaredCondition) else condition.unit
        found.append(ConditionRead(condition.label, state, low, high, least, most, unit, condition.article))
    return tuple(found)


def _decided_by(
    group: Group, conditions: Sequence[ConditionRead], closed: ConditionRead | None, settled: Sequence[FactKey], *, opens: bool
) -> str:
    """The condition that nothing meets (``closed``), the facts that are missing, or the figures that opened it."""
    if group is Group.UNLIKELY:
        return (
            Sentence("Condition non remplie\u00a0: {condition}.", condition=condition_sentence(closed))
            if closed
            else Sentence("Le calcul ne donne rien, quelles que soient les réponses.")
        )
    if group is Group.TO_CLAIM:
        compared = next((condition for condition in conditions if condition.limit_min is not None), None)
        if compared is None:
            return Sentence("Les conditions calculées sont remplies.")
        return Sentence("Conditions remplies. {condition}.", condition=condition_sentence(compared))
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
