"""A schedule as a program of LLVM: a function a segment, a function a loop, whatever the number of rows.

A program is given one array of addresses and counts, the *context*: ``Context`` says what is where in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relais.law.plans.graph import Node
from relais.law.plans.llvm_words import DECLARED, WIDTH, Words, number, scalar, splat, vector
from relais.law.plans.schedule import Loop, Place, Room, Schedule, index_key, table_key
from relais.law.plans.untyped import Untyped

_INDEX = np.dtype(np.int32)
_TRUTH = np.dtype(bool)
#: an element of the dtype that a gathering of one byte or two is done in
_WIDE = np.dtype(np.uint32)


@dataclass(frozen=True, slots=True)
class Context:
    """Ranks in the context of 64-bit words: first a flag, set when a look-up finds nothing; then rows of each entity; address and bytes
    between two places of each room; address and ranks of each table of members; address of each column read where it is."""

    entities: tuple[str, ...]
    rooms: tuple[Room, ...]
    tables: tuple[tuple[Untyped, ...], ...]
    directs: int

    @property
    def words(self) -> int:
        """How many there are."""
        return self.direct(self.directs)

    def rows(self, entity: str) -> int:
        """Where the number of rows of an entity is."""
        return 1 + self.entities.index(entity)

    def room(self, room: Room) -> int:
        """Where the address of a room is; the bytes between two places follow."""
        return 1 + len(self.entities) + 2 * self.rooms.index(room)

    def table(self, key: tuple[Untyped, ...]) -> int:
        """Where the address of a table is; the number of its ranks follows."""
        return 1 + len(self.entities) + 2 * (len(self.rooms) + self.tables.index(key))

    def direct(self, rank: int) -> int:
        """Where the address of a column read where it is is."""
        return 1 + len(self.entities) + 2 * (len(self.rooms) + len(self.tables)) + rank


def context_of(schedule: Schedule) -> Context:
    """Where everything is in the context of a schedule."""
    entities = dict.fromkeys(room[0] for room in schedule.rooms)
    return Context(tuple(entities), tuple(schedule.rooms), tuple(schedule.tables), len(schedule.directs))


def segment_name(rank: int) -> str:
    """The name of the function of a segment."""
    return f"segment{rank}"


def program(schedule: Schedule, literals: Sequence[Untyped]) -> str:
    """The text of the module."""
    text = _Module(schedule, context_of(schedule), literals)
    functions = []
    for rank, segment in enumerate(schedule.segments):
        called = []
        for loop in segment.loops:
            called += [text.gathering(node) for node in loop.nodes] if loop.gathered else [text.loop(loop)]
        calls = "".join(f"  call void @{name}(ptr %c)\n" for name in called)
        functions.append(f"define void @{segment_name(rank)}(ptr %c) {{\n{calls}  ret void\n}}\n")
    return "\n".join((*text.declared(), *text.globals.values(), *text.functions, *functions))


class _Module:
    """Functions written so far, and the tables of constants that they read."""

    def __init__(self, schedule: Schedule, context: Context, literals: Sequence[Untyped]) -> None:
        self.schedule = schedule
        self.context = context
        self.literals = literals
        self.globals: dict[int, str] = {}
        self.functions: list[str] = []

    def declared(self) -> list[str]:
        """The functions of LLVM."""
        dtypes = [np.dtype(name) for name in ("u1", "u2", "u4", "u8", "f4", "f8")]
        rest = {dtype: f"i32, <{WIDTH} x i1>, {vector(dtype)})" for dtype in dtypes}
        return [
            *(f"declare {kind} @{name}({kind})" for name, kind in DECLARED.items()),
            *(f"declare {vector(dtype)} @{_gather(dtype)}(<{WIDTH} x ptr>, {rest[dtype]}" for dtype in dtypes[2:]),
            *(f"declare {vector(dtype)} @{_load(dtype)}(ptr, {rest[dtype]}" for dtype in dtypes),
        ]

    def loop(self, loop: Loop) -> str:
        """Write the function of a loop."""
        body = _Body(self, loop.entity)
        for node in loop.nodes:
            body.write(node)
        return self._function(body, body.header(), "%i")

    def gathering(self, node: Node) -> str:
        """Write the function that gathers persons for each group: rank after rank, which is the order of numpy."""
        body = _Body(self, node.entity)
        body.gather_ranks(node)
        return self._function(body, body.header(), "%i")

    def table(self, rank: int) -> str:
        """The name of a table of constants, with some room behind it: elements are read four bytes at a time."""
        values = self.literals[rank]
        if rank not in self.globals:
            kind = "i8" if values.dtype.kind == "b" else scalar(values.dtype)
            each = [f"{kind} {number(value, values.dtype)}" for value in (*values, *[values.dtype.type(0)] * 4)]
            self.globals[rank] = f"@table{rank} = private unnamed_addr constant [{len(each)} x {kind}] [{', '.join(each)}], align 8"
        return f"@table{rank}"

    def _function(self, body: "_Body", header: list[str], index: str) -> str:
        name = f"loop{len(self.functions)}"
        lines = "\n  ".join
        self.functions.append(
            f"define internal void @{name}(ptr %c) {{\nentry:\n  {lines(header)}\n  br label %row\nrow:\n"
            f"  {index} = phi i64 [ 0, %entry ], [ %next, %{body.last} ]\n  {lines(body.lines)}\n"
            f"  %next = add i64 {index}, {WIDTH}\n  %more = icmp ult i64 %next, %n\n  br i1 %more, label %row, label %end\n"
            "end:\n  ret void\n}\n"
        )
        return name


class _Body:
    """The instructions of a loop over the rows of an entity."""

    def __init__(self, module: _Module, entity: str) -> None:
        self.lines: list[str] = []
        self.last = "row"
        self._module = module
        self._schedule = module.schedule
        self._entity = entity
        self._count = 0
        self._header: list[str] = []
        self._at: dict[Place, str] = {}
        self._values: dict[int, str] = {}
        self._indexes: dict[tuple[Untyped, ...], tuple[str, str]] = {}
        self._words = Words(self.line)
        self._live = ""

    def header(self) -> list[str]:
        """What is done once."""
        return [*self._word("%n", self._module.context.rows(self._entity)), *self._header]

    def line(self, text: str) -> str:
        """An instruction; the name of what it gives."""
        self._count += 1
        self.lines.append(f"%v{self._count} = {text}")
        return f"%v{self._count}"

    def write(self, node: Node) -> None:
        """One operation, and its values in memory if something else reads them."""
        match node.operation:
            case "project" | "holder" | "nth":
                found = self._picked(node)
            case "take":
                found = self._looked_up(node)
            case "fill":
                value = node.args[0].value if isinstance(node.args[0], Node) else node.args[0]
                found = splat(value, node.dtype)
            case _:
                found = self._words.operation(node, [self._value(arg) for arg in node.args])
        self._values[node.rank] = found
        place = self._schedule.places.get(node.rank)
        if place is not None:
            self._store(found, node.dtype, place)

    def gather_ranks(self, node: Node) -> None:
        """The members of each group, rank after rank: added in float64, or the larger or the smaller of them."""
        (arg,) = node.args
        key, context, total = table_key(node), self._module.context, node.operation == "sum"
        self._header += [*self._word("%t", context.table(key)), *self._word("%k", context.table(key) + 1, "i64")]
        self._header += self._word("%s", context.room((node.entity, 4, True)) + 1, "i64")
        values = self._base(self._schedule.places[arg.rank])
        kind = vector(node.dtype)
        first = splat(0, node.dtype) if total else self._gathered(values, arg.dtype, *self._members("%t"), splat(0, arg.dtype))
        self.lines += ["br label %rank", "rank:", f"%r = phi i64 [ {0 if total else 1}, %row ], [ %r1, %after ]"]
        self.lines += [f"%sum = phi {kind} [ {first}, %row ], [ %added, %after ]", "%less = icmp ult i64 %r, %k"]
        self.lines += ["br i1 %less, label %each, label %done", "each:"]
        index, held = self._members(self.line(f"getelementptr i8, ptr %t, i64 {self.line('mul i64 %r, %s')}"))
        some = self.line(f"icmp ne i{WIDTH} {self.line(f'bitcast <{WIDTH} x i1> {held} to i{WIDTH}')}, 0")
        self.lines += [f"br i1 {some}, label %held, label %after", "held:"]
        found = self._gathered(values, arg.dtype, index, held, splat(0, arg.dtype))
        if total:
            best = self.line(f"fadd {kind} %sum, {self._words.convert(found, arg.dtype, node.dtype)}")
        else:
            best = self._words.ufunc(node.attributes[1], node.dtype, ["%sum", found])
            best = self.line(f"select <{WIDTH} x i1> {held}, {kind} {best}, {kind} %sum")
        self.lines += ["br label %after", "after:", f"%added = phi {kind} [ %sum, %each ], [ {best}, %held ]"]
        self.lines += ["%r1 = add i64 %r, 1", "br label %rank", "done:"]
        self.last = "done"
        self._store("%sum", node.dtype, self._schedule.places[node.rank])

    def _members(self, table: str) -> tuple[str, str]:
        """The members of a rank, and which groups have one."""
        address = self.line(f"getelementptr i32, ptr {table}, i64 %i")
        index = self.line(f"load <{WIDTH} x i32>, ptr {address}, align 4")
        return index, self.line(f"icmp sge <{WIDTH} x i32> {index}, zeroinitializer")

    def _value(self, arg: Node) -> str:
        """An argument in a register."""
        if arg.constant:
            return splat(arg.value, arg.dtype)
        found = self._values.get(arg.rank)
        if found is None:
            direct = self._schedule.directs.get(arg.rank)
            found = self._load(arg.dtype, self._schedule.places[arg.rank]) if direct is None else self._read(arg.dtype, direct)
            self._values[arg.rank] = found
        return found

    def _read(self, dtype: np.dtype[Untyped], rank: int) -> str:
        """A column where it is: nothing behind its last row is touched."""
        name, kind, rows = f"%d{rank}", vector(_bytes(dtype)), self._rows()
        self._header += self._word(name, self._module.context.direct(rank))
        address = self.line(f"getelementptr {_memory(dtype)}, ptr {name}, i64 %i")
        found = self.line(
            f"call {kind} @{_load(_bytes(dtype))}(ptr {address}, i32 {dtype.itemsize}, <{WIDTH} x i1> {rows}, {kind} zeroinitializer)"
        )
        return self.line(f"icmp ne {kind} {found}, zeroinitializer") if dtype.kind == "b" else found

    def _picked(self, node: Node) -> str:
        """The value of another row for each row, or a default."""
        (arg,) = node.args
        key = index_key(node)
        if key not in self._indexes:
            index = self._load(_INDEX, self._schedule.indexes[key])
            self._indexes[key] = index, self.line(f"icmp sge <{WIDTH} x i32> {index}, zeroinitializer")
        default = 0 if node.operation == "project" else node.attributes[2]
        base = self._base(self._schedule.places[arg.rank])
        return self._gathered(base, arg.dtype, *self._indexes[key], splat(default, arg.dtype))

    def _looked_up(self, node: Node) -> str:
        """The element of a table; numpy's way with what is below zero, and the flag for what is beyond."""
        (arg,) = node.args
        wide = np.dtype(np.int64)
        count, kind = len(self._module.literals[node.attributes[0]]), vector(wide)
        index = self._words.convert(self._value(arg), arg.dtype, wide)
        if arg.dtype.kind == "i":
            below = self.line(f"icmp slt {kind} {index}, zeroinitializer")
            turned = self.line(f"add {kind} {index}, {splat(count, wide)}")
            index = self.line(f"select <{WIDTH} x i1> {below}, {kind} {turned}, {kind} {index}")
        held = self.line(f"icmp ult {kind} {index}, {splat(count, wide)}")
        self._flag(held)
        index = self._words.convert(index, wide, _INDEX)
        return self._gathered(self._module.table(node.attributes[0]), node.dtype, index, held, splat(0, node.dtype))

    def _flag(self, held: str) -> None:
        """Say that a row, not one of those behind the last, is not in a table."""
        missing = self.line(f"xor <{WIDTH} x i1> {held}, {splat(1, _TRUTH)}")
        missing = self.line(f"and <{WIDTH} x i1> {missing}, {self._rows()}")
        bits = self.line(f"bitcast <{WIDTH} x i1> {missing} to i{WIDTH}")
        wide = self.line(f"zext i{WIDTH} {bits} to i64")
        before = self.line("load i64, ptr %c, align 8")
        self.lines.append(f"store i64 {self.line(f'or i64 {before}, {wide}')}, ptr %c, align 8")

    def _rows(self) -> str:
        """Which rows are not behind the last one."""
        if not self._live:
            rows = self.line(f"insertelement <{WIDTH} x i64> poison, i64 %i, i32 0")
            rows = self.line(f"shufflevector <{WIDTH} x i64> {rows}, <{WIDTH} x i64> poison, <{WIDTH} x i32> zeroinitializer")
            lanes = ", ".join(f"i64 {lane}" for lane in range(WIDTH))
            rows = self.line(f"add <{WIDTH} x i64> {rows}, <{lanes}>")
            last = self.line(f"insertelement <{WIDTH} x i64> poison, i64 %n, i32 0")
            last = self.line(f"shufflevector <{WIDTH} x i64> {last}, <{WIDTH} x i64> poison, <{WIDTH} x i32> zeroinitializer")
            self._live = self.line(f"icmp ult <{WIDTH} x i64> {rows}, {last}")
        return self._live

    def _gathered(self, base: str, dtype: np.dtype[Untyped], index: str, held: str, default: str) -> str:
        """The elements at these 32-bit indexes, ``default`` where none is held."""
        lanes = self.line(f"getelementptr {_memory(dtype)}, ptr {base}, <{WIDTH} x i32> {index}")
        if dtype.itemsize < 4:  # no processor gathers less than four bytes: the others are cut off
            wide = vector(_WIDE)
            found = self.line(
                f"call {wide} @{_gather(_WIDE)}(<{WIDTH} x ptr> {lanes}, i32 1, <{WIDTH} x i1> {held}, {wide} zeroinitializer)"
            )
            cut = vector(np.dtype(f"u{dtype.itemsize}"))
            found = self.line(f"trunc {wide} {found} to {cut}")
            if dtype.kind == "b":
                found = self.line(f"icmp ne {cut} {found}, zeroinitializer")
            kind = vector(dtype)
            return self.line(f"select <{WIDTH} x i1> {held}, {kind} {found}, {kind} {default}")
        as_gathered = dtype if dtype.kind == "f" else np.dtype(f"u{dtype.itemsize}")
        kind = vector(dtype)
        return self.line(
            f"call {kind} @{_gather(as_gathered)}(<{WIDTH} x ptr> {lanes}, i32 {dtype.itemsize}, <{WIDTH} x i1> {held}, {kind} {default})"
        )

    def _load(self, dtype: np.dtype[Untyped], place: Place) -> str:
        address = self.line(f"getelementptr {_memory(dtype)}, ptr {self._base(place)}, i64 %i")
        if dtype.kind != "b":
            return self.line(f"load {vector(dtype)}, ptr {address}, align {dtype.itemsize * WIDTH}")
        found = self.line(f"load <{WIDTH} x i8>, ptr {address}, align {WIDTH}")
        return self.line(f"icmp ne <{WIDTH} x i8> {found}, zeroinitializer")

    def _store(self, value: str, dtype: np.dtype[Untyped], place: Place) -> None:
        kind = vector(dtype)
        if dtype.kind == "b":
            value = self.line(f"zext <{WIDTH} x i1> {value} to <{WIDTH} x i8>")
            kind = f"<{WIDTH} x i8>"
        address = self.line(f"getelementptr {_memory(dtype)}, ptr {self._base(place)}, i64 %i")
        self.lines.append(f"store {kind} {value}, ptr {address}, align {dtype.itemsize * WIDTH}")

    def _base(self, place: Place) -> str:
        """The address of a place."""
        found = self._at.get(place)
        if found is None:
            name = f"%p{len(self._at)}"
            word = self._module.context.room(place.room)
            self._header += [*self._word(f"{name}b", word), *self._word(f"{name}s", word + 1, "i64")]
            self._header += [f"{name}o = mul i64 {name}s, {place.rank}", f"{name} = getelementptr i8, ptr {name}b, i64 {name}o"]
            found = self._at[place] = name
        return found

    def _word(self, name: str, rank: int, kind: str = "") -> list[str]:
        """Read a word of the context: a count when it is ``%n``, an address unless told."""
        kind = kind or ("i64" if name == "%n" else "ptr")
        return [f"{name}w = getelementptr i64, ptr %c, i64 {rank}", f"{name} = load {kind}, ptr {name}w, align 8"]


def _memory(dtype: np.dtype[Untyped]) -> str:
    """The type of one element in memory."""
    return "i8" if dtype.kind == "b" else scalar(dtype)


def _bytes(dtype: np.dtype[Untyped]) -> np.dtype[Untyped]:
    """The dtype that memory has: a byte for a truth."""
    return np.dtype(np.uint8) if dtype.kind == "b" else dtype


def _short(dtype: np.dtype[Untyped]) -> str:
    """The name of an element in those of the functions of LLVM."""
    return f"{'f' if dtype.kind == 'f' else 'i'}{dtype.itemsize * 8}"


def _load(dtype: np.dtype[Untyped]) -> str:
    return f"llvm.masked.load.v{WIDTH}{_short(dtype)}.p0"


def _gather(dtype: np.dtype[Untyped]) -> str:
    return f"llvm.masked.gather.v{WIDTH}{_short(dtype)}.v{WIDTH}p0"
