"""A graph of array operations: each node made once (repeats merge), computed at once when it depends on no household.

A node keeps the value it takes on a sample block: dtypes are then those of numpy itself, and the side that a data-dependent
``if`` took is known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from relais.law.plans.operations import OPERATIONS
from relais.law.plans.shape import Shape
from relais.law.plans.untyped import Untyped

#: the entity of a constant, and that of a single truth about the whole block (guards)
UNIFORM, WHOLE = "", "*"


@dataclass(slots=True, eq=False)
class Node:
    """One operation. ``args``: nodes, or plain Python numbers (which numpy promotes weakly); ``attributes``: what else it needs.

    ``value``: on the sample, an array of the entity's length, or a numpy scalar for a constant.
    """

    operation: str
    args: tuple[Untyped, ...]
    attributes: tuple[Untyped, ...]
    value: Untyped
    entity: str
    rank: int = -1

    @property
    def constant(self) -> bool:
        """Whether it is the same number for every household."""
        return self.entity == UNIFORM

    @property
    def dtype(self) -> np.dtype[Untyped]:
        """The dtype of its values."""
        dtype: np.dtype[Untyped] = self.value.dtype
        return dtype


@dataclass(frozen=True, slots=True)
class Guard:
    """A truth about the block on which the recording depends; ``formula`` says who asked."""

    node: Node
    expected: bool
    formula: str


@dataclass(slots=True)
class Graph:
    """Nodes in the order they were made, the objects they refer to (tables, scales), the guards.

    ``asking``: names the formula that is running, for guards and refusals.
    """

    shape: Shape
    asking: Callable[[], str] = str
    nodes: list[Node] = field(default_factory=list)
    literals: list[Untyped] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    _made: dict[Untyped, Node] = field(default_factory=dict)
    _literal_ranks: dict[Untyped, int] = field(default_factory=dict)

    def constant(self, value: Untyped) -> Node:
        """A number, a truth, a date or a text, the same for all; a numpy scalar, whose dtype counts."""
        key = ("constant", value.dtype.str, value.tobytes())
        return self._made.get(key) or self._add(key, Node("constant", (), (), value, UNIFORM))

    def column(self, slot: str, value: Untyped, entity: str) -> Node:
        """An input, by the name of its slot."""
        return self._add(("column", slot), Node("column", (), (slot,), value, entity))

    def structure(self, key: tuple[Untyped, ...], entity: str) -> Node:
        """An array of the shape (a role held, a number of members)."""
        found = self._made.get(("shape", key))
        return found or self._add(("shape", key), Node("shape", (), key, self.shape(key), entity))

    def apply(self, operation: str, args: Iterable[Untyped], attributes: tuple[Untyped, ...] = (), entity: str | None = None) -> Node:
        """The node of an operation; ``entity`` is that of the result when it is not that of the arguments.

        ValueError when arguments are of several entities.
        """
        args = tuple(args)
        key = (operation, attributes, entity, *(_identity(arg) for arg in args))
        found = self._made.get(key)
        if found is not None:
            return found
        entity = self._entity(operation, args) if entity is None else entity
        value = OPERATIONS[operation].evaluate(self.shape, self.literals, attributes, *(_value(arg) for arg in args))
        if entity == UNIFORM:
            found = self._made[key] = self.constant(np.asarray(value).reshape(-1)[0])
            return found
        return self._add(key, Node(operation, args, attributes, np.asarray(value), entity))

    def literal(self, value: Untyped) -> int:
        """The rank of an object (a table, a scale) among those of the plan; equal tables share one."""
        content = (value.dtype.str, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else id(value)
        rank = self._literal_ranks.get(content)
        if rank is None:
            rank = self._literal_ranks[content] = len(self.literals)
            self.literals.append(value)
        return rank

    def guard(self, node: Node) -> bool:
        """What a truth about the block is on the sample; the plan will check that it still is."""
        expected = bool(node.value)
        if not node.constant and all(guard.node is not node for guard in self.guards):
            self.guards.append(Guard(node, expected, self.asking()))
        return expected

    def refuse(self, reason: str) -> "Refused":
        """The refusal to raise: what the formula did that cannot be recorded."""
        return Refused(self.asking(), reason)

    def _entity(self, operation: str, args: Sequence[Untyped]) -> str:
        found = {arg.entity for arg in args if isinstance(arg, Node) and not arg.constant}
        if len(found) > 1:
            raise ValueError(f"{operation} of {' and '.join(sorted(found))} together")
        return found.pop() if found else UNIFORM

    def _add(self, key: Untyped, node: Node) -> Node:
        node.rank = len(self.nodes)
        self.nodes.append(node)
        self._made[key] = node
        return node


class Refused(Exception):
    """A formula does something that a plan cannot do; never a wrong number. ``formula``: its name and its period."""

    def __init__(self, formula: str, reason: str) -> None:
        super().__init__(f"{formula}: {reason}" if formula else reason)
        self.formula = formula
        self.reason = reason


def _identity(arg: Untyped) -> Untyped:
    """1, 1.0 and True are three arguments, and so are 0.0 and -0.0."""
    return ("node", arg.rank) if isinstance(arg, Node) else (type(arg).__name__, repr(arg))


def _value(arg: Untyped) -> Untyped:
    return arg.value if isinstance(arg, Node) else arg


def reached(roots: Iterable[Node]) -> list[Node]:
    """The nodes that the roots need, constants left out, each after those it needs."""
    seen: dict[int, Node] = {}
    waiting = [node for node in roots if not node.constant]
    while waiting:
        node = waiting.pop()
        if node.rank not in seen:
            seen[node.rank] = node
            waiting += [arg for arg in node.args if isinstance(arg, Node) and not arg.constant and arg.rank not in seen]
    return [seen[rank] for rank in sorted(seen)]
