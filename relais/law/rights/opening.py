"""Whether a right is open in each row, for how much, and what each condition reads: the one place that applies a card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.rights.card import Card, DeclaredCondition, EngineCondition
from relais.law.rights.declared import evaluate
from relais.law.situation.block import Block, Column


@dataclass(frozen=True, slots=True)
class ConditionColumns:
    """A condition over the rows: ``met`` (H,) bool; ``left`` and ``right`` (H,) float64, None when there is nothing to compare."""

    met: Column
    left: Column | None = None
    right: Column | None = None


@dataclass(frozen=True, slots=True)
class CardColumns:
    """A card over the rows: ``opened`` (H,) bool; ``euros`` (H,) float64 a month (the payment itself for a right paid once), 0 where
    closed, None without amount; ``conditions``: computed ones, then guards, then declared ones, as printed."""

    opened: Column
    euros: Column | None
    conditions: tuple[ConditionColumns, ...]


def variables_of(card: Card) -> tuple[str, ...]:
    """The engine variables that a card needs, its output first; empty for a declared right."""
    named = (card.rule.output, *card.rule.also) if card.rule else ()
    sides = (name for condition in card.conditions for name in _asked(condition, (*condition.left, *condition.right)))
    return tuple(dict.fromkeys((*named, *sides)))


def engine_outputs(cards: Iterable[Card]) -> tuple[str, ...]:
    """The engine variables that any of these cards needs, each once, in alphabetical order."""
    return tuple(sorted({name for card in cards for name in variables_of(card)}))


def _asked(condition: EngineCondition, names: tuple[str, ...]) -> tuple[str, ...]:
    """The variables of a condition as the engine's face is asked for them."""
    return tuple(f"{name}@{condition.of}" for name in names) if condition.of else names


def columns_of(card: Card, block: Block, values: Mapping[str, Column]) -> CardColumns:
    """What a card says in each row; each of its conditions is evaluated once. ``values``: engine results of ``variables_of``."""
    computed = [read(condition, block, values) for condition in card.conditions]
    declared = [evaluate(condition, block) for condition in (*card.guards, *card.declared)]
    opened = np.ones(block.rows, dtype=bool)
    for held in declared:
        opened &= held
    if card.rule is not None:
        opened &= _together(np.logical_or, [np.asarray(values[name]) > card.rule.floor for name in (card.rule.output, *card.rule.also)])
    return CardColumns(opened, _monthly(card, opened, values), (*computed, *(ConditionColumns(held) for held in declared)))


def _monthly(card: Card, opened: Column, values: Mapping[str, Column]) -> Column | None:
    """Euros a month: a yearly amount is divided by twelve, a single payment is given whole; None without amount."""
    if card.rule is None:
        value = card.amount.get("value")
        if not isinstance(value, int | float):
            return None
        amounts = opened * float(value)
    elif card.rule.unit == "flag":
        return None
    else:
        amounts = np.where(opened, np.asarray(values[card.rule.output], dtype=np.float64), 0.0)
    return amounts / 12.0 if period_of(card) == "year" else amounts


def period_of(card: Card) -> str:
    """ "month", "year", "once" or "" (no amount): the period of the amounts of a card."""
    if card.rule is None:
        return str(card.amount.get("period", ""))
    return {"cost": "month", "flag": ""}.get(card.rule.unit, card.rule.unit)


def read(condition: EngineCondition | DeclaredCondition, block: Block, values: Mapping[str, Column]) -> ConditionColumns:
    """What a condition of a card says in each row."""
    if isinstance(condition, DeclaredCondition):
        return ConditionColumns(evaluate(condition, block))
    left = _together(np.add, [np.asarray(values[name], dtype=np.float64) for name in _asked(condition, condition.left)])
    if condition.comparison == "true":
        return ConditionColumns(left > 0)
    sides = [np.asarray(values[name], dtype=np.float64) for name in _asked(condition, condition.right)]
    right = _together(np.maximum if condition.right_by == "highest" else np.add, sides)
    return ConditionColumns(_COMPARED[condition.comparison](left, right), left, right)


def _together(ufunc: np.ufunc, columns: Sequence[Column]) -> Column:
    """(H,) the columns put together, in their order."""
    return columns[0] if len(columns) == 1 else np.asarray(ufunc.reduce(columns))


_COMPARED = {"<": np.less, "<=": np.less_equal, ">=": np.greater_equal}
