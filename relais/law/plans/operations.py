"""The operations of a plan: how each is computed while recording, and how it is written in the printed function.

One entry an operation, its two sides together: they must do the same thing. ``evaluate(shape, literals, attributes, *values)``
gives the value on the sample; ``write(text, attributes, *names)`` gives the expression, ``text`` naming what it needs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from relais.law.plans import kernels
from relais.law.plans.shape import Shape
from relais.law.plans.untyped import Untyped


class Text(Protocol):
    """What the printer offers to an operation that is written."""

    def shape(self, *key: Untyped) -> str:
        """The name of an array of the shape."""
        ...

    def literal(self, rank: int) -> str:
        """The name of a table or a scale."""
        ...

    def ufunc(self, name: str) -> str:
        """The name of a numpy ufunc."""
        ...

    def dtype(self, text: str) -> str:
        """The name of a dtype."""
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """The two sides of an operation: ``evaluate`` while recording, ``write`` in the printed function."""

    evaluate: Callable[..., Untyped]
    write: Callable[..., str]


def ufunc_of(name: str) -> Untyped:
    """A numpy ufunc by its name."""
    return getattr(np, name, None) or getattr(np.strings, name)


#: numpy functions that are not ufuncs and that a plan may call on whole columns
FUNCTIONS: Mapping[str, Callable[..., Untyped]] = {"busday_count": np.busday_count, "nan_to_num": np.nan_to_num}


def _sum(shape: Shape, _: Sequence[Untyped], attributes: tuple[Untyped, ...], values: Untyped) -> Untyped:
    entity, role = attributes
    if role is None:
        return np.bincount(shape(("group", entity)), weights=values)
    return kernels.holders_sum(shape(("groups_of_holders", entity, role)), values[shape(("holders", role))], shape(("count", entity)))


def _write_sum(text: Text, attributes: tuple[Untyped, ...], values: str) -> str:
    entity, role = attributes
    if role is None:
        return f"bincount({text.shape('group', entity)},{values})"
    groups, holders = text.shape("groups_of_holders", entity, role), text.shape("holders", role)
    return f"holders_sum({groups},{values}[{holders}],{text.shape('count', entity)})"


def _holder(shape: Shape, _: Sequence[Untyped], attributes: tuple[Untyped, ...], values: Untyped) -> Untyped:
    entity, role, default = attributes
    return kernels.picked(values, shape(("groups_of_holders", entity, role)), shape(("holders", role)), shape(("count", entity)), default)


def _write_holder(text: Text, attributes: tuple[Untyped, ...], values: str) -> str:
    entity, role, default = attributes
    groups, holders = text.shape("groups_of_holders", entity, role), text.shape("holders", role)
    return f"picked({values},{groups},{holders},{text.shape('count', entity)},{default!r})"


def _nth(shape: Shape, _: Sequence[Untyped], attributes: tuple[Untyped, ...], values: Untyped) -> Untyped:
    entity, rank, default = attributes
    return kernels.picked(
        values, shape(("groups_with", entity, rank)), shape(("persons_at", entity, rank)), shape(("count", entity)), default
    )


def _write_nth(text: Text, attributes: tuple[Untyped, ...], values: str) -> str:
    entity, rank, default = attributes
    groups, persons = text.shape("groups_with", entity, rank), text.shape("persons_at", entity, rank)
    return f"picked({values},{groups},{persons},{text.shape('count', entity)},{default!r})"


def _reduce(shape: Shape, _: Sequence[Untyped], attributes: tuple[Untyped, ...], values: Untyped) -> Untyped:
    entity, name = attributes
    return kernels.reduced(ufunc_of(name), values, shape(("ranks", entity)))


def _write_reduce(text: Text, attributes: tuple[Untyped, ...], values: str) -> str:
    entity, name = attributes
    return f"reduced({text.ufunc(name)},{values},{text.shape('ranks', entity)})"


def _rank(shape: Shape, _: Sequence[Untyped], attributes: tuple[Untyped, ...], criteria: Untyped, condition: Untyped) -> Untyped:
    (entity,) = attributes
    return kernels.ranked(criteria, condition, shape(("group", entity)), shape(("position", entity)), shape(("count", entity)))


def _write_rank(text: Text, attributes: tuple[Untyped, ...], criteria: str, condition: str) -> str:
    (entity,) = attributes
    group, position = text.shape("group", entity), text.shape("position", entity)
    return f"ranked({criteria},{condition},{group},{position},{text.shape('count', entity)})"


def _scale(_: Shape, literals: Sequence[Untyped], attributes: tuple[Untyped, ...], base: Untyped, *factor: Untyped) -> Untyped:
    function, scale, words = attributes
    return kernels.SCALES[function](np.atleast_1d(base), literals[scale], *factor, **dict(words))


def _write_scale(text: Text, attributes: tuple[Untyped, ...], base: str, *factor: str) -> str:
    function, scale, words = attributes
    return f"{function}({', '.join((base, text.literal(scale), *factor, *(f'{word}={value!r}' for word, value in words)))})"


def _call(_: Shape, literals: Sequence[Untyped], attributes: tuple[Untyped, ...], *values: Untyped) -> Untyped:
    function, words = attributes
    return FUNCTIONS[function](*values, **{word: literals[rank] for word, rank in words})


def _write_call(text: Text, attributes: tuple[Untyped, ...], *values: str) -> str:
    function, words = attributes
    return f"{function}({','.join((*values, *(f'{word}={text.literal(rank)}' for word, rank in words)))})"


OPERATIONS: Mapping[str, Operation] = {
    "ufunc": Operation(
        lambda _shape, _literals, attributes, *values: ufunc_of(attributes[0])(*values),
        lambda text, attributes, *values: f"{text.ufunc(attributes[0])}({','.join(values)})",
    ),
    "where": Operation(
        lambda _shape, _literals, _, *values: np.where(*values),
        lambda _text, _, *values: f"where({','.join(values)})",
    ),
    "cast": Operation(
        lambda _shape, _literals, attributes, values: values.astype(attributes[0]),
        lambda text, attributes, values: f"{values}.astype({text.dtype(attributes[0])})",
    ),
    "round": Operation(
        lambda _shape, _literals, attributes, values: np.round(values, attributes[0]),
        lambda _text, attributes, values: f"round_({values},{attributes[0]})",
    ),
    "bits": Operation(
        lambda _shape, _literals, attributes, values: values.view(attributes[0]),
        lambda text, attributes, values: f"{values}.view({text.dtype(attributes[0])})",
    ),
    "mask": Operation(
        lambda _shape, _literals, attributes, truths: kernels.mask(truths, attributes[0]),
        lambda _text, attributes, truths: f"mask({truths},{attributes[0]})",
    ),
    "kept": Operation(
        lambda _shape, _literals, _, mask, values: kernels.kept(mask, values),
        lambda _text, _, mask, values: f"kept({mask},{values})",
    ),
    "select": Operation(
        lambda _shape, _literals, _, mask, yes, no: kernels.select(mask, np.asarray(yes), np.asarray(no)),
        lambda _text, _, mask, yes, no: f"select({mask},{yes},{no})",
    ),
    "take": Operation(
        lambda _shape, literals, attributes, ranks: literals[attributes[0]][ranks],
        lambda text, attributes, ranks: f"{text.literal(attributes[0])}[{ranks}]",
    ),
    "place": Operation(
        lambda _shape, literals, attributes, values: kernels.place(values, literals[attributes[0]]),
        lambda text, attributes, values: f"place({values},{text.literal(attributes[0])})",
    ),
    "known": Operation(
        lambda _shape, literals, attributes, values: kernels.known(values, literals[attributes[0]]),
        lambda text, attributes, values: f"known({values},{text.literal(attributes[0])})",
    ),
    "fill": Operation(
        lambda shape, _literals, attributes, value: np.full(shape.count(attributes[0]), value),
        lambda text, attributes, value: f"full({text.shape('count', attributes[0])},{value})",
    ),
    "any": Operation(
        lambda _shape, _literals, _, values: np.any(values),
        lambda _text, _, values: f"{values}.any()",
    ),
    "all": Operation(
        lambda _shape, _literals, _, values: np.all(values),
        lambda _text, _, values: f"{values}.all()",
    ),
    "project": Operation(
        lambda shape, _literals, attributes, values: values[shape(("group", attributes[0]))],
        lambda text, attributes, values: f"{values}[{text.shape('group', attributes[0])}]",
    ),
    "sum": Operation(_sum, _write_sum),
    "holder": Operation(_holder, _write_holder),
    "nth": Operation(_nth, _write_nth),
    "reduce": Operation(_reduce, _write_reduce),
    "rank": Operation(_rank, _write_rank),
    "scale": Operation(_scale, _write_scale),
    "call": Operation(_call, _write_call),
}
