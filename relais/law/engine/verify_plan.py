"""Any simulation through a plan of its own: recorded, optimised, printed, run. For the proofs, not for people."""

from collections.abc import Mapping, Sequence

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from relais.law.engine.untyped import Untyped
from relais.law.plans.graph import Refused
from relais.law.plans.optimiser import optimise
from relais.law.plans.plan import Plan, Program
from relais.law.plans.printer import printed
from relais.law.plans.recorder import Request, given, record, shape_of


def planned_values(simulation: Untyped, requests: Sequence[Request]) -> Mapping[Request, Untyped]:
    """The values of the requests, by a plan recorded on this simulation, in which nothing must be computed yet.

    Refused when a formula cannot be recorded. Both variants of the plan are run, and must agree to the bit.
    """
    named = {str(rank): request for rank, request in enumerate(dict.fromkeys(requests))}
    recording = record(simulation, named)
    if recording.refused:
        raise Refused("", next(iter(recording.refused.values())))
    columns = {slot: np.asarray(values) for slot, (_, _, _, values) in given(simulation).items()}
    missing = {slot for slot, values in columns.items() if values.dtype.kind == "f" and not np.isfinite(values).all()}
    done = optimise(recording.graph, recording.outputs, simulation.persons.entity.key, missing)
    small, large = (printed(done, many=many) for many in (False, True))
    plan = Plan(small, large, tuple(done.outputs), tuple((guard.expected, guard.formula) for guard in done.graph.guards))
    shape = shape_of(simulation)
    found, again = (Program(plan, printed).run(columns, shape) for printed in (small, large))
    if any(values.tobytes() != again[name].tobytes() for name, values in found.items()):
        raise AssertionError("the two variants of a plan differ")
    return {request: _typed(simulation, request, found[name]) for name, request in named.items()}


def _typed(simulation: Untyped, request: Request, values: Untyped) -> Untyped:
    members = getattr(simulation.tax_benefit_system.variables[request.variable], "possible_values", None)
    return values if members is None else EnumArray(values, members)
