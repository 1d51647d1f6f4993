"""Who belongs to whom: the only thing, beside the columns, that a plan asks of a block of rows.

A plan does not depend on the households: members, roles and groups come in as index arrays, made here once a block and kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from relais.law.plans.untyped import Untyped

#: an entity, then the ranks in its flat list of the roles meant
RoleKey: TypeAlias = tuple[Untyped, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A group entity: how many groups, and for each person (P,) the group and the rank of the role in the entity's flat list."""

    count: int
    group: NDArray[np.intp]
    role: NDArray[np.intp]


class Shape:
    """Index arrays of a block, by key; each is made at its first use.

    ValueError when a group has nobody: sums by group would then be shorter than the groups.
    """

    def __init__(self, persons: int, groups: Mapping[str, Members]) -> None:
        self.persons = persons
        self.groups = groups
        self._made: dict[tuple[Untyped, ...], Untyped] = {}
        for name in groups:
            if (self(("size", name)) == 0).any() or len(self(("size", name))) != groups[name].count:
                raise ValueError(f"a {name} has no member")

    def count(self, entity: str) -> int:
        """How many persons or groups."""
        return self.persons if entity not in self.groups else self.groups[entity].count

    def same(self, other: "Shape") -> bool:
        """Whether both tell the same: every array made of one may serve the other."""
        return (
            self.persons == other.persons
            and self.groups.keys() == other.groups.keys()
            and all(
                mine.count == (its := other.groups[name]).count
                and np.array_equal(mine.group, its.group)
                and np.array_equal(mine.role, its.role)
                for name, mine in self.groups.items()
            )
        )

    def __call__(self, key: tuple[Untyped, ...]) -> Untyped:
        """The array (or the number) of a key: its first word names a method of this class, the rest are its arguments."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _MAKERS[key[0]](self, *key[1:])
        return found


def _holds(shape: Shape, role: RoleKey) -> NDArray[np.bool_]:
    """(P,) whether each person holds one of the roles."""
    entity, *codes = role
    held = shape.groups[entity].role
    return held == codes[0] if len(codes) == 1 else np.isin(held, codes)


def _holders(shape: Shape, role: RoleKey) -> NDArray[np.intp]:
    """Persons who hold one of the roles."""
    return np.flatnonzero(shape(("holds", role)))


def _groups_of_holders(shape: Shape, entity: str, role: RoleKey) -> NDArray[np.intp]:
    """The group of each of them, which may be of another entity than the role."""
    return shape.groups[entity].group[shape(("holders", role))]


def _holders_by_group(shape: Shape, entity: str, role: RoleKey) -> NDArray[np.float64]:
    """(groups,) how many hold one of the roles, in float64 as core counts them."""
    return np.asarray(np.bincount(shape.groups[entity].group, weights=shape(("holds", role))), np.float64)


def _order(shape: Shape, entity: str) -> NDArray[np.intp] | None:
    """Persons sorted by group, in their order within it; None when they already are."""
    group = shape.groups[entity].group
    return None if (group[1:] >= group[:-1]).all() else np.argsort(group, kind="stable")


def _starts(shape: Shape, entity: str) -> NDArray[np.intp]:
    """(groups,) the rank, in that order, of the first person of each group."""
    starts = np.zeros(shape.groups[entity].count, np.intp)
    np.cumsum(shape(("size", entity))[:-1], out=starts[1:])
    return starts


def _position(shape: Shape, entity: str) -> NDArray[np.intp]:
    """(P,) the rank of each person within the group."""
    order = shape(("order", entity))
    sorted_group = shape.groups[entity].group if order is None else shape.groups[entity].group[order]
    ranks = np.asarray(np.arange(shape.persons) - shape(("starts", entity))[sorted_group], np.intp)
    if order is None:
        return ranks
    position = np.empty(shape.persons, np.intp)
    position[order] = ranks
    return position


def _groups_with(shape: Shape, entity: str, rank: int) -> NDArray[np.intp]:
    """Groups that have a person of this rank."""
    return np.flatnonzero(shape(("size", entity)) > rank)


def _persons_at(shape: Shape, entity: str, rank: int) -> NDArray[np.intp]:
    """The person of this rank in each of them."""
    order = shape(("order", entity))
    found: NDArray[np.intp] = shape(("starts", entity))[shape(("groups_with", entity, rank))] + rank
    return found if order is None else np.asarray(order[found])


def _ranks(shape: Shape, entity: str) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp]], ...]:
    """For each rank that some group has: the groups that have it, and the person of each there."""
    largest = int(shape(("size", entity)).max(initial=0))
    return tuple((shape(("groups_with", entity, rank)), shape(("persons_at", entity, rank))) for rank in range(largest))


_MAKERS: Mapping[str, Untyped] = {
    "count": lambda shape, entity: shape.count(entity),
    "group": lambda shape, entity: shape.groups[entity].group,
    "size": lambda shape, entity: np.bincount(shape.groups[entity].group, minlength=1),
    "holds": _holds,
    "holders": _holders,
    "groups_of_holders": _groups_of_holders,
    "holders_by_group": _holders_by_group,
    "order": _order,
    "starts": _starts,
    "position": _position,
    "groups_with": _groups_with,
    "persons_at": _persons_at,
    "ranks": _ranks,
}
