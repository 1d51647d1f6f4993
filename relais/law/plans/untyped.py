"""The border with OpenFisca, which has no types: one name for its objects, so that ``Any`` enters nowhere else."""

from typing import Any, TypeAlias

#: a simulation, a population, a node of parameters, a tax scale, a period: whatever OpenFisca hands over
Untyped: TypeAlias = Any
