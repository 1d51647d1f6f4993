"""French dates: «lundi 7 décembre 2026», «samedi 1er mai 2027»."""

from datetime import date

from relais.kernel.sentences import LongDay


def day_words(day: date) -> str:
    """The day, its weekday first, ready to follow «le»."""
    return str(LongDay(day))
