"""The same graph in the words that numpy runs fastest: what a call spends on converting goes, and nothing else changes.

Each rule gives the same bytes. A number among columns becomes an array without dimension of the dtype that the operation computes in; a
column that several operations would each convert is converted once; a rounding is its three operations; texts of a width that a number
has are compared as that number. For many rows a choice is made by masks of bits: a branch that cannot be foreseen costs more.
"""

from collections import Counter

import numpy as np

from relais.law.plans.graph import Graph, Guard, Node, reached
from relais.law.plans.operations import ufunc_of
from relais.law.plans.optimiser import Optimised
from relais.law.plans.untyped import Untyped

#: widths in bytes that an integer has
_WIDTHS = (1, 2, 4, 8)
_PLAIN = "biuf"


def lowered(optimised: Optimised, *, many: bool) -> Optimised:
    """The same outputs and guards; ``many``: for many rows."""
    guards = optimised.graph.guards
    alive = reached([*optimised.outputs.values(), *(guard.node for guard in guards)])
    with np.errstate(all="ignore"):
        work = _Lowering(optimised.graph, alive, many=many)
    outputs = {name: work.made[node.rank] for name, node in optimised.outputs.items()}
    work.graph.guards += [Guard(work.made[guard.node.rank], guard.expected, guard.formula) for guard in guards]
    kept = reached([*outputs.values(), *(guard.node for guard in work.graph.guards)])
    return Optimised(work.graph, outputs, len(kept))


class _Lowering:
    """Rebuilds the live nodes one by one."""

    def __init__(self, source: Graph, alive: list[Node], *, many: bool) -> None:
        self.graph = Graph(source.shape, literals=source.literals)
        self.made: dict[int, Node] = {}
        self._many = many
        self._converted = Counter(pair for node in alive for pair in _conversions(node))
        for node in alive:
            made = self._rebuilt(node)
            if made.dtype != node.dtype:
                raise AssertionError(f"{node.operation} {node.attributes}: {node.dtype} became {made.dtype}")
            self.made[node.rank] = made

    def _rebuilt(self, node: Node) -> Node:
        match node.operation:
            case "column":
                return self.graph.column(node.attributes[0], node.value, node.entity)
            case "shape":
                return self.graph.structure(node.attributes, node.entity)
            case "ufunc":
                return self._called(node)
            case "where":
                return self._chosen(node)
            case "round" if node.dtype.kind == "f":
                return self._rounded(node, *self._args(node))
        return self.graph.apply(node.operation, self._args(node), node.attributes, node.entity)

    def _args(self, node: Node) -> list[Untyped]:
        return [self._arg(arg) for arg in node.args]

    def _arg(self, arg: Untyped) -> Untyped:
        if not isinstance(arg, Node):
            return arg
        return self.graph.constant(arg.value) if arg.constant else self.made[arg.rank]

    def _called(self, node: Node) -> Node:
        name = node.attributes[0]
        if name == "equal" and (width := _width_of_texts(node)):
            return self.graph.apply("ufunc", [self._as_number(arg, width) for arg in node.args], ("equal",))
        dtypes = _dtypes_within(node)
        if dtypes is None:
            return self.graph.apply("ufunc", self._args(node), node.attributes, node.entity)
        args = [self._converted_once(arg, dtype) for arg, dtype in zip(node.args, dtypes, strict=True)]
        return self.graph.apply("ufunc", args, node.attributes, node.entity)

    def _converted_once(self, arg: Untyped, dtype: np.dtype[Untyped]) -> Untyped:
        """An argument in the dtype that the operation computes in, where that costs nothing or serves twice."""
        if not isinstance(arg, Node) or arg.constant:
            value = arg.value if isinstance(arg, Node) else arg
            typed = np.asarray(value).astype(dtype)[()]
            # a whole number that the dtype cannot hold is compared as it is: numpy knows how
            return arg if dtype.kind in "iu" and typed != value else self.graph.constant(typed)
        made = self._arg(arg)
        if made.dtype == dtype or self._converted[arg.rank, dtype.str] < 2:
            return made
        return self.graph.apply("cast", (made,), (dtype.str,))

    def _as_number(self, text: Node, width: int) -> Node:
        """The bytes of a text read as one number: equal when the texts are, since both are filled up with zeros."""
        if text.constant:
            return self.graph.constant(np.array(text.value, f"S{width}").view(f"<u{width}")[()])
        return self.graph.apply("bits", (self.made[text.rank],), (f"<u{width}",))

    def _rounded(self, node: Node, values: Node) -> Node:
        (decimals,) = node.attributes
        if not decimals:
            return self.graph.apply("ufunc", (values,), ("rint",))
        if decimals < 0:
            return self.graph.apply("round", (values,), node.attributes)
        scale = self.graph.constant(node.dtype.type(10**decimals))
        nearest = self.graph.apply("ufunc", (self.graph.apply("ufunc", (values, scale), ("multiply",)),), ("rint",))
        return self.graph.apply("ufunc", (nearest, scale), ("divide",))

    def _chosen(self, node: Node) -> Node:
        condition, yes, no = node.args
        dtype = node.dtype
        if not isinstance(condition, Node) or condition.dtype != bool or dtype.kind not in _PLAIN:
            return self.graph.apply("where", self._args(node))
        chosen, other, truth = self._in(yes, dtype), self._in(no, dtype), self._arg(condition)
        if dtype.kind == "b":
            return self._truth(truth, chosen, other)
        if not self._many or dtype.itemsize not in _WIDTHS:
            return self.graph.apply("where", (truth, chosen, other))
        if _nothing(other):
            return self._kept(truth, chosen)
        if _nothing(chosen):
            return self._kept(self._not(truth), other)
        return self.graph.apply("select", (self._mask(truth, dtype), chosen, other))

    def _truth(self, truth: Node, yes: Node, no: Node) -> Node:
        """A choice between two truths: logic is quicker than choosing."""
        if no.constant:
            return self._logic("or", self._not(truth), yes) if no.value else self._logic("and", truth, yes)
        if yes.constant:
            return self._logic("or", truth, no) if yes.value else self._logic("and", self._not(truth), no)
        if not self._many:
            return self.graph.apply("where", (truth, yes, no))
        return self._logic("xor", self._logic("and", self._logic("xor", yes, no), truth), no)

    def _logic(self, name: str, left: Node, right: Node) -> Node:
        return self.graph.apply("ufunc", (left, right), (f"bitwise_{name}",))

    def _not(self, truth: Node) -> Node:
        return self.graph.apply("ufunc", (truth,), ("logical_not",))

    def _kept(self, truth: Node, values: Node) -> Node:
        return self.graph.apply("kept", (self._mask(truth, values.dtype), values))

    def _mask(self, truth: Node, dtype: np.dtype[Untyped]) -> Node:
        return self.graph.apply("mask", (truth,), (dtype.itemsize,))

    def _in(self, arg: Untyped, dtype: np.dtype[Untyped]) -> Node:
        """An argument of a choice in the dtype of the result."""
        value = arg.value if isinstance(arg, Node) and arg.constant else arg
        if not isinstance(value, Node):
            return self.graph.constant(np.asarray(value).astype(dtype)[()])
        made = self.made[value.rank]
        return made if made.dtype == dtype else self.graph.apply("cast", (made,), (dtype.str,))


