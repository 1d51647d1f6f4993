"""Symbolic arrays: numpy's protocols record what formulas do to them instead of doing it.

Three liberties that formulas take with arrays are held in check here, so that a plan never has to assume:

- ``y[mask] = f(x[mask])``: ``x[mask]`` keeps its full length and is marked with its mask. It may meet only what carries the same
  mask or none but constants, and may only be written back under that mask; anything else is refused.
- ``len(x)``, ``x.size``: the length of the sample. The recorder records twice, on samples of two lengths, and refuses a plan that
  is not the same both times.
- writing in an array (``out=``, ``x[mask] = …``, ``x += …``): recorded when the array is a symbol, which every name of it shares, and
  refused when it is a value that the engine keeps. A plain buffer given as ``out=`` is scrambled once written: a formula that reads
  it again meets a column that is not uniform, and is refused.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from openfisca_core.indexed_enums import Enum, EnumArray

from relais.law.plans.graph import UNIFORM, WHOLE, Graph, Node
from relais.law.plans.untyped import Untyped

Handler = Callable[..., Untyped]
#: numpy functions that are not ufuncs, and what records each: filled by ``numpy_calls``
NUMPY_CALLS: dict[Untyped, Handler] = {}


class Symbol(NDArrayOperatorsMixin):
    """A column whose values are not known yet. ``enum``: the enumeration that it codes; ``mask``: the rows it stands for."""

    __array_priority__: ClassVar[float] = 1000.0
    __hash__ = object.__hash__

    def __init__(self, graph: Graph, node: Node, enum: Untyped = None, mask: Node | None = None) -> None:
        self.graph = graph
        self.node = node
        self.enum = enum
        self.mask = mask
        self.kept = False

    @property
    def possible_values(self) -> Untyped:
        """The enumeration, as ``EnumArray`` names it."""
        return self.enum

    @property
    def dtype(self) -> np.dtype[Untyped]:
        """The dtype of the values."""
        return self.node.dtype

    @property
    def ndim(self) -> int:
        """One."""
        return 1

    @property
    def size(self) -> int:
        """The length on the sample."""
        return len(self)

    @property
    def shape(self) -> tuple[int]:
        """The length on the sample."""
        return (len(self),)

    @property
    def flags(self) -> Untyped:
        """Core sets ``flags.writeable``: said once more by ``kept``."""
        return type("Flags", (), {"writeable": True})()

    def __len__(self) -> int:
        if self.mask is not None:
            raise self.graph.refuse("the length of a part of an array")
        return 1 if self.node.constant else len(self.node.value)

    def __array__(self, *_: Untyped, **__: Untyped) -> NoReturn:
        raise self.graph.refuse("a column turned into a plain array")

    def __iter__(self) -> NoReturn:
        raise self.graph.refuse("a loop over the elements of a column")

    def __bool__(self) -> bool:
        if self.node.constant:
            return bool(self.node.value)
        raise self.graph.refuse("the truth of a whole column")

    def __float__(self) -> NoReturn:
        raise self.graph.refuse("a column turned into a number")

    __int__ = __index__ = __float__

    def __array_ufunc__(self, ufunc: Untyped, method: str, *inputs: Untyped, **words: Untyped) -> Untyped:
        out, where = words.pop("out", None), words.pop("where", True)
        words.pop("casting", None)
        if method == "reduce":
            return self._reduced(ufunc, *inputs, **words)
        if method != "__call__" or words:
            raise self.graph.refuse(f"numpy.{ufunc.__name__}.{method} with {', '.join(words) or 'this method'}")
        result = self._called(ufunc, inputs)
        if out is None:
            if where is not True:
                raise self.graph.refuse("where= without out=")
            return result
        return self._written(out[0], result, where)

    def __array_function__(self, function: Untyped, _types: Untyped, args: Untyped, words: Untyped) -> Untyped:
        handler = NUMPY_CALLS.get(function)
        if handler is None:
            raise self.graph.refuse(f"numpy.{function.__name__}")
        try:
            return handler(self.graph, *args, **words)
        except TypeError as error:
            raise self.graph.refuse(f"numpy.{function.__name__} asked in another way ({error})") from error

    def __eq__(self, other: object) -> Untyped:
        if isinstance(other, type) and issubclass(other, Enum):
            raise self.graph.refuse("a column compared with an enumeration")
        return self._compared(np.equal, other)

    def __ne__(self, other: object) -> Untyped:
        return self._compared(np.not_equal, other)

    def _compared(self, ufunc: Untyped, other: Untyped) -> Untyped:
        if isinstance(other, Enum) and self.enum is not None and type(other) is not self.enum:
            raise self.graph.refuse(f"{self.enum.__name__} compared with {type(other).__name__}")
        return ufunc(self, other)

    def astype(self, dtype: Untyped, *_: Untyped, **__: Untyped) -> "Symbol":
        """The values in another dtype; texts of a width that depends on the values are refused."""
        if np.dtype(dtype).kind in "US" and not np.dtype(dtype).itemsize and self.dtype.kind not in "US":
            raise self.graph.refuse("numbers turned into text")
        return cast(self, dtype)

    def copy(self) -> "Symbol":
        """The same values, which may be written apart."""
        return Symbol(self.graph, self.node, self.enum, self.mask)

    def round(self, decimals: int = 0) -> "Symbol":
        """Rounded values."""
        return made(self.graph, "round", (self,), (decimals,))

    def any(self, axis: None = None) -> "Verdict":
        """Whether some row holds: to be asked in an ``if``, which becomes a guard."""
        return Verdict(self, "any", axis)

    def all(self, axis: None = None) -> "Verdict":
        """Whether all rows hold: to be asked in an ``if``, which becomes a guard."""
        return Verdict(self, "all", axis)

    def decode_to_str(self) -> "Symbol":
        """The names of an enumeration."""
        if self.enum is None:
            raise self.graph.refuse("a name asked of what is no enumeration")
        return made(self.graph, "take", (self,), (self.graph.literal(self.enum.names),))

    def __getitem__(self, key: Untyped) -> "Symbol":
        mask = self._mask(key)
        if self.mask is not None:
            raise self.graph.refuse("a part of a part of a column")
        return Symbol(self.graph, self.node, self.enum, mask)

    def __setitem__(self, key: Untyped, value: Untyped) -> None:
        mask = self._mask(key)
        if self.mask is not None:
            raise self.graph.refuse("a write in a part of a column")
        self.must_be_free()
        value = operand(self.graph, value)
        if isinstance(value, Symbol):
            if value.mask is not None and value.mask is not mask:
                raise self.graph.refuse("a part of a column written under another mask")
            value = cast(value, self.dtype)
        else:
            value = constant(self.graph, self.dtype.type(value))
        self.node = self.graph.apply("where", (mask, value.node, self.node))

    def _mask(self, key: Untyped) -> Node:
        if isinstance(key, Symbol) and key.dtype == bool and key.mask is None:
            return key.node
        raise self.graph.refuse("elements of a column taken by rank")

    def must_be_free(self) -> None:
        """Refuse a write in a value that the engine keeps: other formulas read it."""
        if self.kept:
            raise self.graph.refuse("a write in a value that the engine keeps")

    def _reduced(self, ufunc: Untyped, values: Untyped, *_: Untyped, **words: Untyped) -> "Verdict":
        """Over the rows of a column: ``any`` and ``all`` only."""
        if values is self and ufunc in (np.logical_or, np.logical_and) and all(word in (None, 0) for word in words.values()):
            return Verdict(self, "any" if ufunc is np.logical_or else "all", None)
        raise self.graph.refuse(f"numpy.{ufunc.__name__} over the rows of a column")

    def _called(self, ufunc: Untyped, inputs: Sequence[Untyped]) -> "Symbol":
        return made(self.graph, "ufunc", [operand(self.graph, value) for value in inputs], (ufunc.__name__,))

    def _written(self, out: Untyped, result: "Symbol", where: Untyped) -> "Symbol":
        if not isinstance(out, Symbol):
            return self._written_in_buffer(out, result, where)
        out.must_be_free()
        result = cast(result, out.dtype)
        if where is not True:
            result = chosen(self.graph, where, result, out)
        if result.mask is not out.mask and not out.node.constant:
            raise self.graph.refuse("a part of a column written in another one")
        out.node, out.mask = result.node, result.mask
        return out

    def _written_in_buffer(self, out: Untyped, result: "Symbol", where: Untyped) -> "Symbol":
        """The result, as if it had been written; the buffer is scrambled, so that a formula that reads it again is refused."""
        if not isinstance(out, np.ndarray) or self.mask is not None or (out.size < 2 and out.dtype.kind != "f"):
            raise self.graph.refuse("a result written in what is no column")
        before = operand(self.graph, out)
        result = cast(result, out.dtype)
        if where is not True:
            result = chosen(self.graph, where, result, before)
        if out.dtype.kind == "f":
            out[:] = np.nan
        else:
            out[:] = np.arange(out.size) % 2
        return result


class Verdict:
    """A truth about the whole block: good for an ``if`` alone, so that no row's result depends on its neighbours unseen."""

    def __init__(self, symbol: Symbol, operation: str, axis: Untyped) -> None:
        if axis is not None or symbol.mask is not None:
            raise symbol.graph.refuse(f"{operation} of a part of a column")
        self._symbol = symbol
        self._operation = operation

    def __bool__(self) -> bool:
        symbol = self._symbol
        entity = UNIFORM if symbol.node.constant else WHOLE
        return symbol.graph.guard(symbol.graph.apply(self._operation, (symbol.node,), (), entity))

    def __array__(self, *_: Untyped, **__: Untyped) -> NoReturn:
        raise self._symbol.graph.refuse(f"{self._operation} of a column used as a value")


