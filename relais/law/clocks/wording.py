"""French dates: «lundi 7 décembre 2026», «samedi 1er mai 2027»."""

from datetime import date
from typing import Final

_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day_words(day: date) -> str:
    """The day, its weekday first, ready to follow «le»."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{_WEEKDAYS[day.weekday()]} {number}\u00a0{_MONTHS[day.month - 1]} {day.year}"
