"""Recording the adapter and the formulas together: what a plan of one month is made of.

The sample is filled as any block is; what the facts tell becomes columns, what the model computes first (``adapter.put_computed``) is
recorded with the rest. Recorded on two samples of two sizes: a plan that would depend on the sample is refused.
"""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

import numpy as np

from relais.law.engine.adapter import put_computed, put_told
from relais.law.engine.columns import people_of
from relais.law.engine.filling import Described
from relais.law.engine.frame import PERSONS, Frame, frame_of
from relais.law.engine.freshness import known_dates
from relais.law.engine.incomes import PARTS
from relais.law.engine.reduction import choosers, split
from relais.law.engine.sample import sample_block
from relais.law.engine.simulation import Inputs, model_zones, release
from relais.law.engine.slots import side_slot, slot_of
from relais.law.engine.untyped import Untyped
from relais.law.plans.native import native_of
from relais.law.plans.optimiser import Optimised, optimise
from relais.law.plans.plan import Plan
from relais.law.plans.printer import Printed, printed
from relais.law.plans.recorder import Recording, recording
from relais.law.plans.symbols import Symbol, cast, constant
from relais.law.situation.block import Block, Column

#: columns that may hold a missing number
_MAY_BE_MISSING = (side_slot(PARTS),)


class SampleDependent(Exception):
    """Two samples gave two plans: something in a formula depends on the number of households."""


class RecordedInputs(Inputs):
    """A symbolic simulation being filled: columns become symbols, and so does what is computed from them."""

    def __init__(self, system: Untyped, frame: Frame) -> None:
        super().__init__(system, frame)
        self.plain = self.simulation
        self.seen: dict[str, Described] = {}
        self._made: Recording

    def record_on(self, made: Recording) -> None:
        """From now on, fill the symbolic twin."""
        self._made = made
        self.simulation = made.simulation

    def described(self, variable: str) -> Described:
        """The dtype, the entity and the codes of a variable; the plan will have to know them too."""
        known = self.seen[variable] = super().described(variable)
        return known

    def store(self, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        """Keep a column for some periods, as a symbol."""
        known = self.described(variable)
        symbol = self._made.column(slot_of(variable, when), values, known.entity)
        symbol.enum = self._system.variables[variable].possible_values if known.codes else None
        self._keep(self.simulation.populations[known.entity], variable, when, symbol)

    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        """The plan will hold the number."""
        known = self.described(variable)
        symbol = constant(self._made.graph, np.dtype(known.dtype).type(value))
        self._keep(self.simulation.populations[known.entity], variable, when, symbol)

    def side(self, name: str, entity: str, values: Column) -> None:
        """Keep a fact for the inputs that are computed, as a symbol."""
        self._sides[name] = self._made.column(side_slot(name), values, entity)

    def put_computed(self, variable: str, when: str, values: Untyped) -> None:
        """Give a variable for a period from what was recorded."""
        known = self.described(variable)
        self._keep(self.simulation.populations[known.entity], variable, (when,), cast(values, known.dtype))

    def computed(self, variable: str, when: str) -> Symbol:
        """Record the computation of a variable."""
        symbol: Symbol = self._calculated(variable, when).copy()
        return symbol

    def output(self, variable: str) -> Untyped:
        """Record a variable for the month screened, or its year."""
        month = self.calendar.month
        return self._calculated(variable, str(month.year if self.described(variable).yearly else month))

    def somewhere(self, truths: Untyped) -> bool:  # noqa: ARG002 that is the point
        """A plan serves every block: what some row may need is always recorded."""
        return True


def plan_of(system: Untyped, month: Untyped, outputs: Sequence[str]) -> Plan:
    """The plan of a month for these outputs, asked as the engine's face is asked for them (``variable`` or ``variable@who``).

    Outputs whose formulas are refused are left out, with the reason. SampleDependent when the sample shows in the plan.
    """
    names = variables_of(outputs)
    again, _, _ = _recorded(system, sample_block(month, 2), names)
    optimised, made, inputs = _recorded(system, sample_block(month, 1), names)
    small, other = (printed(one, many=False) for one in (optimised, again))
    if not small.same_program(other):
        raise SampleDependent(_difference(small, other))
    zones = model_zones()
    return Plan(
        small=small,
        large=printed(optimised, many=True),
        outputs=tuple(optimised.outputs),
        guards=tuple((guard.expected, guard.formula) for guard in optimised.graph.guards),
        refused=made.refused,
        about={
            "variables": {name: asdict(known) for name, known in inputs.seen.items()},
            "zones": (zones.codes, zones.zones),
            "known_dates": known_dates(system.parameters),
        },
        native=native_of(optimised, PERSONS),
    )


def variables_of(outputs: Sequence[str]) -> tuple[str, ...]:
    """The variables that outputs need, those that choose a person included, each once."""
    return tuple(dict.fromkeys(name for asked in outputs for name in (split(asked)[0], *choosers(split(asked)[1]))))


def _recorded(system: Untyped, block: Block, names: Sequence[str]) -> tuple[Optimised, Recording, RecordedInputs]:
    inputs = RecordedInputs(system, frame_of(people_of(block)))
    with recording(inputs.plain) as made:
        inputs.record_on(made)
        put_told(inputs)
        put_computed(inputs)
        for name in names:
            made.output(name, partial(inputs.output, name), inputs.described(name).entity)
        optimised = optimise(made.graph, made.outputs, PERSONS, _MAY_BE_MISSING)
    release(made.simulation)
    release(inputs.plain)
    return optimised, made, inputs


def _difference(one: Printed, other: Printed) -> str:
    """The first line that differs."""
    lines = zip(one.source.splitlines(), other.source.splitlines(), strict=False)
    return next((f"{left} / {right}" for left, right in lines if left != right), "the same lines with other constants")
