"""Sentences with figures, as printed under an answer: French, and able to be said in another language (``relais.kernel.sentences``)."""

from relais.kernel.sentences import Measure, Sentence
from relais.law.answers.shape import ConditionRead


def between(low: float | None, high: float | None, unit: str) -> Measure | None:
    """One figure, or a range: «1 200 à 1 400 €»; None when there is nothing to compare."""
    return None if low is None or high is None else Measure(low, high, unit)


def is_wide(condition: ConditionRead) -> bool:
    """Whether the unanswered facts leave the value anywhere: «0 à 240 000 €» tells nobody anything."""
    low, high, limit = condition.value_min, condition.value_max, condition.limit_max
    return low is not None and high is not None and limit is not None and high - low > abs(limit)


def is_far(condition: ConditionRead) -> bool:
    """Whether all of a wide range lies above what it is compared with: its lowest value says enough."""
    low, limit = condition.value_min, condition.limit_max
    return is_wide(condition) and low is not None and limit is not None and low > limit


def condition_sentence(condition: ConditionRead) -> Sentence:
    """The condition with its figures: «Ressources : 24 382 €, limite 21 349 €»."""
    label = Sentence.of(condition.label)
    value = between(condition.value_min, condition.value_max, condition.unit)
    limit = between(condition.limit_min, condition.limit_max, condition.unit)
    if value is None or limit is None:
        return label
    if is_far(condition):
        value = Measure(value.low, value.low, condition.unit)
        return Sentence("{label}\u00a0: au moins {value}, limite {limit}", label=label, value=value, limit=limit)
    return Sentence("{label}\u00a0: {value}, limite {limit}", label=label, value=value, limit=limit)
