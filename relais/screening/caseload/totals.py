"""Totals of a run by right and group; a count below eleven is masked (small-number rule of the doctrine, S11)."""

from dataclasses import dataclass

from relais.kernel.tallies import SMALLEST

MASKED = "moins de 11"
GROUPS = {"a_demander": "à demander", "a_verifier": "à vérifier", "sans_doute_non": "sans doute non", "on_ne_sait_pas": "on ne sait pas"}


@dataclass(frozen=True, slots=True)
class Totals:
    """How many households were answered, and how many by (right, group)."""

    households: int
    by_right: dict[tuple[str, str], int]

    def table(self) -> list[str]:
        """Lines for the terminal: one a right, one column a group, small counts masked (and a second one with a single small
        one: the hidden figure cannot be had by subtraction)."""
        if self.households < SMALLEST:
            return [f"  Totaux non montrés : {MASKED} foyers."]
        lines = ["  " + " " * 22 + "".join(f"{words:>18}" for words in GROUPS.values())]
        for right in dict.fromkeys(right for right, _ in self.by_right):
            told = masked({group: self.by_right.get((right, group), 0) for group in GROUPS})
            lines.append(f"  {right:<22}" + "".join(f"{told[group]:>18}" for group in GROUPS))
        return lines


def masked(groups: dict[str, int]) -> dict[str, str]:
    """Counts as text, small ones hidden, and the next smallest with them when exactly one would be hidden."""
    hidden = {group for group, count in groups.items() if 0 < count < SMALLEST}
    others = [group for group in groups if group not in hidden and groups[group]]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda group: groups[group]))
    return {
        group: "masqué" if group in hidden and count >= SMALLEST else MASKED if group in hidden else str(count)
        for group, count in groups.items()
    }
