"""The freshness gate: which rights hang on a parameter whose yearly revaluation is due and not there.

OpenFisca's tests check formulas, never that this year's amounts are in (openfisca.md §5 and §7, 15): nothing else would tell.
A parameter is fresh when its last value, or the date until which the package says it was checked, is not before the last due
month. A value of our own that is marked M («à vérifier») keeps its rights to be checked too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.kernel.yaml_text import yaml_value
from relais.law.engine.overrides import parameter_at, read_overrides
from relais.law.engine.untyped import Untyped


@dataclass(frozen=True, slots=True)
class Revalued:
    """A parameter revalued every year in the month numbered ``due``; ``rights`` are codes of the catalogue."""

    parameter: str
    due: int
    rights: tuple[str, ...]
    words: str

    def last_due(self, on_month: Month) -> Month:
        """The latest month not after ``on_month`` in which it had to be revalued."""
        return Month(on_month.year if self.due <= on_month.number else on_month.year - 1, self.due)


@cache
def revalued() -> tuple[Revalued, ...]:
    """The list, in the order of its file."""
    text = (resources.files("relais.law.engine") / "freshness.yaml").read_text(encoding="utf-8")
    return tuple(Revalued(entry["parameter"], entry["due"], tuple(entry["rights"]), entry["words"]) for entry in yaml_value(text))


def overdue(on_month: Month, known: Mapping[str, date]) -> Mapping[str, list[str]]:
    """Code of a right → reasons in French, for the rights to be answered «barème à vérifier» that month; empty when all is fresh.

    ``known``: path of each parameter of the list → the day up to which it is known to be right (``Engine.known_dates``).
    """
    unsure = {override.parameter for override in read_overrides() if override.mark == "M"}
    reasons: dict[str, list[str]] = {}
    for entry in revalued():
        due = entry.last_due(on_month)
        last = known[entry.parameter]
        why = []
        if last < due.first_day():
            why.append(
                Sentence(
                    "{figure}\u00a0: dernière valeur connue le {day}, revalorisation attendue en {due}.",
                    figure=Sentence.of(entry.words),
                    day=last,
                    due=f"{due.number:02d}/{due.year}",
                )
            )
        if entry.parameter in unsure:
            why.append(
                Sentence("{figure}\u00a0: valeur à vérifier, sa source n’est pas un texte officiel.", figure=Sentence.of(entry.words))
            )
        for right in entry.rights if why else ():
            reasons.setdefault(right, []).extend(why)
    return reasons


def known_dates(parameters: Untyped) -> dict[str, date]:
    """Path of each parameter of the list → the day up to which it is known to be right, read in the legislation."""
    return {entry.parameter: last_known(parameter_at(parameters, entry.parameter)) for entry in revalued()}


def last_known(parameter: Untyped) -> date:
    """Start of the last value of a parameter or of a scale, or the later day on which the package says it still held."""
    if hasattr(parameter, "brackets"):
        starts = [
            child.values_list[0].instant_str for bracket in parameter.brackets for child in bracket.children.values() if child.values_list
        ]
    else:
        starts = [parameter.values_list[0].instant_str]
    checked = str((parameter.metadata or {}).get("last_value_still_valid_on") or "")
    return max(date.fromisoformat(text) for text in (*starts, *([checked] if checked else [])))
