"""Acceleration of calculations: a value already known is found at once, a formula is run without the long way round.

Stock core goes through a dozen calls to find a value or to run a formula, which is most of the time of one household. What is
computed, its order, its dtypes, the detection of circles and spirals and the cache are those of core: every case out of the
ordinary (trace, storage on disk, a period that is not a ``Period``, a mistake to be told) is left to core's own code.
"""

from operator import attrgetter

import numpy as np
from openfisca_core.errors import SpiralError
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import ADD
from openfisca_core.populations._core_population import CorePopulation
from openfisca_core.simulations import Simulation

from relais.law.engine.untyped import Untyped

_stock_call = CorePopulation.__call__
_stock_calculate = Simulation.calculate
_stock_run = Simulation._calculate  # noqa: SLF001 the step that runs a formula has no public name
_stock_calculate_add = Simulation.calculate_add
_stock_variable_population = Simulation.get_variable_population

#: arrays of a holder by period; the public way to them is what costs
_arrays_of = attrgetter("_memory_storage._arrays")
_FORMULAS = "_relais_formulas"
#: starts of periods whose formula is remembered by variable: those of one screening, several times over
_STARTS_KEPT = 256
_RUNNING = "_relais_running"
_DEFAULTS = "_relais_defaults"


def _call(self: Untyped, variable_name: str, period: Untyped = None, options: Untyped = None) -> Untyped:
    """Value of a variable of the population's own entity, or the sum over a period with ``ADD``."""
    simulation = self.simulation
    if simulation is None or simulation.trace or type(period) is not Period:
        return _stock_call(self, variable_name, period, options)
    holder = self._holders.get(variable_name)
    if holder is None:
        variable = simulation.tax_benefit_system.variables.get(variable_name)
        if variable is None or variable.entity.key != self.entity.key:
            return _stock_call(self, variable_name, period, options)
    elif options is None and not holder.variable.is_neutralized:
        storage = holder._memory_storage  # noqa: SLF001 the public way is what costs
        known = next(iter(storage._arrays.values()), None) if storage.is_eternal else storage._arrays.get(period)  # noqa: SLF001 idem
        if known is not None:
            return known
    if options is None:
        return _calculate(simulation, variable_name, period)
    if type(options) is list and len(options) == 1 and options[0] == ADD:
        return _calculate_add(simulation, variable_name, period)
    return _stock_call(self, variable_name, period, options)


def _calculate(self: Untyped, variable_name: str, period: Untyped) -> Untyped:
    """A value, known or to be computed; the stack and the variables under way are kept for the detection of circles."""
    variable = self.tax_benefit_system.variables.get(variable_name)
    if variable is None or self.trace or type(period) is not Period or variable.is_neutralized:
        return _stock_calculate(self, variable_name, period)
    holder = self.populations[variable.entity.key]._holders.get(variable_name)  # noqa: SLF001 the public way is what costs
    if holder is not None and variable.definition_period != DateUnit.ETERNITY:
        known = _arrays_of(holder).get(period)
        if known is not None:
            return known
    stack, running = self.tracer.stack, self.__dict__.setdefault(_RUNNING, {})
    stack.append({"name": variable_name, "period": period})
    running[variable_name] = running.get(variable_name, 0) + 1
    try:
        return self._calculate(variable_name, period)
    finally:
        running[variable_name] -= 1
        stack.pop()
        if not stack:
            self.purge_cache_of_invalid_values()


