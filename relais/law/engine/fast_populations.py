"""Acceleration of populations: roles compared once, cached values found without the long way round.

Stock core compares an object array of roles at each use (15 % of a batch) and goes through six calls to find a value it
already has (most of one household). The arithmetic, its order and its dtypes are those of core.
"""

import numpy as np
from openfisca_core import projectors
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import group_population
from openfisca_core.populations._core_population import CorePopulation
from openfisca_core.populations.group_population import GroupPopulation
from openfisca_core.populations.population import Population
from openfisca_core.simulations import Simulation

from relais.law.engine.untyped import Untyped

_stock_call = CorePopulation.__call__
_stock_calculate = Simulation._calculate  # noqa: SLF001 the step that runs a formula has no public name
_stock_calculate_add = Simulation.calculate_add
_stock_variable_population = Simulation.get_variable_population
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


def _call(self: Untyped, variable_name: str, period: Untyped = None, options: Untyped = None) -> Untyped:
    """A value already known is answered at once; all else goes the stock way."""
    simulation = self.simulation
    if options is None and simulation is not None and not simulation.trace and type(period) is Period:
        holder = self._holders.get(variable_name)
        if holder is not None and not holder.variable.is_neutralized:
            storage = holder._memory_storage  # noqa: SLF001 reading through the public way is what costs
            known = next(iter(storage._arrays.values()), None) if storage.is_eternal else storage._arrays.get(period)  # noqa: SLF001 idem
            if known is not None:
                return known
    return _stock_call(self, variable_name, period, options)


def _calculate_add(self: Untyped, variable_name: str, period: Untyped) -> Untyped:
    """Sum over sub-periods, folded from the left starting at 0 as core does."""
    variable = self.tax_benefit_system.variables.get(variable_name)
    plain = variable is not None and not self.trace and type(period) is Period and not variable.is_neutralized
    if not plain or variable.definition_period not in (DateUnit.MONTH, DateUnit.YEAR) or period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        return _stock_calculate_add(self, variable_name, period)
    if variable.definition_period == DateUnit.YEAR and period.unit == DateUnit.MONTH:
        return _stock_calculate_add(self, variable_name, period)
    population = self.populations[variable.entity.key]
    total: Untyped = 0
    for part in period.get_subperiods(variable.definition_period):
        holder = population._holders.get(variable_name)  # noqa: SLF001 reading through the public way is what costs
        value = None if holder is None else holder._memory_storage._arrays.get(part)  # noqa: SLF001 idem
        total = total + (self.calculate(variable_name, part) if value is None else value)
    return total


def _variable_population(self: Untyped, variable_name: str) -> Untyped:
    variable = self.tax_benefit_system.variables.get(variable_name)
    return _stock_variable_population(self, variable_name) if variable is None else self.populations[variable.entity.key]


def _calculate(self: Untyped, variable_name: str, period: Untyped) -> Untyped:
    """A variable without any formula that was not given is its default: one shared read-only array a simulation."""
    variable = self.tax_benefit_system.variables.get(variable_name)
    if variable is None or variable.formulas or self.trace or variable.is_neutralized:
        return _stock_calculate(self, variable_name, period)
    holder = self.populations[variable.entity.key].get_holder(variable_name)
    known = holder.get_array(period)
    if known is not None:
        return known
    self._check_period_consistency(period, variable)
    defaults = _memo(self, "_relais_defaults")
    array = defaults.get(variable_name)
    if array is None:
        array = defaults[variable_name] = holder.default_array()
        array.flags.writeable = False
    holder._memory_storage.put(array, period)  # noqa: SLF001 the array is shared: putting it costs no memory
    return array


def install() -> None:
    """Put all of them in place for the whole process."""
    Population.has_role = projectors.projectable(_has_role)
    group_population.GroupPopulation.value_from_person = projectors.projectable(_value_from_person)
    group_population.GroupPopulation.sum = projectors.projectable(_sum)
    CorePopulation.__call__ = _call
    Simulation.calculate_add = _calculate_add
    Simulation.get_variable_population = _variable_population
    Simulation._calculate = _calculate  # noqa: SLF001 the step that runs a formula has no public name
