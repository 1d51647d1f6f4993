"""From the values of persons to one value a row: the sum, or the figures of one of them.

An output is asked as ``variable`` or, for a variable of persons, ``variable@who``: ``demandeur``, ``conjoint``, ``max`` (the highest
value), or the variables that choose the person, joined by ``+``: ``aah_base_ressources@aah+aah_eligible`` reads the person who
gets the most AAH, else one who is eligible, else the demandeur. Only the couple and its children are looked at.
"""

from collections.abc import Callable, Sequence

import numpy as np

from relais.law.engine.columns import People
from relais.law.situation.block import Column
from relais.law.situation.roles import Role

SEPARATOR = "@"
#: words that stand after the separator for something else than variables
_ROLES = {"demandeur": Role.DEMANDEUR, "conjoint": Role.CONJOINT}
_HIGHEST = "max"


def split(asked: str) -> tuple[str, str]:
    """(variable, who) of an output asked; who is "" for the sum."""
    variable, _, who = asked.partition(SEPARATOR)
    return variable, who


def choosers(who: str) -> tuple[str, ...]:
    """The variables that choose the person, most telling first; empty when a role, ``max`` or the sum is meant."""
    return () if not who or who in _ROLES or who == _HIGHEST else tuple(who.split("+"))


def by_row(people: People, values: Column, who: str, chosen: Callable[[str], Column]) -> Column:
    """(P,) → (H,) float64; ``chosen`` gives the (H,) ranks of the persons whom variables choose. 0 when nobody has the role."""
    if not who or who in _ROLES:
        return np.bincount(people.row, weights=np.where(_counted(people, who), values, 0), minlength=people.block.rows)
    return np.asarray(values, np.float64)[first_of_row(people, [values]) if who == _HIGHEST else chosen(who)]


def _counted(people: People, who: str) -> Column:
    """(P,) whether each person is counted: those of the role, or all but those who only live there."""
    return people.block.once(f"counted {who}", lambda: people.role == _ROLES[who] if who else people.role != Role.AUTRE)


def first_of_row(people: People, keys: Sequence[Column]) -> Column:
    """(H,) the rank of the person with the highest keys, the first key first; the demandeur, then the others, when equal."""
    falling = [-np.asarray(key, np.float64) for key in reversed(keys)]
    order = np.lexsort((people.role, *falling, people.role == Role.AUTRE, people.row))
    first: Column = order[np.searchsorted(people.row[order], np.arange(people.block.rows))]
    return first
