"""A smaller graph that gives the same values: what is multiplied by nothing, added to nothing or chosen in advance goes.

Repeats and constants are merged by the graph itself; the dead is what no output reaches. Each rule below is exact, dtype included,
with one reserve: the sign of a zero. It shows only in what is divided by it (or raises it to a power, or takes its angle), so
``x + 0`` and ``x · 0`` are left alone where the result may get there, and outputs are printed without negative zeros. ``x · 0`` is
nothing only when ``x`` is finite: proved from the columns, which the caller promises finite but for those named in
``may_be_missing``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from relais.law.plans.graph import WHOLE, Graph, Guard, Node, reached
from relais.law.plans.untyped import Untyped

_DIVISIONS = {
    "divide",
    "true_divide",
    "floor_divide",
    "remainder",
    "fmod",
    "power",
    "float_power",
    "arctan2",
    "copysign",
    "reciprocal",
    "signbit",
}
#: those whose result shows the sign of a zero among any of their arguments, not the last one only
_BY_ANY = {"power", "float_power", "arctan2"}
#: what stays finite when its arguments are (sums and products of amounts, far below the largest float)
_KEEP_FINITE = {
    "add", "subtract", "multiply", "negative", "positive", "absolute", "maximum", "minimum", "fmax", "fmin", "floor", "ceil", "rint",
    "trunc", "sign",
}  # fmt: skip
#: what moves or gathers values without making an infinity of them
_MOVES = {"cast", "round", "sum", "project", "holder", "nth", "fill", "reduce"}
_GROUPS = {"sum", "holder", "nth", "reduce", "rank"}
_LOOK_UPS = {"take", "place", "known"}
_LOGIC = {"logical_and": False, "bitwise_and": False, "logical_or": True, "bitwise_or": True}


@dataclass(frozen=True, slots=True)
class Optimised:
    """``outputs``: name → node of ``graph``; ``operations``: how many nodes outputs and guards still reach."""

    graph: Graph
    outputs: Mapping[str, Node]
    operations: int


def optimise(graph: Graph, outputs: Mapping[str, Node], persons: str, may_be_missing: Collection[str] = ()) -> Optimised:
    """The same outputs and guards in a smaller graph. ``persons``: the entity of persons."""
    roots = [*outputs.values(), *(guard.node for guard in graph.guards)]
    with np.errstate(all="ignore"):
        work = _Optimiser(graph, roots, persons, may_be_missing)
        kept = {name: work.column(node) for name, node in outputs.items()}
    for guard in graph.guards:
        node = work.made[guard.node.rank] if not guard.node.constant else guard.node
        if not node.constant:
            work.graph.guards.append(Guard(node, guard.expected, guard.formula))
    alive = reached([*kept.values(), *(guard.node for guard in work.graph.guards)])
    return Optimised(work.graph, kept, len(alive))


class _Optimiser:
    """Rebuilds the live nodes one by one, each simplified from arguments already simplified."""

    def __init__(self, source: Graph, roots: Iterable[Node], persons: str, may_be_missing: Collection[str]) -> None:
        self.graph = Graph(source.shape, literals=source.literals)
        self.made: dict[int, Node] = {}
        self._persons = persons
        self._finite: dict[int, bool] = {}
        self._missing = frozenset(may_be_missing)
        alive = reached(roots)
        self._sign_matters = _divided_by(alive)
        for node in alive:
            self.made[node.rank] = self._rebuilt(node)

    def column(self, node: Node) -> Node:
        """An output, as long as its entity."""
        made = self.graph.constant(node.value) if node.constant else self.made[node.rank]
        if made.constant:
            return self.graph.apply("fill", (made,), (node.entity,), node.entity)
        return made

    def _rebuilt(self, node: Node) -> Node:
        if node.operation == "column":
            return self.graph.column(node.attributes[0], node.value, node.entity)
        if node.operation == "shape":
            return self.graph.structure(node.attributes, node.entity)
        args = [self._arg(arg) for arg in node.args]
        made = self._simplified(node, args)
        if made is None:
            made = self._applied(node, args)
        if made.dtype != node.dtype:
            raise AssertionError(f"{node.operation} {node.attributes}: {node.dtype} became {made.dtype}")
        return made

    def _arg(self, arg: Untyped) -> Untyped:
        if not isinstance(arg, Node):
            return arg
        return self.graph.constant(arg.value) if arg.constant else self.made[arg.rank]

    def _applied(self, node: Node, args: list[Untyped]) -> Node:
        """The same operation; a group needs a column of persons, also where a constant took its place."""
        if node.operation == "project" and args[0].constant:
            return self.graph.constant(args[0].value)
        if node.operation in _GROUPS or (node.operation == "scale" and any(not _constant(arg) for arg in args)):
            entity = self._persons if node.operation in _GROUPS else node.entity
            args = [self.graph.apply("fill", (arg,), (entity,), entity) if isinstance(arg, Node) and arg.constant else arg for arg in args]
        spread = {"fill", "any", "all", "project", *_GROUPS}
        own = node.entity if node.operation in spread else None
        if node.entity == WHOLE and all(_constant(arg) for arg in args):
            return self.graph.constant(np.bool_(args[0].value))
        return self.graph.apply(node.operation, args, node.attributes, own)

    def _simplified(self, node: Node, args: list[Untyped]) -> Node | None:
        """What the node comes to, when a rule says so."""
        name = node.attributes[0] if node.operation == "ufunc" else node.operation
        found: Node | None = None
        if name == "where":
            found = self._chosen(node, *args)
        elif name == "sum" and _is(args[0].args[0] if args[0].operation == "fill" else args[0], 0):
            found = self.graph.constant(np.float64(0))
        elif name in _LOGIC:
            found = self._decided(*args, decisive=_LOGIC[name])
        elif name == "logical_not" and isinstance(args[0], Node):
            found = _negated(args[0])
        elif name in _LOOK_UPS:
            found = self._looked_up(node, args[0])
        elif name in ("add", "subtract", "multiply") and node.dtype.kind in "fiub":
            found = self._neutral(node, name, *args)
        return found

    def _chosen(self, node: Node, condition: Untyped, yes: Untyped, no: Untyped) -> Node | None:
        if _constant(condition):
            return self._cast(yes if bool(getattr(condition, "value", condition)) else no, node)
        if isinstance(yes, Node) and yes is no:
            return self._cast(yes, node)
        if node.dtype == bool and condition.dtype == bool and _is(yes, 1) and _is(no, 0):
            return typed_node(condition)
        return None

    def _looked_up(self, node: Node, key: Untyped) -> Node | None:
        """A look-up of keys known in advance, one of which a truth chooses: they are looked up now; None when a key is a column."""
        if _constant(key):
            value = key.value if isinstance(key, Node) else np.asarray(key)[()]
            return self.graph.apply(node.operation, (self.graph.constant(value),), node.attributes)
        if key.operation != "where":
            return None
        condition, *keys = key.args
        found = [self._looked_up(node, one) for one in keys]
        if any(one is None for one in found):
            return None
        return self._chosen(node, condition, *found) or self.graph.apply("where", (condition, *found))

    def _decided(self, left: Untyped, right: Untyped, *, decisive: bool) -> Node | None:
        if not all(isinstance(arg, Node) and arg.dtype == bool for arg in (left, right)):
            return None
        for one, other in ((left, right), (right, left)):
            if one.constant:
                return self.graph.constant(np.bool_(decisive)) if bool(one.value) is decisive else typed_node(other)
        return typed_node(left) if left is right else None

    def _neutral(self, node: Node, name: str, left: Untyped, right: Untyped) -> Node | None:
        for one, other in ((left, right), (right, left)):
            if not isinstance(one, Node) or one.constant or one.dtype.kind not in "fiub" or not _constant(other):
                continue
            if name == "multiply" and _is(other, 1):
                return self._cast(one, node)
            if self._sign_matters[node.rank] and node.dtype.kind == "f":
                continue
            if name == "multiply" and _is(other, 0) and self._is_finite(one):
                return self.graph.constant(node.dtype.type(0))
            if _is(other, 0) and (name == "add" or (name == "subtract" and one is left)):
                return self._cast(one, node)
        return None

    def _cast(self, value: Untyped, node: Node) -> Node:
        if not isinstance(value, Node):
            return self.graph.constant(node.dtype.type(value))
        if value.dtype == node.dtype:
            return value
        return self.graph.apply("cast", (value,), (node.dtype.str,))

    def _is_finite(self, node: Node) -> bool:
        known = self._finite.get(node.rank)
        if known is None:
            known = self._finite[node.rank] = self._proved_finite(node)
        return known

    def _proved_finite(self, node: Node) -> bool:
        if node.dtype.kind != "f":
            return node.dtype.kind in "iub"
        if node.constant:
            return bool(np.isfinite(node.value))
        match node.operation:
            case "column":
                finite = node.attributes[0] not in self._missing
            case "shape":
                finite = True
            case "take":
                finite = bool(np.isfinite(self.graph.literals[node.attributes[0]]).all())
            case "where":
                finite = all(self._arg_finite(arg) for arg in node.args[1:])
            case "ufunc":
                finite = self._ufunc_finite(node)
            case _:
                finite = node.operation in _MOVES and all(self._arg_finite(arg) for arg in node.args)
        return finite

    def _ufunc_finite(self, node: Node) -> bool:
        name = node.attributes[0]
        if name in ("divide", "true_divide"):
            divisor = node.args[1]
            value = divisor.value if isinstance(divisor, Node) else divisor
            return _constant(divisor) and bool(value != 0) and all(self._arg_finite(arg) for arg in node.args)
        return name in _KEEP_FINITE and all(self._arg_finite(arg) for arg in node.args)

    def _arg_finite(self, arg: Untyped) -> bool:
        return self._is_finite(arg) if isinstance(arg, Node) else bool(np.isfinite(arg))


def typed_node(node: Untyped) -> Node:
    """The node itself, known to be one."""
    assert isinstance(node, Node)  # noqa: S101 narrows a type
    return node


def _negated(arg: Node) -> Node | None:
    """Not not x, for a truth."""
    twice = arg.operation == "ufunc" and arg.attributes[0] == "logical_not" and arg.args[0].dtype == bool
    return typed_node(arg.args[0]) if twice else None


def _constant(arg: Untyped) -> bool:
    return not isinstance(arg, Node) or arg.constant


def _is(arg: Untyped, number: int) -> bool:
    """Whether an argument is this very number for every household."""
    if isinstance(arg, Node):
        return arg.constant and arg.dtype.kind in "fiub" and bool(arg.value == number)
    return isinstance(arg, bool | int | float) and arg == number


def _divided_by(alive: list[Node]) -> dict[int, bool]:
    """Rank → whether the sign of a zero would show: something may be divided by the value, or by what is made of it."""
    matters = {node.rank: False for node in alive}
    for node in reversed(alive):
        name = node.attributes[0] if node.operation == "ufunc" else ""
        by_any = name in _BY_ANY or (matters[node.rank] and node.dtype.kind == "f")
        for rank, arg in enumerate(node.args):
            divides = name in _DIVISIONS and rank == len(node.args) - 1
            if isinstance(arg, Node) and not arg.constant and (by_any or divides):
                matters[arg.rank] = True
    return matters
