"""Parameters and tax scales asked with a symbol: tables in the plan, and scales of its own.

``parameters(period).x[zone]`` becomes a table of the values by zone, and a look-up. What core would refuse for some rows (a name that
the law does not have) becomes a guard: the plan then gives way to the engine, which says what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast as typed

import numpy as np
from openfisca_core import taxscales
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant

from relais.law.plans.graph import WHOLE, Graph
from relais.law.plans.kernels import Scale
from relais.law.plans.symbols import Symbol, constant, made, operand, whole
from relais.law.plans.untyped import Untyped


class Choice:
    """Result of ``node[symbol]`` that is still a node: the nodes that rows may mean (None: no such name), and which one each does."""

    def __init__(self, graph: Graph, nodes: Sequence[Untyped], ranks: Symbol) -> None:
        self._graph = graph
        self._nodes = nodes
        self._ranks = ranks

    def __getattr__(self, name: str) -> Untyped:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, key: Untyped) -> Untyped:
        if isinstance(key, str):
            return _choice(self._graph, [None if node is None else node[key] for node in self._nodes], self._ranks)
        names, codes = _codes(self._graph, key, next(node for node in self._nodes if node is not None))
        ranks = np.add(np.multiply(self._ranks, len(names)), codes.astype(np.intp))
        return _choice(self._graph, [_child(node, name) for node in self._nodes for name in names], ranks)


def _child(node: Untyped, name: str) -> Untyped:
    """The child of a node, None when there is none."""
    return node[name] if node is not None and name in list(node) else None


def _choice(graph: Graph, found: Sequence[Untyped], ranks: Symbol) -> Untyped:
    some = next(value for value in found if value is not None)
    if isinstance(some, ParameterNodeAtInstant):
        return Choice(graph, found, ranks)
    if not isinstance(some, int | float | str):
        raise graph.refuse(f"a {type(some).__name__} chosen by row")
    absent = np.array([value is None for value in found])
    if absent.any():
        _must_not_hold(graph, made(graph, "take", (ranks,), (graph.literal(absent),)))
    return made(graph, "take", (ranks,), (graph.literal(np.array([some if value is None else value for value in found])),))


def _must_not_hold(graph: Graph, symbol: Symbol) -> None:
    if symbol.node.constant:
        if bool(symbol.node.value):
            raise graph.refuse("a parameter that the law does not have")
    elif graph.guard(graph.apply("any", (symbol.node,), (), WHOLE)):
        raise graph.refuse("a parameter that the law does not have, in the sample")


def _codes(graph: Graph, key: Symbol, node: Untyped) -> tuple[list[str], Symbol]:
    """The names that a column of keys may mean, and the rank among them of each row."""
    names = list(node)
    if key.enum is not None:
        return [str(name) for name in key.enum.names], key.astype(np.intp)
    if key.dtype.kind == "M":
        return names, _period_codes(graph, key, names)
    if key.dtype.kind in "iu":
        numbers = np.array(sorted(int(name) for name in names if name.lstrip("-").isdigit()))
        return [str(number) for number in numbers], _places(graph, key, numbers)
    if key.dtype.kind == "U":
        return sorted(names), _places(graph, key, np.array(sorted(names)))
    raise graph.refuse(f"a parameter asked with a column of {key.dtype}")


def _places(graph: Graph, key: Symbol, known: Untyped) -> Symbol:
    table = graph.literal(known)
    _must_not_hold(graph, made(graph, "ufunc", (made(graph, "known", (key,), (table,)),), ("logical_not",)))
    return made(graph, "place", (key,), (table,))


def _period_codes(graph: Graph, key: Symbol, names: Sequence[str]) -> Symbol:
    """Names such as ``before_1951_01_01`` and ``after_1951_01_01``, as core reads them."""
    rank: Untyped = constant(graph, np.int64(0))
    for name in names:
        if not name.startswith("before"):
            rank = rank + (key >= np.datetime64("-".join(name[len("after_") :].split("_")))).astype(np.int64)
    return typed("Symbol", rank)


#: method of core → function of the runtime, and the words that it takes, in their order
_SCALES: Mapping[Untyped, Mapping[str, tuple[str, tuple[str, ...]]]] = {
    taxscales.MarginalRateTaxScale: {
        "calc": ("marginal_rate", ("factor", "round_base_decimals")),
        "marginal_rates": ("bracket_rate", ("factor", "round_base_decimals")),
        "rate_from_tax_base": ("bracket_rate", ()),
    },
    taxscales.RateTaxScaleLike: {
        "threshold_from_tax_base": ("bracket_threshold", ()),
        "bracket_indices": ("brackets", ("factor", "round_decimals")),
    },
    taxscales.SingleAmountTaxScale: {"calc": ("single_amount", ("right",))},
    taxscales.MarginalAmountTaxScale: {"calc": ("marginal_amount", ())},
    taxscales.LinearAverageRateTaxScale: {"calc": ("average_rate", ())},
}


def _scale_method(graph: Graph, stock: Callable[..., Untyped], function: str, words: tuple[str, ...]) -> Callable[..., Untyped]:
    kept: dict[str, Scale] = {}

    def method(self: Untyped, tax_base: Untyped, *args: Untyped, **named: Untyped) -> Untyped:
        if not any(isinstance(value, Symbol) for value in (tax_base, *args, *named.values())):
            return stock(self, tax_base, *args, **named)
        named = dict(zip(words, args, strict=False)) | named
        if len(args) > len(words) or not named.keys() <= set(words):
            raise graph.refuse(f"{function} with {', '.join(named)}")
        if not self.thresholds and function not in ("marginal_rate", "marginal_amount"):
            raise graph.refuse("a tax scale without brackets")
        factor = [operand(graph, named.pop("factor"))] if "factor" in named else []
        if any(isinstance(value, Symbol) for value in named.values()):
            raise graph.refuse(f"{function} with a column for {', '.join(named)}")
        scale = Scale(self.thresholds, getattr(self, "rates", None) or getattr(self, "amounts", []))
        # by what it says, not by what it is: a formula may build a scale, drop it and build another at the same address
        scale = kept.setdefault(repr((scale.thresholds, scale.values)), scale)
        operands = [operand(graph, tax_base), *factor]
        entity = next((one.node.entity for one in operands if isinstance(one, Symbol) and not one.node.constant), "")
        if entity:
            operands[0] = whole(graph, operands[0], entity)
        return made(graph, "scale", operands, (function, graph.literal(scale), tuple(named.items())))

    return method


@contextmanager
def symbolic_parameters(graph: Graph) -> Iterator[None]:
    """Meanwhile, in this process, parameters and scales understand symbols; what is not a symbol goes the usual way."""
    stock_item = ParameterNodeAtInstant.__getitem__

    def item(self: Untyped, key: Untyped) -> Untyped:
        if isinstance(key, Symbol):
            VectorialParameterNodeAtInstant.check_node_vectorisable(self)
            names, codes = _codes(graph, key, self)
            return _choice(graph, [_child(self, name) for name in names], codes)
        return stock_item(self, key.name if isinstance(key, Enum) else key)

    kept = [(ParameterNodeAtInstant, "__getitem__", stock_item)]
    ParameterNodeAtInstant.__getitem__ = item
    for owner, methods in _SCALES.items():
        for name, (function, words) in methods.items():
            stock = getattr(owner, name)
            kept.append((owner, name, stock))
            setattr(owner, name, _scale_method(graph, stock, function, words))
    try:
        yield
    finally:
        for owner, name, stock in kept:
            setattr(owner, name, stock)