def _run(self: Untyped, variable_name: str, period: Untyped) -> Untyped:
    """The step that runs a formula. A variable without any formula is its default: one shared read-only array a simulation."""
    variable = self.tax_benefit_system.variables.get(variable_name)
    if variable is None or self.trace or variable.is_neutralized or self.start_computation_period is not None or self.opt_out_cache:
        return _stock_run(self, variable_name, period)
    population = self.populations[variable.entity.key]
    holder = _holder(population, variable_name)
    ordinary = type(period) is Period and period.size == 1 and period.unit == variable.definition_period
    if not ordinary or holder._do_not_store or holder._on_disk_storable:  # noqa: SLF001 kept in memory or not: no public way to know
        return _stock_run(self, variable_name, period)
    arrays = _arrays_of(holder)
    known = arrays.get(period)
    if known is not None:
        return known
    if not variable.formulas:
        array = arrays[period] = _default(self, variable_name, holder)
        return array
    try:
        if self.__dict__.get(_RUNNING, {}).get(variable_name, 2) > 1:
            self._check_for_cycle(variable_name, period)
        array = _formula_result(self, variable, population, holder, period)
    except SpiralError:
        return holder.default_array()
    if len(array) == population.count:
        arrays[period] = array
    else:
        holder.put_in_cache(array, period)  # it says what is wrong
    return array


def _formula_result(self: Untyped, variable: Untyped, population: Untyped, holder: Untyped, period: Untyped) -> Untyped:
    """What the formula in force gives, in the dtype of the variable; the default when there is none."""
    formulas = variable.__dict__.setdefault(_FORMULAS, {})
    start = period.start
    if start not in formulas:
        if len(formulas) >= _STARTS_KEPT:
            formulas.clear()
        formula = variable.get_formula(period)
        formulas[start] = (formula, formula is not None and formula.__code__.co_argcount == 2)
    formula, without_parameters = formulas[start]
    if formula is None:
        array = None
    elif without_parameters:
        array = formula(population, period)
    else:
        array = formula(population, period, self.tax_benefit_system.get_parameters_at_instant)
    if array is None:
        array = holder.default_array()
    if type(array) is np.ndarray and array.dtype == variable.dtype and array.ndim == 1 and variable.value_type in (bool, float, int):
        return array
    return self._cast_formula_result(array, variable)


def _holder(population: Untyped, variable_name: str) -> Untyped:
    """The holder of a variable known to belong to the population's entity."""
    return population._holders.get(variable_name) or population.get_holder(variable_name)  # noqa: SLF001 the public way is what costs


def _default(self: Untyped, variable_name: str, holder: Untyped) -> Untyped:
    defaults = self.__dict__.setdefault(_DEFAULTS, {})
    array = defaults.get(variable_name)
    if array is None:
        array = defaults[variable_name] = holder.default_array()
        array.flags.writeable = False
    return array


def _calculate_add(self: Untyped, variable_name: str, period: Untyped) -> Untyped:
    """Sum over sub-periods, folded from the left starting at 0 as core does."""
    variable = self.tax_benefit_system.variables.get(variable_name)
    plain = variable is not None and not self.trace and type(period) is Period and not variable.is_neutralized
    if not plain or variable.definition_period not in (DateUnit.MONTH, DateUnit.YEAR) or period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        return _stock_calculate_add(self, variable_name, period)
    if variable.definition_period == DateUnit.YEAR and period.unit == DateUnit.MONTH:
        return _stock_calculate_add(self, variable_name, period)
    holder = _holder(self.populations[variable.entity.key], variable_name)
    total: Untyped = 0
    arrays = _arrays_of(holder)
    for part in period.get_subperiods(variable.definition_period):
        value = arrays.get(part)
        total = total + (_calculate(self, variable_name, part) if value is None else value)
    return total


def _variable_population(self: Untyped, variable_name: str) -> Untyped:
    variable = self.tax_benefit_system.variables.get(variable_name)
    return _stock_variable_population(self, variable_name) if variable is None else self.populations[variable.entity.key]


def install() -> None:
    """Put all of them in place for the whole process."""
    CorePopulation.__call__ = _call
    Simulation.calculate = _calculate
    Simulation._calculate = _run  # noqa: SLF001 the step that runs a formula has no public name
    Simulation.calculate_add = _calculate_add
    Simulation.get_variable_population = _variable_population
