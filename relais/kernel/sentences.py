"""Sentences that remember how they were made, so that a screen may say them again in another language. French is the source.

A ``Sentence`` is a ``str`` in French, ready for a file, a log or the API, which need nothing more. A screen in another language looks
its ``template`` up in a catalogue and fills it with its ``values``, each written as that language writes it (docs/adr/0014).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self

#: thin no-break space between thousands, no-break space before a unit.
THIN, FIRM = "\u202f", "\u00a0"
_BLANK = re.compile(r"\{(\w+)\}")


def figure(amount: float) -> str:
    """A rounded number in French digits: 24 382."""
    return f"{round(amount):,}".replace(",", THIN)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure or a range, with its unit («€/mois», "" for a plain number); in French as a ``str``."""

    low: float
    high: float
    unit: str = ""

    def __str__(self) -> str:
        low, high = figure(self.low), figure(self.high)
        written = low if low == high else f"{low} à {high}"
        return f"{written}{FIRM}{self.unit}" if self.unit else written


_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LongDay:
    """A day with its weekday, ready to follow «le»; in French as a ``str``: «lundi 7 décembre 2026», «samedi 1er mai 2027»."""

    day: date

    def __str__(self) -> str:
        number = "1er" if self.day.day == 1 else str(self.day.day)
        return f"{_WEEKDAYS[self.day.weekday()]} {number}{FIRM}{_MONTHS[self.day.month - 1]} {self.day.year}"


class Sentence(str):
    """A French text made of a template and its values. Immutable, as any ``str``.

    ``template`` is a literal where it is written: tools gather it for translation. Blanks are ``{name}``; every blank has its value.
    A value that is a plain ``str`` is never translated (a name, what was typed); a word of ours is itself a ``Sentence``.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, "Spoken"]

    def __new__(cls, template: str, /, **values: "Spoken") -> Self:
        """KeyError when a blank has no value."""
        # a caseload makes a hundred of them for each household: what has no value is not filled
        told = {name: _french(value) for name, value in values.items()}
        made = super().__new__(cls, template.format_map(told) if told or "{" in template else template)
        made.template = template
        made.values = MappingProxyType(values) if values else _NONE
        return made

    @classmethod
    def of(cls, text: str) -> Self:
        """A whole text that comes from a data file, where tools gather it; a sentence stays as it is."""
        return text if isinstance(text, cls) else cls("{text}", text=text) if "{" in text else cls(text)

    def __reduce__(self) -> tuple[object, ...]:
        return again, (self.template, dict(self.values))


#: what a blank may hold; a tuple is a list of words.
Spoken = str | int | float | date | LongDay | Measure | tuple[str, ...]


_NONE: Mapping[str, Spoken] = MappingProxyType({})


def again(template: str, values: Mapping[str, Spoken]) -> Sentence:
    """A sentence that was stored, from its template and its values."""
    return Sentence(template, **values)


def filled(template: str, values: Mapping[str, Spoken], say: Callable[[Spoken], str]) -> str:
    """``template`` where each blank gives way to its value, said in the language of the caller. KeyError when one is missing."""
    return _BLANK.sub(lambda blank: say(values[blank[1]]), template)


def blanks(template: str) -> frozenset[str]:
    """The names of its blanks."""
    return frozenset(_BLANK.findall(template))


def _french(value: Spoken) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def quoted(text: str) -> Sentence:
    """A text of a data file between its quotation marks."""
    return Sentence("«\u00a0{text}\u00a0»", text=Sentence.of(text))
