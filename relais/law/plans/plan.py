"""A plan: the printed function, what it needs, what it gives. It runs with numpy alone.

``Plan.run`` is given the columns by slot and the shape of the block, and gives a column for each output. A guard that does not hold
raises ``GuardFailed`` before anything is given: the caller then asks the engine.
"""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from relais.law.plans import kernels
from relais.law.plans.native import Native, NativeProgram
from relais.law.plans.operations import FUNCTIONS, ufunc_of
from relais.law.plans.printer import NAME, Printed
from relais.law.plans.shape import Shape
from relais.law.plans.untyped import Untyped

_NAMES: Mapping[str, Untyped] = {
    "bincount": np.bincount,
    "full": np.full,
    "where": np.where,
    "round_": np.round,
    "inf": np.inf,
    "holders_sum": kernels.holders_sum,
    "picked": kernels.picked,
    "reduced": kernels.reduced,
    "ranked": kernels.ranked,
    "mask": kernels.mask,
    "kept": kernels.kept,
    "select": kernels.select,
    "place": kernels.place,
    "known": kernels.known,
    **kernels.SCALES,
    **FUNCTIONS,
}


class GuardFailed(Exception):
    """The block goes another way than the sample did in some formula: the plan says nothing of it."""

    def __init__(self, formula: str) -> None:
        super().__init__(f"{formula} goes another way than when it was recorded")
        self.formula = formula


@dataclass(frozen=True, slots=True)
class Plan:
    """``small`` and ``large``: the two printed variants; ``outputs``: names in the order that the functions give them.

    ``guards``: for each, what must be found and the formula that asked. ``refused``: outputs left out, with the reason.
    ``about``: whatever else the maker wants kept beside (plain values). ``native``: the compiled print, None where there is no compiler.
    """

    small: Printed
    large: Printed
    outputs: tuple[str, ...]
    guards: tuple[tuple[bool, str], ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Untyped] = field(default_factory=dict)
    native: Native | None = None

    def dumped(self) -> bytes:
        """The plan as bytes (a pickle, which is code: keep it where only this user writes)."""
        return pickle.dumps(self, protocol=5)

    @staticmethod
    def loaded(content: bytes) -> "Plan":
        """A plan from its bytes."""
        plan = pickle.loads(content)  # noqa: S301 written by this user, private, digest checked by the store
        if not isinstance(plan, Plan):
            raise pickle.UnpicklingError("not a plan")
        return plan


def _function(printed: Printed) -> Callable[..., Untyped]:
    """The printed function, ready to be called."""
    names = dict(_NAMES) | printed.constants
    names |= {name: ufunc_of(ufunc) for name, ufunc in printed.ufuncs.items()}
    names |= {name: np.dtype(text) for name, text in printed.dtypes.items()}
    exec(compile(printed.source, "<plan>", "exec"), names)  # noqa: S102 printed by this package, digest checked by the store
    function: Callable[..., Untyped] = names[NAME]
    return function


class Program:
    """One variant of a plan, ready to run; a native one raises what ``NativeProgram`` does. ``threads``: those of a native one."""

    def __init__(self, plan: Plan, variant: Printed | Native, threads: int = 1) -> None:
        printed = variant.printed if isinstance(variant, Native) else variant
        function = _function(printed)
        self._function = NativeProgram(variant, function, threads) if isinstance(variant, Native) else function
        self._plan = plan
        self.slots = printed.slots

    def run(self, columns: Mapping[str, Untyped], shape: Shape) -> dict[str, Untyped]:
        """The outputs; GuardFailed when the block goes another way than the sample, KeyError when a column is missing."""
        with np.errstate(all="ignore"):
            results = self._function(columns, shape)
        count = len(self._plan.outputs)
        for (expected, formula), found in zip(self._plan.guards, results[count:], strict=True):
            if bool(found) is not expected:
                raise GuardFailed(formula)
        return dict(zip(self._plan.outputs, results[:count], strict=True))