def _dtypes_within(node: Node) -> tuple[np.dtype[Untyped], ...] | None:
    """The dtypes that a ufunc converts its arguments to; None when they are not all numbers or truths."""
    if any(isinstance(arg, Node) and arg.dtype.kind not in _PLAIN for arg in node.args) or node.dtype.kind not in _PLAIN:
        return None
    known = tuple(arg.dtype if isinstance(arg, Node) else type(arg) for arg in node.args)
    found: tuple[np.dtype[Untyped], ...] = ufunc_of(node.attributes[0]).resolve_dtypes((*known, None))[: len(known)]
    return found


def _conversions(node: Node) -> list[tuple[int, str]]:
    """(rank, dtype) of the columns that an operation would convert."""
    dtypes = _dtypes_within(node) if node.operation == "ufunc" else None
    pairs = zip(node.args, dtypes or (), strict=False)
    return [(arg.rank, dtype.str) for arg, dtype in pairs if isinstance(arg, Node) and not arg.constant and arg.dtype != dtype]


def _width_of_texts(node: Node) -> int:
    """The width of the texts compared when it is that of a number, 0 otherwise."""
    widths = {arg.dtype.itemsize for arg in node.args if isinstance(arg, Node) and arg.dtype.kind == "S" and not arg.constant}
    all_texts = all(isinstance(arg, Node) and arg.dtype.kind == "S" for arg in node.args)
    width = widths.pop() if len(widths) == 1 and all_texts else 0
    fit = all(arg.dtype.itemsize <= width for arg in node.args if isinstance(arg, Node))
    return width if width in _WIDTHS and fit else 0


def _nothing(node: Node) -> bool:
    """Whether it is zero for every row, all bits of it."""
    return node.constant and not any(node.value.tobytes())
