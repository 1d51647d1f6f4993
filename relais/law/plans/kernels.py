"""What a printed plan calls beside numpy itself: group arithmetic, look-ups, tax scales. Numpy alone.

Each function does the arithmetic of OpenFisca-Core, in its order and its dtypes: the equality gate compares bytes.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from relais.law.plans.untyped import Untyped

_EPSILON = np.finfo(np.float64).eps
#: rows from which a scale is worked out bracket by bracket
_MANY = 1_000


def holders_sum(groups: Untyped, values: Untyped, count: int) -> Untyped:
    """(count,) float64 sums of ``values`` by group; ``bincount`` of nobody would be of integers."""
    return np.bincount(groups, values, count) if len(groups) else np.zeros(count)


def picked(values: Untyped, groups: Untyped, persons: Untyped, count: int, default: Untyped) -> Untyped:
    """(count,) the value of one person for each of ``groups``, ``default`` for the others; dtype of ``values``."""
    result = np.full(count, default, values.dtype)
    result[groups] = values[persons]
    return result


def reduced(ufunc: Untyped, values: Untyped, ranks: Untyped) -> Untyped:
    """(groups,) a ufunc over the members of each group, all of which have some. ``ranks``: for each rank, groups and persons there."""
    (_, first), *others = ranks
    result = values[first]
    for groups, persons in others:
        result[groups] = ufunc(result[groups], values[persons])
    return result


def ranked(criteria: Untyped, condition: Untyped, group: Untyped, position: Untyped, count: int) -> Untyped:
    """(P,) the rank of each person in the group by rising criteria, -1 where the condition does not hold."""
    considered = np.where(condition, criteria, np.inf)
    width = int(position.max()) + 1
    matrix = np.full((width, count), np.inf, considered.dtype)
    matrix[position, group] = considered
    ranks = np.argsort(np.argsort(matrix.transpose()))[group, position]
    return np.where(condition, ranks, -1)


def place(values: Untyped, keys: Untyped) -> Untyped:
    """The rank of each value among sorted keys; any rank for a value that is none (``known`` says so)."""
    return np.minimum(np.searchsorted(keys, values), len(keys) - 1)


def known(values: Untyped, keys: Untyped) -> Untyped:
    """Whether each value is one of the sorted keys."""
    return keys[place(values, keys)] == values


def mask(truths: Untyped, width: int) -> Untyped:
    """All bits of an integer of ``width`` bytes set where true, none where false."""
    signs = np.negative(truths.view(np.int8))
    return signs if width == 1 else signs.astype(f"i{width}")


def kept(mask: Untyped, values: Untyped) -> Untyped:
    """The values where the mask is set, zero elsewhere."""
    return np.bitwise_and(values.view(mask.dtype), mask).view(values.dtype)


def select(mask: Untyped, yes: Untyped, no: Untyped) -> Untyped:
    """``yes`` where the mask is set, ``no`` elsewhere, bit for bit: no branch to foresee, whatever the rows."""
    other = no.view(mask.dtype)
    found = np.bitwise_and(np.bitwise_xor(yes.view(mask.dtype), other), mask)
    return np.bitwise_xor(found, other, found).view(yes.dtype)


def marginal_rate(base: Untyped, scale: "Scale", factor: Untyped = 1.0, round_base_decimals: int | None = None) -> Untyped:
    """Tax of a marginal rate scale, its thresholds multiplied by ``factor``."""
    if round_base_decimals is None and len(base) >= _MANY:
        return np.dot(scale.amounts, _slices(np.asarray(base, np.float64), scale.limits, np.add(factor, _EPSILON, dtype=np.float64)).T)
    limits = _multiplied(scale.limits, factor).T
    if round_base_decimals is not None:
        limits = np.round(limits, round_base_decimals)
    by_bracket = np.minimum(np.asarray(base, np.float64), limits[1:])
    np.maximum(np.subtract(by_bracket, limits[:-1], by_bracket), 0, by_bracket)
    slices = np.ascontiguousarray(by_bracket.T)  # rows first, as core has it: the product below adds in the order of the memory
    if round_base_decimals is None:
        return np.dot(scale.amounts, slices.T)
    return np.round(scale.amounts * np.round(slices, round_base_decimals), round_base_decimals).sum(axis=1)


def _slices(base: Untyped, limits: Untyped, factor: Untyped) -> Untyped:
    """(rows, brackets) of many rows, a bracket at a time: what is worked out of one stays in the caches."""
    slices, within = np.empty((len(base), len(limits) - 1)), np.empty(len(base))
    low = limits[0] * factor
    for rank, limit in enumerate(limits[1:]):
        high = limit * factor
        np.subtract(np.minimum(base, high, within), low, within)
        np.maximum(within, 0, slices[:, rank])
        low = high
    return slices


def _multiplied(thresholds: Untyped, factor: Untyped) -> Untyped:
    """(1 or rows, thresholds): core adds the smallest number to the factor, so that a base on a threshold is below it."""
    return np.multiply(np.reshape(np.add(factor, _EPSILON, dtype=np.float64), (-1, 1)), thresholds)


def brackets(base: Untyped, scale: "Scale", factor: Untyped = 1.0, round_decimals: int | None = None) -> Untyped:
    """The rank of the bracket of each base, -1 below the first threshold."""
    thresholds = _multiplied(scale.limits[:-1], factor)
    if round_decimals is not None:
        thresholds = np.round(thresholds, round_decimals)
    return (base[:, None] - thresholds >= 0).sum(axis=1) - 1


def bracket_rate(base: Untyped, scale: "Scale", factor: Untyped = 1.0, round_base_decimals: int | None = None) -> Untyped:
    """The rate of the bracket of each base."""
    return scale.amounts[brackets(base, scale, factor, round_base_decimals)]


def bracket_threshold(base: Untyped, scale: "Scale") -> Untyped:
    """The threshold of the bracket of each base."""
    return np.array(scale.thresholds)[brackets(base, scale)]


def single_amount(base: Untyped, scale: "Scale", right: bool = False) -> Untyped:
    """The amount of the one bracket that holds each base, 0 below the first."""
    found = np.digitize(base, np.array([-np.inf, *scale.thresholds, np.inf]), right=right)
    return np.array([0, *scale.values, 0])[found - 1]


def marginal_amount(base: Untyped, scale: "Scale") -> Untyped:
    """The sum of the amounts of the brackets that each base goes through."""
    thresholds = np.tile(np.hstack((scale.thresholds, np.inf)), (len(base), 1))
    tiled = np.tile(base, (len(scale.thresholds), 1)).T
    slices = np.maximum(np.minimum(tiled, thresholds[:, 1:]) - thresholds[:, :-1], 0)
    return np.dot(scale.values, slices.T > 0)


def average_rate(base: Untyped, scale: "Scale") -> Untyped:
    """Tax of a scale of average rates, linear between two thresholds."""
    if len(scale.values) == 1:
        return base * scale.values[0]
    tiled = np.tile(base, (len(scale.thresholds) - 1, 1)).T
    thresholds = np.tile(scale.thresholds, (len(base), 1))
    within = (tiled >= thresholds[:, :-1]) * (tiled < thresholds[:, 1:])
    rates, limits = np.array(scale.values), np.array(scale.thresholds)
    slope = np.dot(within, ((rates[1:] - rates[:-1]) / (limits[1:] - limits[:-1])).T)
    return base * (np.dot(within, rates[:-1]) + (base - np.dot(within, limits[:-1])) * slope)


class Scale:
    """A tax scale as the plan keeps it: ``thresholds``, and ``values`` (rates or amounts); in arrays, ``limits`` (the thresholds and
    infinity) and ``amounts``."""

    __slots__ = ("amounts", "limits", "thresholds", "values")

    def __init__(self, thresholds: Sequence[float], values: Sequence[float]) -> None:
        self.thresholds = list(thresholds)
        self.values = list(values)
        self.limits = np.array([*thresholds, np.inf])
        self.amounts = np.array(self.values)


#: scale functions by the name that a plan gives them
SCALES: Mapping[str, Callable[..., Untyped]] = {
    function.__name__: function
    for function in (marginal_rate, bracket_rate, bracket_threshold, brackets, single_amount, marginal_amount, average_rate)
}
