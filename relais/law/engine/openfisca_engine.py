"""The engine that runs today: OpenFisca-France in the process, behind ``face.Engine``."""

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from relais.kernel.months import Month
from relais.law.engine.adapter import simulate
from relais.law.engine.face import Results
from relais.law.engine.freshness import known_dates
from relais.law.engine.loading import load_system
from relais.law.engine.outputs import Outputs, dtype_of
from relais.law.engine.plan_recording import plan_of
from relais.law.engine.reduction import choosers, split
from relais.law.engine.simulation import described, release
from relais.law.engine.untyped import Untyped
from relais.law.engine.versions import rules_version
from relais.law.plans.plan import Plan
from relais.law.situation.block import Block, Column
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

_loaded: list["OpenFiscaEngine"] = []
_loading = threading.Lock()


class OpenFiscaEngine:
    """Computes variables of the legislation for every row of a block.

    Safe under threads: one computation at a time (it is bound to the interpreter anyway), nothing kept between two.
    """

    def __init__(self, system: Untyped) -> None:
        self.system = system
        self._one_at_a_time = threading.Lock()
        self._known_dates: Mapping[str, date] | None = None

    @property
    def version(self) -> str:
        """Versions of the packages and digest of the overrides."""
        return rules_version()

    def compute(self, block: Block, variables: Sequence[str]) -> Results:
        """All ``variables`` for the block's month; ValueError on an unknown variable or a block that cannot be read."""
        for name in variables:
            self._check(name)
        if block.rows == 0:
            return Results({name: np.zeros(0, dtype_of(described(self._variable(split(name)[0])))) for name in variables})
        with self._one_at_a_time:
            inputs = simulate(self.system, block)
            try:
                outputs = Outputs(inputs.frame.people, inputs.described, inputs.output)
                values: Mapping[str, Column] = {name: outputs.by_row(name) for name in dict.fromkeys(variables)}
            finally:
                release(inputs.simulation)
        return Results(values)

    def warm(self, month: Month) -> None:
        """Pay the first reading of the parameters of a month now, on a household of one person, rather than at the first visit."""
        alone = Person("p1", Role.DEMANDEUR, {"naissance": date(month.year - 40, 1, 1)})
        self.compute(to_block([Household("warm", month, (alone,))]), WARMED)

    def known_dates(self, month: Month) -> Mapping[str, date]:  # noqa: ARG002 the legislation holds all months
        """Path of each yearly parameter of ``freshness.yaml`` → the day up to which the legislation knows it."""
        if self._known_dates is None:
            self._known_dates = known_dates(self.system.parameters)
        return self._known_dates

    def record(self, month: Month, outputs: Sequence[str]) -> Plan:
        """The plan of a month for these outputs; ``plan_recording.plan_of`` says what may be refused."""
        with self._one_at_a_time:
            return plan_of(self.system, month, outputs)

    def _check(self, asked: str) -> None:
        name, who = split(asked)
        if who and self._variable(name).entity.key != "individu":
            raise ValueError(f"{name!r} is not a variable of persons: nobody can be chosen")
        for needed in (name, *choosers(who)):
            self._check_value(needed)

    def _variable(self, name: str) -> Untyped:
        variable = self.system.variables.get(name)
        if variable is None:
            raise ValueError(f"{name!r} is not a variable of the legislation")
        return variable

    def _check_value(self, name: str) -> None:
        if self._variable(name).value_type not in (float, int, bool):
            raise ValueError(f"{name!r} is neither an amount, a number nor a truth")


#: the benefits that most screenings ask, computed once by ``warm``
WARMED = (
    "rsa", "ppa", "apl", "als", "alf", "cmu_c", "css_participation_forfaitaire", "aspa", "asf", "af", "cf", "paje_base",
    "paje_naissance", "aeeh", "bourse_college", "bourse_lycee", "aah", "caah", "asi", "ass", "apa_domicile", "ars", "cheque_energie",
)  # fmt: skip


def load_engine(cache_dir: Path | None = None) -> OpenFiscaEngine:
    """The engine of this process, loaded once; the first call says where parameters are kept (None: nothing on disk)."""
    with _loading:
        if not _loaded:
            _loaded.append(OpenFiscaEngine(load_system(cache_dir)))
        return _loaded[0]
