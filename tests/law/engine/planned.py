"""A plan engine for the tests: all that the catalogue asks, recorded by the engine of the session."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.plan_engine import PlanEngine
from relais.law.engine.plan_store import PlanStore
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import engine_outputs
from tests.factories.blocks import OUTPUTS

#: every output of the cards, and those of the equality tests
WIDE = tuple(sorted({*engine_outputs(catalogue().values()), *OUTPUTS}))


class AskedForNothing:
    """An engine that must not be asked: it fails the test that does."""

    version = "none"

    def compute(self, block: object, variables: object) -> object:
        raise AssertionError(f"the engine behind was asked for {variables}")


def plans_alone(engine: OpenFiscaEngine, folder: Path | None, outputs: tuple[str, ...] = WIDE) -> PlanEngine:
    """Plans with nothing behind: an answer is the plan's, or the test fails."""
    return PlanEngine(PlanStore(folder, outputs, engine.record), AskedForNothing)


def different(ours: Mapping[str, np.ndarray], reference: Mapping[str, np.ndarray]) -> list[str]:
    """Names of the outputs whose dtype or bytes differ, with how many values do."""
    assert set(ours) == set(reference)
    return [
        f"{name}: {np.count_nonzero(ours[name] != reference[name])} of {len(reference[name])}"
        for name in sorted(reference)
        if (ours[name].dtype, ours[name].tobytes()) != (reference[name].dtype, reference[name].tobytes())
    ]
