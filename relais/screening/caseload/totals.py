"""Totals of a run by right and group; a count below eleven is masked (small-number rule of the doctrine, S11)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SMALLEST_SHOWN = 11
MASKED = "moins de 11"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many households were answered, and how many by (right, group)."""

    households: int
    by_right: dict[tuple[str, str], int]

    def shown(self) -> list[tuple[str, str, str]]:
        """Rows (right, group, count as text), in the order of the rights as they first came.

        When one group of a right is masked, a second one is masked too: the hidden figure cannot be had by subtraction.
        """
        rows: list[tuple[str, str, str]] = []
        for right in dict.fromkeys(right for right, _ in self.by_right):
            groups = {group: count for (code, group), count in self.by_right.items() if code == right}
            rows += [(right, group, text) for group, text in masked(groups).items()]
        return rows


def masked(groups: dict[str, int]) -> dict[str, str]:
    """Counts as text, small ones hidden, and the next smallest with them when exactly one would be hidden."""
    hidden = {group for group, count in groups.items() if 0 < count < SMALLEST_SHOWN}
    others = [group for group in groups if group not in hidden and groups[group]]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda group: groups[group]))
    return {
        group: "masqué" if group in hidden and count >= SMALLEST_SHOWN else MASKED if group in hidden else str(count)
        for group, count in groups.items()
    }


def count(results: Iterable[dict[str, Any]], *, month: str) -> Totals:
    """Totals over the results of one month."""
    households, counts = 0, Counter[tuple[str, str]]()
    for record in results:
        if record["month"] != month:
            continue
        households += 1
        counts.update((answer["right"], answer["group"]) for answer in record["results"])
    return Totals(households, dict(counts))