def constant(graph: Graph, value: Untyped, enum: Untyped = None) -> Symbol:
    """The symbol of a numpy scalar."""
    return Symbol(graph, graph.constant(value), enum)


def operand(graph: Graph, value: Untyped) -> Untyped:
    """What a formula combines with a column: a symbol, or a plain Python number, which numpy promotes weakly.

    An array that is no symbol must be uniform (it was made from a length); its values are a constant then.
    """
    if isinstance(value, Symbol) or type(value) in (bool, int, float):
        return value
    if isinstance(value, Enum):
        return constant(graph, np.uint8(value.index), type(value))
    if isinstance(value, date):
        return constant(graph, np.datetime64(value, "D"))
    if isinstance(value, str | bytes | np.generic):
        return constant(graph, np.asarray(value)[()])
    if isinstance(value, np.ndarray) and value.size and value.dtype != object:
        first = value.reshape(-1)[0]
        plain = np.asarray(value)
        if plain.dtype.kind == "f" and np.isnan(plain).any():
            raise graph.refuse("a plain buffer read after a result was written in it")
        if plain.tobytes() == np.full(plain.shape, first, plain.dtype).tobytes():
            return constant(graph, first, value.possible_values if isinstance(value, EnumArray) else None)
    raise graph.refuse(f"a plain {type(value).__name__} among the columns")


