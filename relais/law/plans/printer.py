"""From a graph to the text of one Python function: one line an operation, names used again as soon as their value is dead.

Two variants of the same plan. ``in_place`` writes an operation over one of its dead arguments of the same dtype (less memory, faster
on many rows); without it lines are shorter, which is what counts for one household.
"""

import pickle
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from relais.law.plans.graph import Guard, Node, reached
from relais.law.plans.lowering import lowered
from relais.law.plans.operations import OPERATIONS
from relais.law.plans.optimiser import Optimised
from relais.law.plans.untyped import Untyped

#: the printed function: ``I`` gives the columns by slot, ``S`` the arrays of the shape by key
NAME = "plan"


@dataclass(slots=True)
class Printed:
    """``source`` defines ``plan(I, S)``, which gives outputs, then the truths of the guards, in order.

    ``constants``: name → numpy scalar, table or scale; ``ufuncs`` and ``dtypes``: name → what it is called in numpy.
    """

    source: str
    slots: tuple[str, ...]
    operations: int
    constants: dict[str, Untyped] = field(default_factory=dict)
    ufuncs: dict[str, str] = field(default_factory=dict)
    dtypes: dict[str, str] = field(default_factory=dict)

    def same_program(self, other: "Printed") -> bool:
        """Whether both compute the same: same lines, same constants to the bit."""
        if (self.source, self.ufuncs, self.dtypes) != (other.source, other.ufuncs, other.dtypes):
            return False
        return all(pickle.dumps(value) == pickle.dumps(other.constants[name]) for name, value in self.constants.items())


def printed(optimised: Optimised, *, many: bool) -> Printed:
    """The function of one variant: ``many`` rows, or few."""
    done = lowered(optimised, many=many)
    return write(done.outputs, done.graph.guards, done.graph.literals, in_place=many)


def write(outputs: Mapping[str, Node], guards: Sequence[Guard], literals: Sequence[Untyped], *, in_place: bool) -> Printed:
    """Print the function that gives ``outputs`` in their order, then the guards."""
    roots = [*outputs.values(), *(guard.node for guard in guards)]
    alive = reached(roots)
    text = Text(literals)
    registers = _Registers(alive, roots, in_place=in_place)
    for node in alive:
        text.write(node, registers)
    results = ",".join(registers.names[node.rank] for node in roots)
    lines = [f"def {NAME}(I,S):", *text.opening, *text.body, f"return ({results},)" if roots else "return ()"]
    slots = tuple(node.attributes[0] for node in alive if node.operation == "column")
    return Printed("\n ".join(lines) + "\n", slots, len(text.body), text.constants, text.ufuncs, text.dtypes)


class _Registers:
    """Which name holds the value of each node, and which names are free again."""

    def __init__(self, alive: Sequence[Node], roots: Sequence[Node], *, in_place: bool) -> None:
        self.names: dict[int, str] = {}
        self._in_place = in_place
        self._free: list[str] = []
        self._count = 0
        self._last = {arg.rank: node.rank for node in alive for arg in node.args if isinstance(arg, Node)}
        self._last.update(dict.fromkeys((root.rank for root in roots), len(alive) and alive[-1].rank + 1))

    def dead_after(self, node: Node) -> list[Node]:
        """The arguments that nothing needs any more, whose names may be used again."""
        args = {arg.rank: arg for arg in node.args if isinstance(arg, Node) and not arg.constant}
        return [arg for arg in args.values() if self._last[arg.rank] == node.rank and arg.operation in OPERATIONS]

    def over(self, node: Node, dead: Sequence[Node]) -> str:
        """The name of a dead argument that the result may be written over; empty when there is none."""
        if not self._in_place or node.operation != "ufunc":
            return ""
        return next((self.names[arg.rank] for arg in dead if arg.dtype == node.dtype and arg.entity == node.entity), "")

    def take(self, node: Node, dead: Sequence[Node], over: str) -> str:
        """The name of the result."""
        self._free += [self.names[arg.rank] for arg in dead if self.names[arg.rank] != over]
        if over:
            name = over
        elif self._free:
            name = self._free.pop()
        else:
            name = f"v{self._count}"
            self._count += 1
        self.names[node.rank] = name
        return name


class Text:
    """Lines of the function, and names of the objects that they mention."""

    def __init__(self, literals: Sequence[Untyped]) -> None:
        self.opening: list[str] = []
        self.body: list[str] = []
        self.constants: dict[str, Untyped] = {}
        self.ufuncs: dict[str, str] = {}
        self.dtypes: dict[str, str] = {}
        self._literals = literals
        self._scalars: dict[Untyped, str] = {}
        self._shapes: dict[tuple[Untyped, ...], str] = {}

    def write(self, node: Node, registers: _Registers) -> None:
        """One line for one node."""
        if node.operation == "column":
            registers.names[node.rank] = name = f"i{len(self.opening)}"
            self.opening.append(f"{name}=I[{node.attributes[0]!r}]")
        elif node.operation == "shape":
            registers.names[node.rank] = self.shape(*node.attributes)
        else:
            names = [self._value(arg, registers) for arg in node.args]
            dead = registers.dead_after(node)
            over = registers.over(node, dead)
            if over:
                names.append(over)
            expression = OPERATIONS[node.operation].write(self, node.attributes, *names)
            self.body.append(f"{registers.take(node, dead, over)}={expression}")

    def shape(self, *key: Untyped) -> str:
        """The name of an array of the shape."""
        name = self._shapes.get(key)
        if name is None:
            name = self._shapes[key] = f"s{len(self._shapes)}"
            self.opening.append(f"{name}=S({key!r})")
        return name

    def literal(self, rank: int) -> str:
        """The name of a table or a scale."""
        self.constants[f"k{rank}"] = self._literals[rank]
        return f"k{rank}"

    def ufunc(self, name: str) -> str:
        """The name of a numpy ufunc."""
        self.ufuncs[f"u_{name}"] = name
        return f"u_{name}"

    def dtype(self, text: str) -> str:
        """The name of a dtype."""
        name = "d_" + re.sub(r"\W", "_", text)
        self.dtypes[name] = text
        return name

    def _value(self, arg: Untyped, registers: _Registers) -> str:
        if isinstance(arg, Node) and not arg.constant:
            return registers.names[arg.rank]
        return self.argument(arg)

    def argument(self, arg: Untyped) -> str:
        """The words for a constant, a node or a plain number."""
        if isinstance(arg, Node):
            return self._scalar(arg.value)
        return repr(arg) if np.isfinite(arg) else self._scalar(arg)

    def _scalar(self, value: Untyped) -> str:
        """The name of a constant; numpy scalars keep their dtype."""
        key = (value.dtype.str, value.tobytes()) if isinstance(value, np.generic) else (type(value), repr(value))
        name = self._scalars.get(key)
        if name is None:
            name = self._scalars[key] = f"c{len(self._scalars)}"
            self.constants[name] = np.asarray(value) if isinstance(value, np.generic) else value  # an array need not be converted
        return name
