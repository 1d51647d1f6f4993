"""Short French sentences with figures, as printed under an answer. Law speaks French: these are not translated."""

from relais.law.answers.shape import ConditionRead

#: thin no-break space between thousands, no-break space before a unit.
THIN, FIRM = "\u202f", "\u00a0"
#: units written after the figures; a condition without unit compares plain numbers.
EURO_UNITS = ("€", "€/mois", "€/an")


def figure(amount: float) -> str:
    """A rounded number in French digits: 24 382."""
    return f"{round(amount):,}".replace(",", THIN)


def between(low: float | None, high: float | None, unit: str) -> str:
    """One figure, or a range: «1 200 à 1 400 €»."""
    if low is None or high is None:
        return ""
    written = figure(low) if round(low) == round(high) else f"{figure(low)} à {figure(high)}"
    return f"{written}{FIRM}{unit}" if unit else written


def condition_sentence(condition: ConditionRead) -> str:
    """The condition with its figures: «Ressources : 24 382 € pour 21 349 €»."""
    value = between(condition.value_min, condition.value_max, condition.unit)
    limit = between(condition.limit_min, condition.limit_max, condition.unit)
    return f"{condition.label}{FIRM}: {value}, limite {limit}" if value and limit else condition.label
