"""Numpy functions that are not ufuncs, as formulas call them on symbols; imported for what it adds to ``symbols.NUMPY_CALLS``."""

from collections.abc import Mapping, Sequence
from typing import cast as typed

import numpy as np

from relais.law.plans.graph import Graph
from relais.law.plans.symbols import NUMPY_CALLS, Handler, Symbol, Verdict, cast, chosen, constant, made, operand
from relais.law.plans.untyped import Untyped


def _select(graph: Graph, condlist: Sequence[Untyped], choicelist: Sequence[Untyped], default: Untyped = 0) -> Symbol:
    """The first choice whose condition holds: all choices take one dtype first, as numpy does."""
    choices = [operand(graph, choice) for choice in choicelist]
    enum = next((choice.enum for choice in choices if isinstance(choice, Symbol) and choice.enum is not None), None)
    fallback = np.uint8(default) if enum is not None and type(default) is int else default
    choices.append(operand(graph, fallback))
    dtype = np.result_type(*(choice.dtype if isinstance(choice, Symbol) else choice for choice in choices))
    *choices, result = (_in_dtype(graph, choice, dtype) for choice in choices)
    for condition, choice in zip(reversed(condlist), reversed(choices), strict=True):
        truth = operand(graph, condition)
        if isinstance(truth, Symbol) and truth.dtype != bool:
            raise graph.refuse("numpy.select on conditions that are not truths")
        result = chosen(graph, truth, choice, result)
    return Symbol(graph, result.node, enum, result.mask)


def _in_dtype(graph: Graph, value: Untyped, dtype: Untyped) -> Symbol:
    return cast(value, dtype) if isinstance(value, Symbol) else constant(graph, np.asarray(value, dtype)[()])


def _choose(graph: Graph, ranks: Untyped, choices: Sequence[Untyped]) -> Symbol:
    """The choice of each rank, among plain numbers."""
    return made(graph, "take", (operand(graph, ranks),), (graph.literal(np.array(choices)),))


def _like(value: float) -> Handler:
    def filled(graph: Graph, model: Untyped, dtype: Untyped = None) -> Symbol:
        return constant(graph, np.dtype(dtype or model.dtype).type(value))

    return filled


def _full_like(graph: Graph, model: Untyped, fill_value: Untyped, dtype: Untyped = None) -> Symbol:
    return constant(graph, np.asarray(fill_value, dtype or model.dtype)[()])


def _clip(_: Graph, values: Untyped, a_min: Untyped = None, a_max: Untyped = None) -> Untyped:
    raised = values if a_min is None else np.maximum(values, a_min)
    return raised if a_max is None else np.minimum(raised, a_max)


def _isin(graph: Graph, element: Untyped, test_elements: Sequence[Untyped]) -> Symbol:
    found: Untyped = constant(graph, np.False_)
    for value in test_elements:
        found = np.logical_or(found, element == value)
    return typed("Symbol", found)


def _called(name: str) -> Handler:
    def call(graph: Graph, *values: Untyped, **words: Untyped) -> Symbol:
        operands = [operand(graph, value) for value in values]
        return made(graph, "call", operands, (name, tuple((word, graph.literal(value)) for word, value in words.items())))

    return call


def _any(_: Graph, values: Untyped, axis: None = None) -> Verdict:
    verdict: Verdict = values.any(axis)
    return verdict


def _all(_: Graph, values: Untyped, axis: None = None) -> Verdict:
    verdict: Verdict = values.all(axis)
    return verdict


_CALLS: Mapping[Untyped, Handler] = {
    np.where: chosen,
    np.select: _select,
    np.choose: _choose,
    np.round: lambda _, values, decimals=0: values.round(decimals),
    np.around: lambda _, values, decimals=0: values.round(decimals),
    np.zeros_like: _like(0),
    np.ones_like: _like(1),
    np.full_like: _full_like,
    np.clip: _clip,
    np.isin: _isin,
    np.any: _any,
    np.all: _all,
    np.busday_count: _called("busday_count"),
    np.nan_to_num: _called("nan_to_num"),
    np.copy: lambda _, values: values.copy(),
}

NUMPY_CALLS.update(_CALLS)
