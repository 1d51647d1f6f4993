"""Populations, holders and a simulation over symbols: OpenFisca's own classes, the arithmetic of groups recorded.

Formulas get these instead of the usual ones and see no difference: projections, roles, shortcuts and the search for a formula are
those of core, inherited.
"""

from collections.abc import Callable
from typing import cast as typed

import numpy as np
from openfisca_core import projectors
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import Enum
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation

from relais.law.plans.graph import Graph
from relais.law.plans.symbols import Symbol, cast, constant, made, operand, whole
from relais.law.plans.untyped import Untyped

#: how the note of an error that a formula raised begins
_RAISED_BY = "raised by the formula "


def _projectable(function: Callable[..., Untyped]) -> Callable[..., Untyped]:
    return typed("Callable[..., Untyped]", projectors.projectable(function))


def role_key(role: Untyped) -> tuple[Untyped, ...]:
    """The entity of a role, then the ranks, in its flat list, of the role and of those under it."""
    flat = list(role.entity.flattened_roles)
    return (role.entity.key, *(flat.index(one) for one in (role.subroles or [role])))


class SymbolicHolder(Holder):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """Keeps symbols."""

    def default_array(self) -> Symbol:
        """The default of the variable, the same for all."""
        default, variable = self.variable.default_value, self.variable
        enum = variable.possible_values if variable.value_type is Enum else None
        value = np.uint8(default.index) if enum is not None else np.array([default], dtype=variable.dtype)[0]
        symbol = constant(self.population.graph, value, enum)
        symbol.kept = True
        return symbol

    def put_in_cache(self, value: Untyped, period: Untyped) -> None:
        """Keep a value: formulas may not write in it any more."""
        if isinstance(value, Symbol):
            value.kept = True
        self._memory_storage.put(value, period)


class _Symbolic:
    """What persons and groups share."""

    graph: Graph
    entity: Untyped
    _holders: dict[str, Untyped]

    def get_holder(self, variable_name: str) -> Untyped:
        """The holder of a variable of this entity."""
        holder = self._holders.get(variable_name)
        if holder is None:
            self.entity.check_variable_defined_for_entity(variable_name)
            holder = self._holders[variable_name] = SymbolicHolder(self.entity.get_variable(variable_name), self)
        return holder

    def filled_array(self, value: Untyped, dtype: Untyped = None) -> Symbol:
        """The same value for all."""
        if isinstance(value, Enum):
            return constant(self.graph, np.uint8(value.index), type(value))
        return constant(self.graph, np.array([value], dtype=dtype)[0])

    def empty_array(self) -> Symbol:
        """Nothing for all."""
        return constant(self.graph, np.float32(0))

    def check_array_compatible_with_entity(self, array: Untyped) -> None:
        """Left to the recording: a column of another entity is refused where it is used."""


class SymbolicPersons(_Symbolic, Population):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """Persons."""

    @_projectable
    def has_role(self, role: Untyped) -> Untyped:
        """Whether each person holds a role."""
        return Symbol(self.graph, self.graph.structure(("holds", role_key(role)), self.entity.key))

    @_projectable
    def get_rank(self, entity: Untyped, criteria: Untyped, condition: Untyped = True) -> Untyped:
        """The rank of each person in the group, by rising criteria."""
        group = entity.reference_entity if isinstance(entity, projectors.Projector) else entity
        columns = [whole(self.graph, value, self.entity.key) for value in (criteria, condition)]
        return made(self.graph, "rank", columns, (group.entity.key,))