def made(graph: Graph, operation: str, args: Sequence[Untyped], attributes: tuple[Untyped, ...] = (), enum: Untyped = None) -> Symbol:
    """The symbol of an element-wise operation over symbols and numbers; parts of columns must be parts under the same mask."""
    masks = {arg.mask for arg in args if isinstance(arg, Symbol) and not arg.node.constant}
    if len(masks) > 1:
        raise graph.refuse("a part of a column with a whole one, or with another part")
    try:
        node = graph.apply(operation, [arg.node if isinstance(arg, Symbol) else arg for arg in args], attributes)
    except (TypeError, ValueError) as error:
        raise graph.refuse(str(error)) from error
    return Symbol(graph, node, enum, masks.pop() if masks else None)


def whole(graph: Graph, value: Untyped, entity: str) -> Symbol:
    """A column of an entity, from what a formula hands over: a part is refused, a constant is spread."""
    symbol = operand(graph, value)
    if not isinstance(symbol, Symbol):
        symbol = constant(graph, np.asarray(symbol)[()])
    if symbol.mask is not None:
        raise graph.refuse("a part of a column where a whole one is needed")
    if symbol.node.constant:
        return Symbol(graph, graph.apply("fill", (symbol.node,), (entity,), entity), symbol.enum)
    if symbol.node.entity != entity:
        raise graph.refuse(f"a column of {symbol.node.entity} where one of {entity} is needed")
    return symbol


def cast(symbol: Symbol, dtype: Untyped) -> Symbol:
    """The values in another dtype, a symbol of its own."""
    dtype = np.dtype(dtype)
    if symbol.dtype == dtype:
        return symbol.copy()
    return made(symbol.graph, "cast", (symbol,), (dtype.str,))


def chosen(graph: Graph, condition: Untyped, yes: Untyped, no: Untyped) -> Symbol:
    """``numpy.where``."""
    values = [operand(graph, value) for value in (condition, yes, no)]
    enum = next((value.enum for value in values[1:] if isinstance(value, Symbol) and value.enum is not None), None)
    return made(graph, "where", values, (), enum)
