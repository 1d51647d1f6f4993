"""Acceleration of populations: roles are compared once.

Stock core compares an object array of roles at each use (15 % of a batch). The arithmetic, its order and its dtypes are those
of core.
"""

import numpy as np
from openfisca_core import projectors
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.populations import group_population
from openfisca_core.populations.group_population import GroupPopulation
from openfisca_core.populations.population import Population

from relais.law.engine.untyped import Untyped

_stock_value_from_person = GroupPopulation.value_from_person


def _memo(owner: Untyped, name: str) -> dict[Untyped, Untyped]:
    """A dictionary kept on the object itself, so that it dies with it."""
    kept: dict[Untyped, Untyped] = owner.__dict__.setdefault(name, {})
    return kept


def _has_role(self: Untyped, role: Untyped) -> Untyped:
    """Whether each person holds the role; the mask is shared, so it is read-only."""
    if self.simulation is None:
        return None
    self.entity.check_role_validity(role)
    group = self.simulation.get_population(role.entity.plural)
    masks = _memo(group, "_relais_masks")
    mask = masks.get(role)
    if mask is None:
        held = group.members_role
        mask = np.logical_or.reduce([held == sub for sub in role.subroles]) if role.subroles else held == role
        mask = masks[role] = np.asarray(mask, dtype=bool)
        mask.flags.writeable = False
    return mask


def _holders_of(group: Untyped, role: Untyped) -> tuple[Untyped, Untyped]:
    """(persons holding the role, group of each of them)."""
    held = _memo(group, "_relais_holders")
    found = held.get(role)
    if found is None:
        persons = np.flatnonzero(group.members.has_role(role))
        found = held[role] = (persons, group.members_entity_id[persons])
    return found


def _value_from_person(self: Untyped, array: Untyped, role: Untyped, default: Untyped = 0) -> Untyped:
    """Value of the person who alone holds the role in each group."""
    if role.max != 1:
        return _stock_value_from_person(self, array, role, default)
    self.entity.check_role_validity(role)
    self.members.check_array_compatible_with_entity(array)
    persons, groups = _holders_of(self, role)
    result = self.filled_array(default, dtype=array.dtype)
    if isinstance(array, EnumArray):
        result = EnumArray(result, array.possible_values)
    result[groups] = array[persons]
    return result


def _sum(self: Untyped, array: Untyped, role: Untyped = None) -> Untyped:
    """Sum by group, over those who hold the role when one is given."""
    self.entity.check_role_validity(role)
    self.members.check_array_compatible_with_entity(array)
    if role is None:
        return np.bincount(self.members_entity_id, weights=array)
    persons, groups = _holders_of(self, role)
    return np.bincount(groups, weights=np.asarray(array)[persons], minlength=self.count)


def install() -> None:
    """Put all of them in place for the whole process."""
    Population.has_role = projectors.projectable(_has_role)
    group_population.GroupPopulation.value_from_person = projectors.projectable(_value_from_person)
    group_population.GroupPopulation.sum = projectors.projectable(_sum)
