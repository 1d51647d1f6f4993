"""The words of LLVM for one operation on a few rows at once: what numpy does to each element, to the bit.

No fast arithmetic and no fused multiply-add: each operation rounds as numpy's does. A vector has ``WIDTH`` rows; a truth is one bit in
a register and one byte in memory, as in numpy. What has no words here stays with numpy (``has_words``).
"""

from collections.abc import Callable, Mapping

import numpy as np

from relais.law.plans.graph import Node
from relais.law.plans.operations import ufunc_of
from relais.law.plans.untyped import Untyped

#: rows of a vector
WIDTH = 16
_PLAIN = "biuf"
_TRUTH = np.dtype(bool)
_COMPARED = {
    "equal": ("oeq", "eq"), "not_equal": ("une", "ne"), "less": ("olt", "lt"), "less_equal": ("ole", "le"),
    "greater": ("ogt", "gt"), "greater_equal": ("oge", "ge"),
}  # fmt: skip
_ARITHMETIC = {
    "add": ("fadd", "add"), "subtract": ("fsub", "sub"), "multiply": ("fmul", "mul"), "divide": ("fdiv", ""), "true_divide": ("fdiv", ""),
}  # fmt: skip
_LOGIC = {
    "logical_and": "and", "logical_or": "or", "logical_xor": "xor", "bitwise_and": "and", "bitwise_or": "or", "bitwise_xor": "xor",
}  # fmt: skip
#: what the arithmetic of truths comes to
_OF_TRUTHS = {"add": "or", "multiply": "and", "maximum": "or", "minimum": "and"}
_ROUNDED = {"rint": "rint", "floor": "floor", "ceil": "ceil", "trunc": "trunc", "sqrt": "sqrt"}
_UFUNCS = {
    *_COMPARED, *_ARITHMETIC, *_LOGIC, *_ROUNDED,
    "maximum", "minimum", "absolute", "negative", "positive", "logical_not", "invert", "isnan",
}  # fmt: skip


def scalar(dtype: np.dtype[Untyped]) -> str:
    """The type of one element in a register."""
    match dtype.kind, dtype.itemsize:
        case "b", _:
            return "i1"
        case "f", 4:
            return "float"
        case "f", 8:
            return "double"
        case "i" | "u", size:
            return f"i{size * 8}"
    raise ValueError(f"no register holds {dtype}")


def vector(dtype: np.dtype[Untyped]) -> str:
    """The type of ``WIDTH`` elements."""
    return f"<{WIDTH} x {scalar(dtype)}>"


def number(value: Untyped, dtype: np.dtype[Untyped]) -> str:
    """An element written out, to the bit."""
    if dtype.kind == "f":
        return f"0x{np.float64(value).view(np.uint64):016X}"
    return str(int(value))


def splat(value: Untyped, dtype: np.dtype[Untyped]) -> str:
    """The same element ``WIDTH`` times."""
    return f"splat ({scalar(dtype)} {number(value, dtype)})"


def plain(dtype: np.dtype[Untyped]) -> bool:
    """Whether a register holds it: truths, whole numbers, floats of 4 and 8 bytes, in the order of bytes of the machine."""
    return dtype.kind in _PLAIN and dtype.itemsize <= 8 and dtype.isnative and dtype != np.float16


def dtypes_within(node: Node) -> tuple[np.dtype[Untyped], ...]:
    """The dtypes that a ufunc converts its arguments to."""
    known = tuple(arg.dtype if isinstance(arg, Node) else type(arg) for arg in node.args)
    found: tuple[np.dtype[Untyped], ...] = ufunc_of(node.attributes[0]).resolve_dtypes((*known, None))[: len(known)]
    return found


def has_words(node: Node) -> bool:
    """Whether an operation on the rows of one entity can be written here."""
    if not plain(node.dtype) or not all(plain(arg.dtype) for arg in node.args if isinstance(arg, Node)):
        return False
    match node.operation:
        case "ufunc":
            return _ufunc_has_words(node)
        case "cast":
            return _converts(node.args[0].dtype, node.dtype)
        case "where":
            return all(isinstance(arg, Node) and _converts(arg.dtype, node.dtype) for arg in node.args[1:])
    return False


def _ufunc_has_words(node: Node) -> bool:
    name = node.attributes[0]
    if name not in _UFUNCS or not all(isinstance(arg, Node) for arg in node.args):
        return False
    within = dtypes_within(node)
    if len(set(within)) != 1 or not all(_converts(arg.dtype, dtype) for arg, dtype in zip(node.args, within, strict=True)):
        return False
    kind = within[0].kind
    if name in ("divide", "true_divide", "isnan"):
        return kind == "f"
    if name in _ROUNDED:
        return kind == "f" or name != "sqrt"
    return plain(within[0]) and (kind != "b" or name not in ("subtract", "negative"))


def _converts(source: np.dtype[Untyped], target: np.dtype[Untyped]) -> bool:
    """Whether numpy and the processor convert alike: a float to an unsigned number is left to numpy."""
    return plain(source) and plain(target) and not (source.kind == "f" and target.kind == "u")


def _conversion_word(source: np.dtype[Untyped], target: np.dtype[Untyped]) -> str:
    """The instruction that converts; empty when the bits are the same."""
    if source.kind == "f" or target.kind == "f":
        if source.kind == target.kind:
            return "fpext" if target.itemsize > source.itemsize else "fptrunc"
        return "fptosi" if source.kind == "f" else "sitofp" if source.kind == "i" else "uitofp"
    if source.kind != "b" and source.itemsize >= target.itemsize:
        return "trunc" if source.itemsize > target.itemsize else ""
    return "sext" if source.kind == "i" else "zext"


