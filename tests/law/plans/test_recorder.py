"""A small law recorded whole: what its formulas may do on symbols, and what the error of one costs the others."""

import numpy as np
import pytest
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from relais.law.plans.recorder import Recording, Request, record
from relais.law.plans.untyped import Untyped

PERSON = build_entity("individu", "individus", "", is_person=True)
FAMILY = build_entity("famille", "familles", "", roles=[{"key": "demandeur", "max": 1}, {"key": "enfant"}])
WAGES = np.array([0.0, 800.0, 1500.0], np.float32)


def variable_of(name: str, entity: Untyped, formula: Untyped = None) -> type:
    """A monthly variable of core, in float32."""
    known = {"value_type": float, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), known if formula is None else known | {"formula": formula})


def recorded(**formulas: tuple[Untyped, Untyped]) -> Recording:
    """Outputs of formulas, each with its entity, over three persons in two families."""
    system = TaxBenefitSystem([PERSON, FAMILY])
    system.add_variable(variable_of("salaire", system.person_entity))
    for name, (entity, formula) in formulas.items():
        own = next(one for one in system.entities if one.key == entity.key)
        system.add_variable(variable_of(name, own, formula))
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("individu", [0, 1, 2])
    families = builder.declare_entity("famille", [0, 1])
    builder.join_with_persons(families, [0, 0, 1], ["demandeur", "enfant", "demandeur"])
    simulation = builder.build(system)
    simulation.set_input("salaire", "2026-10", WAGES)
    return record(simulation, {name: Request(name, "2026-10") for name in formulas})


def twice(person: Untyped, period: Untyped) -> Untyped:
    return person("salaire", period) * 2


def shifted(person: Untyped, period: Untyped) -> Untyped:
    return person("salaire", period).cumsum()


def upon_shifted(person: Untyped, period: Untyped) -> Untyped:
    return person("shifted", period) + 1


def impossible(person: Untyped, period: Untyped) -> Untyped:
    raise AssertionError("two and two")


def exhausted(person: Untyped, period: Untyped) -> Untyped:
    raise MemoryError


def test_an_error_of_a_formula_on_symbols_loses_its_own_outputs_only() -> None:
    made = recorded(upon_shifted=(PERSON, upon_shifted), shifted=(PERSON, shifted), twice=(PERSON, twice))
    assert list(made.outputs) == ["twice"]
    assert made.outputs["twice"].value.tobytes() == (WAGES * 2).tobytes()
    assert set(made.refused) == {"upon_shifted", "shifted"}
    for reason in made.refused.values():
        assert reason.startswith("shifted 2026-10: AttributeError: ")
        assert "cumsum" in reason


@pytest.mark.parametrize(("formula", "error"), [(impossible, AssertionError), (exhausted, MemoryError)])
def test_a_broken_recorder_or_a_full_machine_is_no_refusal(formula: Untyped, error: type[BaseException]) -> None:
    with pytest.raises(error):
        recorded(output=(PERSON, formula))


def projected(famille: Untyped, period: Untyped) -> Untyped:
    shared = famille.empty_array()
    found = famille.project(shared)
    found[famille.members("salaire", period) > 1000] = 7
    return shared + famille.sum(found)


def picked_by_role(famille: Untyped, period: Untyped) -> Untyped:
    shared = famille.members.empty_array()
    found = famille.value_from_person(shared, famille.entity.DEMANDEUR)
    found[famille.sum(famille.members("salaire", period)) > 1000] = 7
    return found + famille.sum(shared)


def picked_by_rank(famille: Untyped, period: Untyped) -> Untyped:
    shared = famille.members.empty_array()
    found = famille.value_nth_person(1, shared)
    found[famille.sum(famille.members("salaire", period)) > 1000] = 7
    return found + famille.sum(shared)


@pytest.mark.parametrize("formula", [projected, picked_by_role, picked_by_rank])
def test_a_write_in_what_was_projected_or_picked_leaves_the_source_as_it_was(formula: Untyped) -> None:
    made = recorded(output=(FAMILY, formula))
    assert made.refused == {}
    assert made.outputs["output"].value.tolist() == [0, 7]
