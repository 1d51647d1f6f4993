"""The memory of a native plan for one block of rows: households cut into parts that the caches hold, each with its own places.

A part is a run of persons that shares no group with another. Rows of an entity are the rows of the parts end to end, each part filled up
to a whole number of vectors; an index is that of a row within its part. What lies behind the last row of a part is never read by the
others: indexes there are -1, which reads nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relais.law.plans.llvm_text import Context
from relais.law.plans.llvm_words import WIDTH
from relais.law.plans.schedule import Place, Room
from relais.law.plans.shape import Shape
from relais.law.plans.untyped import Untyped

#: persons of a part, about: what a part keeps and the scratch that all share fit the second cache of a processor
PART = 1_000
_LINE = 64
#: elements laid together: more leave the caches before they are laid
_TOGETHER = 50_000
#: sizes of groups told apart
_SIZES = 64
#: shapes remembered, and the persons of the largest one: those of a page, not those of a caseload, which do not come back
_SHAPES, _REMEMBERED = 4, 10_000


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one entity: where each part begins, in the order of ``order`` (None: as they are)."""

    bounds: tuple[int, ...]
    order: NDArray[np.intp] | None

    @property
    def width(self) -> int:
        """Rows of memory that a part takes: an odd number of vectors, so that places do not fall on the same lines of the caches."""
        longest = max(end - start for start, end in pairwise(self.bounds))
        vectors = -(-longest // WIDTH)
        return WIDTH * (vectors + 1 - vectors % 2)


class Parts:
    """How a shape is cut, and the indexes of its rows within their parts. ``persons``: the entity of persons; ``threads``: how many may
    run parts at once, each with its own scratch (part ``rank`` is run by the thread ``rank % threads``)."""

    def __init__(self, shape: Shape, persons: str, threads: int = 1) -> None:
        self.shape = shape
        self.persons = persons
        self._cuts = _cuts(shape, PART, threads)
        self._found: dict[str, tuple[NDArray[np.int32], NDArray[np.int32]]] = {}
        self._places: dict[str, tuple[NDArray[np.intp], NDArray[np.intp]]] = {}
        self._indexes: dict[tuple[Untyped, ...], NDArray[np.int32]] = {}
        self._tables: dict[tuple[Untyped, ...], NDArray[np.int32]] = {}
        self.count = len(self._cuts) - 1
        self.threads = min(threads, self.count)

    def rows(self, entity: str) -> Rows:
        """The rows of an entity."""
        return self._rows[entity]

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        found = {self.persons: Rows(self._cuts, None)}
        for entity, members in self.shape.groups.items():
            if self.count == 1:
                found[entity] = Rows((0, members.count), None)
                continue
            part = self._part_of_group(entity)
            size = np.minimum(self.shape(("size", entity)), _SIZES - 1)  # those of one size together: fewer vectors of many ranks
            order = np.argsort((part * _SIZES + _SIZES - size).astype(np.int16 if self.count < 500 else np.int64), kind="stable")
            bounds = np.searchsorted(part[order], np.arange(self.count + 1))
            found[entity] = Rows(tuple(bounds.tolist()), order)
        return found

    def _part_of_group(self, entity: str) -> NDArray[np.intp]:
        first = self.shape(("persons_at", entity, 0))
        return np.asarray(np.searchsorted(self._cuts, first, "right") - 1, np.intp)

    def index(self, key: tuple[Untyped, ...]) -> NDArray[np.int32]:
        """For each row, the row read within the part, -1 for none: a person's group, or a group's person."""
        found = self._indexes.get(key)
        if found is None:
            found = self._indexes[key] = self._index(key)
        return found

    def _index(self, key: tuple[Untyped, ...]) -> NDArray[np.int32]:
        shape, (kind, entity, *who) = self.shape, key
        if kind == "group":
            return np.asarray(self.where(entity)[1][shape(("group", entity))], np.int32)
        groups, found = ("groups_of_holders", entity, *who), ("holders", *who)
        if kind == "nth":
            groups, found = ("groups_with", entity, *who), ("persons_at", entity, *who)
        index = np.full(shape.count(entity), -1, np.intp)
        index[shape(groups)] = shape(found)
        return np.asarray(np.where(index < 0, -1, index - np.asarray(self._cuts)[self.where(entity)[0]]), np.int32)

    def table(self, key: tuple[Untyped, ...], width: int) -> NDArray[np.int32]:
        """(parts, ranks, width) for each rank of members, the person of each group within its part, -1 for none or without the role."""
        found = self._tables.get(key)
        if found is None:
            _, entity, role = key
            whole, within = self._members(entity, width)
            found = within if role is None else np.where(self.shape(("holds", role))[whole], within, np.int32(-1))
            self._tables[key] = found
        return found

    def _members(self, entity: str, width: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(parts, ranks, width) the person of each rank among all and within its part, 0 and -1 for none."""
        found = self._found.get(entity)
        if found is None:
            position, group, part, within = self.shape(("position", entity)), self.shape(("group", entity)), *self.where(entity)
            persons, ranks = np.arange(len(group), dtype=np.int32), int(position.max(initial=0)) + 1
            place = (part * (ranks * width) + within)[group] + position * width
            whole = np.zeros((self.count, ranks, width), np.int32)
            local = np.full(whole.shape, -1, np.int32)
            whole.reshape(-1)[place] = persons
            local.reshape(-1)[place] = persons - np.repeat(np.asarray(self._cuts[:-1], np.int32), np.diff(self._cuts))
            found = self._found[entity] = whole, local
        return found

    def where(self, entity: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For each group, its part and its rank within it."""
        found = self._places.get(entity)
        if found is None:
            rows = self.rows(entity)
            part, within = np.zeros(rows.bounds[-1], np.intp), np.arange(rows.bounds[-1])
            if rows.order is not None:
                sizes = np.diff(rows.bounds)
                part[rows.order] = np.repeat(np.arange(self.count), sizes)
                within[rows.order] = np.arange(rows.bounds[-1]) - np.repeat(rows.bounds[:-1], sizes)
            found = self._places[entity] = part, within
        return found


class Seen:
    """The shapes met lately: a page asks the same household again and again, with other figures. Not for several threads."""

    def __init__(self, persons: str, threads: int) -> None:
        self._persons = persons
        self._threads = threads
        self._kept: list[Parts] = []

    def parts(self, shape: Shape) -> Parts:
        """The parts of a shape, those of the same one met before if it is remembered."""
        for rank, kept in enumerate(self._kept):
            if kept.shape.same(shape):
                self._kept.insert(0, self._kept.pop(rank))
                return kept
        made = Parts(shape, self._persons, self._threads)
        if shape.persons <= _REMEMBERED:
            self._kept = [made, *self._kept[: _SHAPES - 1]]
        return made


def _cuts(shape: Shape, longest: int, threads: int) -> tuple[int, ...]:
    """Where parts begin, and the number of persons: one part unless groups leave room for more, as many for each thread."""
    persons = shape.persons
    if persons < 2 * longest:
        return 0, persons
    longest = -(-persons // (threads * -(-persons // (longest * threads))))
    reach = np.zeros(persons, np.intp)
    for members in shape.groups.values():
        last = np.zeros(members.count, np.intp)
        last[members.group] = np.arange(persons)
        np.maximum(reach, last[members.group], reach)
    free = np.flatnonzero(np.maximum.accumulate(reach)[:-1] < np.arange(1, persons)) + 1
    wanted = np.searchsorted(free, np.arange(longest, persons - longest // 2, longest))
    return 0, *dict.fromkeys(free[wanted[wanted < len(free)]].tolist()), persons


class Arena:
    """Places for a shape, in ``memory`` (a buffer that may be used again, made larger when it must be), and the context of each part."""

    def __init__(self, context: Context, rooms: Mapping[Room, int], parts: Parts, memory: "Memory") -> None:
        self._context = context
        self._parts = parts
        self._rooms: dict[Room, NDArray[np.uint8]] = {}
        self._views: dict[tuple[Room, str], Untyped] = {}
        self._pointed: list[Untyped] = []
        self.words = np.zeros((parts.count, context.words), np.int64)
        widths = {entity: parts.rows(entity).width for entity in context.entities}
        for entity in context.entities:
            self.words[:, context.rows(entity)] = np.diff(parts.rows(entity).bounds)
        shapes = {room: ((parts.count if room[2] else parts.threads), rooms[room], widths[room[0]] * room[1]) for room in context.rooms}
        sizes = {room: -(-int(np.prod(shape)) // _LINE) * _LINE for room, shape in shapes.items()}
        buffer = memory.of(sum(sizes.values()))
        start = 0
        for room, shape in shapes.items():
            flat = buffer[start : start + int(np.prod(shape))]
            start += sizes[room]
            self._rooms[room] = flat.reshape(shape)
            word = context.room(room)
            self.words[:, word] = flat.ctypes.data + shape[1] * shape[2] * (np.arange(parts.count) % shape[0])
            self.words[:, word + 1] = shape[2]
        self._tables = [self._table(key, widths[key[1]]) for key in context.tables]

    def lay(self, columns: Sequence[Untyped], first: Place, dtype: str) -> None:
        """Lay columns of one entity in places that follow each other; TypeError when one is not of the dtype that was recorded."""
        if any(values.dtype.str != dtype for values in columns):
            raise TypeError(f"a column is not of {dtype}")
        rows, room = self._parts.rows(first.room[0]), self._view(first.room, dtype)
        some = max(1, _TOGETHER // rows.bounds[-1])
        for rank in range(0, len(columns), some):
            together = np.concatenate(columns[rank : rank + some]).reshape(-1, rows.bounds[-1])
            if rows.order is not None:
                together = together[:, rows.order]
            for part, (start, end) in enumerate(pairwise(rows.bounds)):
                room[part, first.rank + rank : first.rank + rank + len(together), : end - start] = together[:, start:end]

    def point(self, columns: Sequence[Untyped], first: int, dtype: str) -> None:
        """Have columns of persons read where they are; TypeError or ValueError when one is not as recorded."""
        if any(values.dtype.str != dtype for values in columns):
            raise TypeError(f"a column is not of {dtype}")
        starts = self._parts.rows(self._parts.persons).bounds
        if any(values.shape != starts[-1:] for values in columns):
            raise ValueError("a column is not as long as there are persons")
        whole = [values if values.flags.c_contiguous else np.ascontiguousarray(values) for values in columns]
        self._pointed += whole
        word = self._context.direct(first)
        addresses = np.array([values.__array_interface__["data"][0] for values in whole], np.int64)
        self.words[:, word : word + len(whole)] = addresses + np.multiply.outer(starts[:-1], np.dtype(dtype).itemsize)[:, None]

    def put_index(self, place: Place, key: tuple[Untyped, ...]) -> None:
        """Lay an index."""
        self._view(place.room, "<i4")[:, place.rank] = -1
        self.lay([self._parts.index(key)], place, "<i4")

    def get(self, place: Place, dtype: str) -> Untyped:
        """The values of a place, copied."""
        rows, room = self._parts.rows(place.room[0]), self._view(place.room, dtype)
        found = np.empty(rows.bounds[-1], dtype)
        for part, (start, end) in enumerate(pairwise(rows.bounds)):
            found[start:end] = room[part, place.rank, : end - start]
        if rows.order is None:
            return found
        back = np.empty_like(found)
        back[rows.order] = found
        return back

    def _view(self, room: Room, dtype: str) -> Untyped:
        found = self._views.get((room, dtype))
        if found is None:
            found = self._views[room, dtype] = self._rooms[room].view(dtype)
        return found

    def _table(self, key: tuple[Untyped, ...], width: int) -> NDArray[np.int32]:
        """A table in memory, its address and its ranks in the context."""
        table = self._parts.table(key, width)
        word = self._context.table(key)
        self.words[:, word] = table.ctypes.data + table[0].nbytes * np.arange(self._parts.count)
        self.words[:, word + 1] = table.shape[1]
        return table


class Memory:
    """A buffer used again from one call to the next: new pages cost more than the operations on them."""

    def __init__(self) -> None:
        self._buffer = np.zeros(0, np.uint8)

    def of(self, size: int) -> NDArray[np.uint8]:
        """At least so many bytes and what a vector may read behind, beginning on a line of the caches."""
        if len(self._buffer) < size + 2 * _LINE:
            self._buffer = np.zeros(size + size // 8 + 2 * _LINE, np.uint8)
        start = -self._buffer.ctypes.data % _LINE
        return self._buffer[start:]
