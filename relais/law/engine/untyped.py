"""The border with OpenFisca, which has no types: one name for its objects, so that ``Any`` enters nowhere else."""

from typing import Any, TypeAlias

#: a tax and benefit system, a simulation, a population, a holder, a node of parameters, a period: whatever OpenFisca hands over
Untyped: TypeAlias = Any