class Words:
    """Writes instructions one after the other; ``line(text)`` gives the name of what an instruction gives."""

    def __init__(self, line: Callable[[str], str]) -> None:
        self._line = line
        self._converted: dict[tuple[str, str], str] = {}

    def operation(self, node: Node, args: list[str]) -> str:
        """The result of an operation; ``args``: its arguments, in their own dtypes."""
        dtypes = [arg.dtype for arg in node.args]
        match node.operation:
            case "cast":
                return self.convert(args[0], dtypes[0], node.dtype)
            case "where":
                truth = self.convert(args[0], dtypes[0], np.dtype(bool))
                yes, no = (self.convert(arg, dtype, node.dtype) for arg, dtype in zip(args[1:], dtypes[1:], strict=True))
                kind = vector(node.dtype)
                return self._line(f"select <{WIDTH} x i1> {truth}, {kind} {yes}, {kind} {no}")
        within = dtypes_within(node)
        values = [self.convert(arg, dtype, wanted) for arg, dtype, wanted in zip(args, dtypes, within, strict=True)]
        return self.ufunc(node.attributes[0], within[0], values)

    def convert(self, value: str, source: np.dtype[Untyped], target: np.dtype[Untyped]) -> str:
        """A value in another dtype, converted once."""
        if source == target:
            return value
        found = self._converted.get((value, target.str))
        if found is None:
            found = self._converted[value, target.str] = self._conversion(value, source, target)
        return found

    def _conversion(self, value: str, source: np.dtype[Untyped], target: np.dtype[Untyped]) -> str:
        if target.kind == "b":
            return self._truth(value, source)
        if source.kind == "f" and target.kind != "f" and target.itemsize < 4:  # as C does: through 32 bits
            whole = np.dtype(np.int32)
            return self._conversion(self._conversion(value, source, whole), whole, target)
        word = _conversion_word(source, target)
        return self._line(f"{word} {vector(source)} {value} to {vector(target)}") if word else value

    def _truth(self, value: str, dtype: np.dtype[Untyped]) -> str:
        """Whether a number is not zero; what is not a number is."""
        word = "fcmp une" if dtype.kind == "f" else "icmp ne"
        return self._line(f"{word} {vector(dtype)} {value}, zeroinitializer")

    def ufunc(self, name: str, dtype: np.dtype[Untyped], values: list[str]) -> str:
        """A ufunc on values of one dtype."""
        if name in _COMPARED:
            word, whole = _COMPARED[name]
            sign = "" if whole in ("eq", "ne") else "s" if dtype.kind == "i" else "u"
            word = f"fcmp {word}" if dtype.kind == "f" else f"icmp {sign}{whole}"
        elif name.startswith("logical_"):
            values = [self.convert(value, dtype, _TRUTH) for value in values]
            word, dtype = _LOGIC.get(name, ""), _TRUTH
        elif name in _LOGIC:
            word = _LOGIC[name]
        elif dtype.kind == "b" and name in _OF_TRUTHS:
            word = _OF_TRUTHS[name]
        elif name in _ARITHMETIC:
            word = _ARITHMETIC[name][0 if dtype.kind == "f" else 1]
        else:
            word = ""
        if word:
            return self._line(f"{word} {vector(dtype)} {values[0]}, {values[1]}")
        return self._extreme(name, dtype, *values) if name in ("maximum", "minimum") else self._of_one(name, dtype, values[0])

    def _of_one(self, name: str, dtype: np.dtype[Untyped], value: str) -> str:
        kind, floats = vector(dtype), dtype.kind == "f"
        if name == "positive" or (not floats and name in _ROUNDED) or (name == "absolute" and dtype.kind in "bu"):
            return value
        if name in ("logical_not", "invert"):
            return self._line(f"xor {kind} {value}, {splat(1 if dtype.kind == 'b' else -1, dtype)}")
        if name == "isnan":
            return self._line(f"fcmp uno {kind} {value}, {value}")
        if name == "negative":
            return self._line(f"fneg {kind} {value}" if floats else f"sub {kind} zeroinitializer, {value}")
        if name == "absolute" and not floats:
            turned = self._line(f"sub {kind} zeroinitializer, {value}")
            below = self._line(f"icmp slt {kind} {value}, zeroinitializer")
            return self._line(f"select <{WIDTH} x i1> {below}, {kind} {turned}, {kind} {value}")
        word = "fabs" if name == "absolute" else _ROUNDED[name]
        return self._line(f"call {kind} @llvm.{word}.v{WIDTH}f{dtype.itemsize * 8}({kind} {value})")

    def _extreme(self, name: str, dtype: np.dtype[Untyped], left: str, right: str) -> str:
        """The larger or the smaller; what is not a number wins, as in numpy."""
        kind, most = vector(dtype), name == "maximum"
        if dtype.kind != "f":
            sign = "s" if dtype.kind == "i" else "u"
            truth = self._line(f"icmp {sign}{'gt' if most else 'lt'} {kind} {left}, {right}")
            return self._line(f"select <{WIDTH} x i1> {truth}, {kind} {left}, {kind} {right}")
        truth = self._line(f"fcmp {'ogt' if most else 'olt'} {kind} {left}, {right}")
        found = self._line(f"select <{WIDTH} x i1> {truth}, {kind} {left}, {kind} {right}")
        absent = self._line(f"fcmp uno {kind} {left}, {left}")
        return self._line(f"select <{WIDTH} x i1> {absent}, {kind} {left}, {kind} {found}")


#: the functions of LLVM that the words call
DECLARED: Mapping[str, str] = {
    f"llvm.{word}.v{WIDTH}f{bits}": f"<{WIDTH} x {kind}>"
    for word in (*dict.fromkeys(_ROUNDED.values()), "fabs")
    for bits, kind in ((32, "float"), (64, "double"))
}