class SymbolicGroups(_Symbolic, GroupPopulation):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """Families, households, dwellings."""

    def _of_members(self, operation: str, array: Untyped, attributes: tuple[Untyped, ...]) -> Symbol:
        column = whole(self.graph, array, self.members.entity.key)
        return Symbol(self.graph, self.graph.apply(operation, (column.node,), attributes, self.entity.key), column.enum)

    @_projectable
    def sum(self, array: Untyped, role: Untyped = None) -> Untyped:
        """The sum over the members, in float64."""
        self.entity.check_role_validity(role)
        column = operand(self.graph, array)
        if isinstance(column, Symbol) and column.node.constant and column.dtype.kind in "fiub" and column.node.value == 0:
            return constant(self.graph, np.float64(0))
        held = None if role is None else role_key(role)
        return Symbol(self.graph, self._of_members("sum", array, (self.entity.key, held)).node)

    @_projectable
    def any(self, array: Untyped, role: Untyped = None) -> Untyped:
        """Whether a member has it."""
        return self.sum(array, role=role) > 0

    @_projectable
    def nb_persons(self, role: Untyped = None) -> Untyped:
        """How many members."""
        if role is not None and role.entity.key != self.entity.key:
            raise self.graph.refuse(f"members of {self.entity.key} counted by a role of {role.entity.key}")
        key = ("size", self.entity.key) if role is None else ("holders_by_group", self.entity.key, role_key(role))
        return Symbol(self.graph, self.graph.structure(key, self.entity.key))

    @_projectable
    def value_from_person(self, array: Untyped, role: Untyped, default: Untyped = 0) -> Untyped:
        """The value of the one who holds a role of a single person."""
        self.entity.check_role_validity(role)
        if role.max != 1:
            raise self.graph.refuse(f"the value of a person by the role {role.key}, which is not of one person")
        return self._picked("holder", array, role_key(role), default)

    @_projectable
    def value_nth_person(self, n: int, array: Untyped, default: Untyped = 0) -> Untyped:
        """The value of the member of rank ``n``."""
        return self._picked("nth", array, n, default)

    def _picked(self, operation: str, array: Untyped, which: Untyped, default: Untyped) -> Symbol:
        if isinstance(default, Symbol | np.ndarray):
            raise self.graph.refuse("a default that is a column")
        plain = default.item() if isinstance(default, np.generic) else default
        column = operand(self.graph, array)
        uniform = isinstance(column, Symbol) and column.node.constant
        if uniform and column.dtype.kind in "fiub" and bool(column.node.value == plain):
            return typed("Symbol", column).copy()
        return self._of_members(operation, array, (self.entity.key, which, plain))

    def project(self, array: Untyped, role: Untyped = None) -> Untyped:
        """The value of the group of each person, or of those who hold a role."""
        self.entity.check_role_validity(role)
        column = operand(self.graph, array)
        if not isinstance(column, Symbol) or column.node.constant:
            projected = column.copy() if isinstance(column, Symbol) else constant(self.graph, np.asarray(column)[()])
        else:
            column = whole(self.graph, column, self.entity.key)
            node = self.graph.apply("project", (column.node,), (self.entity.key,), self.members.entity.key)
            projected = Symbol(self.graph, node, column.enum)
        return projected if role is None else np.where(self.members.has_role(role), projected, 0)

    @_projectable
    def reduce(self, array: Untyped, reducer: Untyped, neutral_element: Untyped, role: Untyped = None) -> Untyped:
        """The highest, the lowest or the conjunction over the members."""
        if reducer not in (np.maximum, np.minimum, np.logical_and):
            raise self.graph.refuse(f"members reduced by {getattr(reducer, '__name__', reducer)}")
        held = constant(self.graph, np.True_) if role is None else self.members.has_role(role)
        considered = np.where(held, operand(self.graph, array), neutral_element)
        if reducer is np.logical_and:
            considered = considered if considered.dtype == bool else considered != 0
        found = self._of_members("reduce", considered, (self.entity.key, reducer.__name__))
        return cast(found, np.result_type(np.array([neutral_element]), found.dtype))


class SymbolicSimulation(Simulation):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """Runs formulas over symbols."""

    graph: Graph

    def _calculate(self, variable_name: str, period: Untyped) -> Untyped:
        """As core does; an error takes along the name of the formula that raised it, which the stack forgets."""
        try:
            return super()._calculate(variable_name, period)
        except Exception as error:
            if not raised_by(error):
                error.add_note(_RAISED_BY + self.graph.asking())
            raise

    def _cast_formula_result(self, value: Untyped, variable: Untyped) -> Untyped:
        """What a formula gave, in the dtype of its variable, to be kept."""
        symbol = operand(self.graph, np.asarray(value)[()] if type(value) in (bool, int, float) else value)
        if symbol.mask is not None:
            raise self.graph.refuse("a part of a column as the result")
        if variable.value_type is Enum:
            result = Symbol(self.graph, self._codes(symbol, variable).node, variable.possible_values)
        else:
            result = cast(symbol, variable.dtype)
        result.kept = True
        return result

    def _codes(self, symbol: Symbol, variable: Untyped) -> Symbol:
        if symbol.dtype.kind == "U":
            names = variable.possible_values.names
            order = np.argsort(names)
            place = made(self.graph, "place", (symbol,), (self.graph.literal(names[order]),))
            return made(self.graph, "take", (place,), (self.graph.literal(order.astype(np.uint8)),))
        if symbol.dtype.kind not in "iu":
            raise self.graph.refuse("a result that is no code of the enumeration")
        return cast(symbol, np.uint8)


def raised_by(error: Exception) -> str:
    """The formula that raised an error, with its period; nothing when the error comes from elsewhere."""
    notes = (note for note in getattr(error, "__notes__", ()) if note.startswith(_RAISED_BY))
    return next((note.removeprefix(_RAISED_BY) for note in notes), "")


def asking(simulation: Untyped) -> Callable[[], str]:
    """Names the formula that runs now, with its period."""

    def formula() -> str:
        stack = simulation.tracer.stack
        return f"{stack[-1]['name']} {stack[-1]['period']}" if stack else ""

    return formula
