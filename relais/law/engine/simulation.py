"""The border with OpenFisca: a simulation of persons and groups, and arrays put straight into its holders."""

from functools import cache, lru_cache

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.simulations import Simulation
from openfisca_france.model.prestations import aides_logement

from relais.law.engine.filling import Described, Filling, Zones
from relais.law.engine.frame import Frame
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import Column

#: communes born again since the model's table (2011) → the commune they were part of: Culey left Loisey-Culey in 2014
_BORN_AGAIN = {b"55138": b"55298"}


@lru_cache(maxsize=4096)
def period_of(when: str) -> Untyped:
    """OpenFisca's period of a month, a year or eternity."""
    return periods.period(when)


@lru_cache(maxsize=1024)
def _periods_of(when: tuple[str, ...]) -> tuple[Untyped, ...]:
    return tuple(map(period_of, when))


@cache
def model_zones() -> Zones:
    """The zones of the housing benefits, from the model's own table."""
    aides_logement.preload_zone_apl()
    table = {str(code).encode(): int(zone) for code, zone in aides_logement.zone_apl_by_depcom.items()}
    table |= {code: table[mother] for code, mother in _BORN_AGAIN.items()}
    codes = np.array(sorted(table), "S5")
    return Zones(codes, np.array([table[code] for code in codes.tolist()], np.intp))


def described(variable: Untyped) -> Described:
    """What the adapter and the outputs must know of a variable of OpenFisca."""
    members = variable.possible_values if variable.value_type is Enum else ()
    return Described(
        dtype=np.dtype(variable.dtype).str,
        entity=variable.entity.key,
        yearly=variable.definition_period == "year",
        truth=variable.value_type is bool,
        codes={member.name: member.index for member in members},
    )


class Inputs(Filling):
    """A simulation being filled; arrays go straight into the holders, one object for all the periods that share it."""

    def __init__(self, system: Untyped, frame: Frame) -> None:
        super().__init__(frame)
        self._system = system
        self._described: dict[str, Described] = system.__dict__.setdefault("_relais_described", {})
        self._sides: dict[str, Untyped] = {}
        self.simulation = self._simulation()

    def _simulation(self) -> Untyped:
        populations = self._system.instantiate_entities()
        persons = populations["individu"]
        persons.count = self.frame.people.count
        persons.ids = range(persons.count)
        for key, groups in self.frame.groups.items():
            population = populations[key]
            population.count = groups.count
            population.ids = range(groups.count)
            population.members_entity_id = groups.ids
            flattened = np.empty(len(population.entity.flattened_roles), dtype=object)
            flattened[:] = list(population.entity.flattened_roles)
            population._members_role = flattened[groups.roles]  # noqa: SLF001 the public setter turns the array into a list and back
        return Simulation(self._system, populations)

    def described(self, variable: str) -> Described:
        """The dtype, the entity and the codes of a variable."""
        known = self._described.get(variable)
        if known is None:
            known = self._described[variable] = described(self._system.variables[variable])
        return known

    @property
    def zones(self) -> Zones:
        """The zones of the housing benefits."""
        return model_zones()

    def store(self, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        """Keep a column for some periods; ValueError when it is not as long as its entity."""
        population = self.simulation.populations[self.described(variable).entity]
        if len(values) != population.count:
            raise ValueError(f"{variable}: {len(values)} values for {population.count} {population.entity.plural}")
        definition = self._system.variables[variable]
        if definition.value_type is Enum:
            values = EnumArray(values, definition.possible_values)
        self._keep(population, variable, when, values)

    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        """Give the same number to all for some periods."""
        known = self.described(variable)
        self.store(variable, when, np.full(self.frame.count(known.entity), value, known.dtype))

    def side(self, name: str, entity: str, values: Column) -> None:
        """Keep a fact for the inputs that are computed; ValueError when it is not as long as its entity."""
        if len(values) != self.frame.count(entity):
            raise ValueError(f"{name}: {len(values)} values for {entity}")
        self._sides[name] = values

    def told(self, name: str) -> Untyped:
        """A fact kept by ``side``."""
        return self._sides[name]

    def put_computed(self, variable: str, when: str, values: Untyped) -> None:
        """Give a variable for a period from what was computed, in the variable's own dtype."""
        self.put(variable, (when,), values)

    def computed(self, variable: str, when: str) -> Untyped:
        """Compute a variable from what was given so far (a copy)."""
        return self._calculated(variable, when).copy()

    def output(self, variable: str) -> Untyped:
        """The values of a variable for the month screened, or its year."""
        month = self.calendar.month
        return np.asarray(self._calculated(variable, str(month.year if self.described(variable).yearly else month)))

    def _calculated(self, variable: str, when: str) -> Untyped:
        return self.simulation.calculate(variable, period_of(when))

    def law(self, when: str) -> Untyped:
        """The parameters in force at the start of a period."""
        return self._system.get_parameters_at_instant(period_of(when).start)

    def somewhere(self, truths: Untyped) -> bool:
        """Whether some row needs what follows: a shortcut that must change no result."""
        return bool(truths.any())

    def of_family(self, values: Untyped) -> Untyped:
        """(families,) → (P,) the value of the family of each person."""
        return self.simulation.populations["famille"].project(values)

    def family_sum(self, values: Untyped) -> Untyped:
        """(P,) → (families,) the sum over the members of each family."""
        return self.simulation.populations["famille"].sum(values)

    def _keep(self, population: Untyped, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        storage = population.get_holder(variable)._memory_storage  # noqa: SLF001 the public way checks and copies for each month
        if storage.is_eternal:
            storage.put(values, None)
        else:
            storage._arrays.update(dict.fromkeys(_periods_of(when), values))  # noqa: SLF001 idem


def release(simulation: Untyped) -> None:
    """Cut the circles between simulation, populations and holders, so that memory goes back at once, without the collector."""
    for population in simulation.populations.values():
        population._holders.clear()  # noqa: SLF001 no public way to let the arrays go
        population.simulation = None
    simulation.populations.clear()
    simulation.__dict__.clear()


__all__ = ["Inputs", "described", "model_zones", "period_of", "release"]
