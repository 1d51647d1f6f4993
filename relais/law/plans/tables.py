"""A look-up that formulas can make on columns and on symbols alike, where a loop over the elements cannot be recorded."""

import numpy as np

from relais.law.plans import kernels
from relais.law.plans.symbols import Symbol, chosen, made
from relais.law.plans.untyped import Untyped


def looked_up(column: Untyped, keys: Untyped, values: Untyped, default: float) -> Untyped:
    """The value of each key, ``default`` for those that are none. ``keys``: sorted, of the dtype of the column."""
    if not isinstance(column, Symbol):
        return np.where(kernels.known(column, keys), values[kernels.place(column, keys)], default)
    table = (column.graph.literal(keys),)
    found = made(column.graph, "take", (made(column.graph, "place", (column,), table),), (column.graph.literal(values),))
    return chosen(column.graph, made(column.graph, "known", (column,), table), found, default)
