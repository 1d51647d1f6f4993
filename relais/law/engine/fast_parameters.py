"""Acceleration of parameters: lazy trees at an instant, fancy indexing by groups of equal keys.

Stock core builds the whole tree of 3 400 parameters for each month read (30–50 ms each) and loops in Python over every row
for ``parameters[...][array]`` (65 % of the time of a batch). Values are unchanged: the same objects are read, in another order.
"""

import numpy as np
from openfisca_core import parameters as core_parameters
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant

from relais.law.engine.untyped import Untyped

_CHECKED = "_relais_vectorisable"
_stock_build = VectorialParameterNodeAtInstant.build_from_node_name


class LazyNode(ParameterNodeAtInstant):  # type: ignore[misc]  # openfisca is untyped: its classes are Untyped
    """A node of parameters at an instant whose children are read when first asked for."""

    def __init__(self, name: str, node: Untyped, instant: str) -> None:
        values = self.__dict__
        values["_name"] = name
        values["_node"] = node
        values["_instant_str"] = instant

    def _read_children(self) -> dict[str, Untyped]:
        instant = self._instant_str
        read = ((name, child._get_at_instant(instant)) for name, child in self._node.children.items())  # noqa: SLF001 the only reader core offers
        children = {name: value for name, value in read if value is not None}
        self.__dict__["_children"] = children
        self.__dict__.update(children)
        return children

    def __getattr__(self, key: str) -> Untyped:
        if key.startswith("__"):
            raise AttributeError(key)
        if "_children" not in self.__dict__:
            children = self._read_children()
            if key == "_children":
                return children
            if key in children:
                return children[key]
        raise ParameterNotFoundError(f"{self._name}.{key}", self._instant_str)


class GroupedNode:
    """Result of fancy indexing that is still a node: one node for each distinct key, and the group of each row."""

    __slots__ = ("_groups", "_instant_str", "_name", "_nodes")

    def __init__(self, nodes: list[Untyped], groups: Untyped, name: str, instant: str) -> None:
        self._nodes = nodes
        self._groups = groups
        self._name = name
        self._instant_str = instant

    def __getattr__(self, key: str) -> Untyped:
        if key.startswith("__"):
            raise AttributeError(key)
        return self[key]

    def __getitem__(self, key: Untyped) -> Untyped:
        if isinstance(key, str):
            return _rows_of([node[key] for node in self._nodes], self._groups, self)
        keyed = _groups_of(key)
        if keyed is None:
            rows = [self._nodes[group] for group in self._groups]
            return VectorialParameterNodeAtInstant(rows, self._name, self._instant_str)[key]
        labels, codes = keyed
        pairs, groups = np.unique(self._groups * len(labels) + codes, return_inverse=True)
        return _rows_of([self._nodes[pair // len(labels)][labels[pair % len(labels)]] for pair in pairs], groups, self)


def _rows_of(nodes: list[Untyped], groups: Untyped, origin: Untyped) -> Untyped:
    if isinstance(nodes[0], ParameterNodeAtInstant):
        return GroupedNode(nodes, groups, origin._name, origin._instant_str)  # noqa: SLF001 core keeps its names there
    return np.array(nodes)[groups]


def _dense(codes: Untyped, names: list[str]) -> tuple[list[str], Untyped]:
    """Codes into ``names`` → the names really present, and codes into them (the dtype of values depends on those present)."""
    present = np.unique(codes)
    rank = np.zeros(len(names), np.intp)
    rank[present] = np.arange(len(present))
    return [names[code] for code in present], rank[codes]


def _groups_of(key: Untyped) -> tuple[list[str], Untyped] | None:
    """Rows of keys → distinct child names and the code of each row; None for kinds left to the stock path."""
    if len(key) == 0:
        return None
    if isinstance(key, EnumArray):
        names = [member.name for member in key.possible_values]
        codes = np.asarray(key, dtype=np.intp)
        return _dense(codes, names) if codes.min() >= 0 and codes.max() < len(names) else None
    if key.dtype == object:
        return _groups_of_members(key)
    if key.dtype.kind == "U":
        unique, codes = np.unique(key, return_inverse=True)
        return [str(label) for label in unique], codes
    return None


def _groups_of_members(key: Untyped) -> tuple[list[str], Untyped] | None:
    if not isinstance(key[0], Enum):
        return None
    members: list[Untyped] = list(type(key[0]).__members__.values())
    codes = np.full(len(key), -1, np.intp)
    for code, member in enumerate(members):
        codes[key == member] = code
    return None if codes.min() < 0 else _dense(codes, [member.name for member in members])


def _build_from_node_name(node: Untyped, key: Untyped) -> Untyped:
    """Same contract as core: rows of keys under a homogeneous node → rows of values or of nodes."""
    keyed = _groups_of(key)
    if keyed is None and key.dtype.kind in "iu":
        unique, codes = np.unique(key, return_inverse=True)
        keyed = [str(number) for number in unique], codes
    if keyed is None and key.dtype.kind == "M" and len(key):
        unique, codes = np.unique(key, return_inverse=True)
        name_of = VectorialParameterNodeAtInstant._get_appropriate_subnode_key_date  # noqa: SLF001 core's own reading of dates
        keyed = [name_of(node, day) for day in unique], codes
    if keyed is None:
        return _stock_build(node, key)
    if _CHECKED not in node.__dict__:
        VectorialParameterNodeAtInstant.check_node_vectorisable(node)
        node.__dict__[_CHECKED] = True
    labels, groups = keyed
    return _rows_of([node[label] for label in labels], groups, node)


def install() -> None:
    """Put both accelerations in place for the whole process."""
    VectorialParameterNodeAtInstant.build_from_node_name = staticmethod(_build_from_node_name)
    core_parameters.ParameterNode._get_at_instant = lambda self, instant: LazyNode(self.name, self, instant)  # noqa: SLF001 no public seam
