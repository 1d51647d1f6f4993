"""From a simulation to a graph: its formulas run once, unmodified, over symbols.

``record`` takes any simulation whose inputs are given. A finished recording says, for each output, its node or why its formula was
refused. The length of the sample must not matter: ``record`` is run on two samples and ``same_program`` compares what they print.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from relais.law.plans import numpy_calls  # noqa: F401 it teaches symbols the functions of numpy
from relais.law.plans.graph import Graph, Node, Refused
from relais.law.plans.parameters import symbolic_parameters
from relais.law.plans.populations import SymbolicGroups, SymbolicPersons, SymbolicSimulation, asking, raised_by
from relais.law.plans.shape import Members, Shape
from relais.law.plans.symbols import Symbol, whole
from relais.law.plans.untyped import Untyped


@dataclass(slots=True)
class Recording:
    """``outputs``: name → node, as long as its entity. ``refused``: name → reason, for those that no plan can give."""

    graph: Graph
    simulation: Untyped
    outputs: dict[str, Node] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def column(self, slot: str, values: Untyped, entity: str) -> Symbol:
        """A symbol for an input; ``values`` on the sample."""
        enum = values.possible_values if isinstance(values, EnumArray) else None
        symbol = Symbol(self.graph, self.graph.column(slot, np.asarray(values), entity), enum)
        symbol.kept = True
        return symbol

    def output(self, name: str, calculate: Callable[[], Untyped], entity: str) -> None:
        """Record an output; a refusal is kept for it alone, and so is any error that its formulas raise on symbols."""
        try:
            self.outputs[name] = whole(self.graph, calculate(), entity).node
        except Refused as refused:
            self.refused[name] = str(refused)
        except (AssertionError, MemoryError):  # these are about us, or about the machine: no formula is to blame
            raise
        except Exception as error:  # noqa: BLE001 a formula may do to a symbol what only an array can: the other outputs go on
            said = f"{type(error).__name__}: {' '.join(str(error).split())}"
            self.refused[name] = str(Refused(raised_by(error) or name, said))


@contextmanager
def recording(simulation: Untyped) -> Iterator[Recording]:
    """A symbolic twin of a simulation, empty of values; meanwhile parameters and scales of this process understand symbols."""
    graph = Graph(shape_of(simulation))
    twin = _twin(simulation, graph)
    graph.asking = asking(twin)
    with symbolic_parameters(graph), np.errstate(all="ignore"):  # as on any rows, some branches divide by nothing
        yield Recording(graph, twin)


@dataclass(frozen=True, slots=True)
class Request:
    """A variable for a period; ``summed`` over its own periods when that of the request is longer."""

    variable: str
    period: Untyped
    summed: bool = False

    def of(self, simulation: Untyped) -> Untyped:
        """Its values in a simulation, plain or symbolic."""
        return (simulation.calculate_add if self.summed else simulation.calculate)(self.variable, self.period)


def record(simulation: Untyped, requests: Mapping[str, Request]) -> Recording:
    """Record outputs, by name, of a simulation whose inputs are given and nothing computed.

    Each array given is a slot named after the variable and its first period; one array given for several periods is one slot.
    """
    with recording(simulation) as made:
        for slot, (entity, variable, periods, values) in given(simulation).items():
            symbol = made.column(slot, values, entity)
            storage = made.simulation.populations[entity].get_holder(variable)._memory_storage  # noqa: SLF001 the public way copies
            for period in periods:
                storage._arrays[period] = symbol  # noqa: SLF001 idem
        for name, request in requests.items():
            entity = simulation.tax_benefit_system.variables[request.variable].entity.key
            made.output(name, partial(request.of, made.simulation), entity)
        return made


def given(simulation: Untyped) -> dict[str, tuple[str, str, list[Untyped], Untyped]]:
    """The arrays that a simulation holds: slot → entity, variable, periods, values."""
    slots: dict[str, tuple[str, str, list[Untyped], Untyped]] = {}
    for entity, population in simulation.populations.items():
        for variable, holder in population._holders.items():  # noqa: SLF001 no public way to list them
            names: dict[int, str] = {}
            for period, values in holder._memory_storage._arrays.items():  # noqa: SLF001 idem
                slot = names.setdefault(id(values), f"{variable}@{period}")
                slots.setdefault(slot, (entity, variable, [], values))[2].append(period)
    return slots


def shape_of(simulation: Untyped) -> Shape:
    """Who belongs to whom in a simulation."""
    persons = simulation.persons
    groups = {}
    for name, population in simulation.populations.items():
        if population is not persons:
            ranks = {role: rank for rank, role in enumerate(population.entity.flattened_roles)}
            roles = np.array([ranks[role] for role in population.members_role], np.intp)
            groups[name] = Members(population.count, np.asarray(population.members_entity_id, np.intp), roles)
    return Shape(persons.count, groups)


def _twin(simulation: Untyped, graph: Graph) -> Untyped:
    persons = SymbolicPersons(simulation.persons.entity)
    populations: dict[str, Untyped] = {persons.entity.key: persons}
    for name, population in simulation.populations.items():
        if population is not simulation.persons:
            populations[name] = SymbolicGroups(population.entity, persons)
            populations[name]._members_entity_id = population.members_entity_id  # noqa: SLF001 the setter of roles copies them
            populations[name]._members_role = population.members_role  # noqa: SLF001 idem
    for name, population in populations.items():
        population.graph = graph
        population.count = simulation.populations[name].count
        population.ids = simulation.populations[name].ids
    twin = SymbolicSimulation(simulation.tax_benefit_system, populations)
    twin.graph = graph
    return twin


__all__ = ["Recording", "Request", "given", "record", "recording", "shape_of"]
