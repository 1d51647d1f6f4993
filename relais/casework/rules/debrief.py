"""What a team looks at of its own writing: counts, never under eleven, and none to be found by subtraction (S11, S69)."""

from collections.abc import Mapping

from relais.kernel.tallies import SMALLEST


def shown(counts: Mapping[str, int]) -> dict[str, int | None] | None:
    """The counts to show by name, None for one that is hidden; None as a whole under the least number.

    When one alone is hidden, the smallest of the others goes with it: the total would give it back.
    """
    if sum(counts.values()) < SMALLEST:
        return None
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST}
    if len(hidden) == 1:
        others = [(count, name) for name, count in counts.items() if name not in hidden and count]
        hidden |= {min(others)[1]} if others else set()
    return {name: None if name in hidden else count for name, count in counts.items()}
