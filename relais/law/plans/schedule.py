"""Which operations run natively, in which loop, and where in memory what leaves a loop stays.

A *segment* is what runs natively between two turns of numpy: few operations have no native words, so segments are few. In a segment,
operations of one entity run in one loop over its rows as long as they read no row of another; *steps* follow one another, each being
the loop of persons, then what gathers persons into groups, then the loops of groups. What a loop alone reads stays in registers; the
rest has a *place*: a row of memory of its entity and width, used again once nothing reads it. Places that numpy or another segment reads
are *kept*: each block of households has its own. The others are scratch, the same for all blocks, so that they stay in the caches.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TypeAlias

from relais.law.plans.graph import WHOLE, Node
from relais.law.plans.llvm_words import has_words, plain
from relais.law.plans.untyped import Untyped

#: operations that read rows of another entity, by an index
INDEXED = ("project", "holder", "nth")
#: operations that gather persons into groups, in a loop of their own
GATHERED = ("sum", "reduce")
_EXTREMES = ("maximum", "minimum")
_OF_TRUTHS = ("maximum", "minimum", "logical_and", "logical_or")
#: tables that a native look-up holds, at most
_TABLE = 4_096
#: operations of a loop, at most
LONGEST = 400
#: an entity, bytes an element, whether kept
Room: TypeAlias = tuple[str, int, bool]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of memory: its kind, and its rank among those of this kind."""

    room: Room
    rank: int


@dataclass(slots=True)
class Loop:
    """Operations that run one after the other on the same rows; ``gathered``: those of a gathering each have a loop."""

    entity: str
    gathered: bool
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Segment:
    """Native loops in order, then the operations of numpy that follow them."""

    loops: list[Loop] = field(default_factory=list)
    plain: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Schedule:
    """``places``: rank of a node → where its values are; ``rooms``: how many places each room has; ``indexes``: key of an index → place.

    ``tables``: keys of the members by rank that gatherings read, in order. ``given``: columns and arrays of the shape that
    are read natively, by entity and dtype, the places of each list following each other. ``direct``: the same for columns of persons that
    loops read where they are; rank of a node → rank among them in ``directs``.
    """

    segments: list[Segment]
    places: dict[int, Place]
    rooms: dict[Room, int]
    indexes: dict[tuple[Untyped, ...], Place]
    tables: list[tuple[Untyped, ...]]
    given: list[list[Node]]
    direct: list[list[Node]]
    directs: dict[int, int]


def index_key(node: Node) -> tuple[Untyped, ...]:
    """Which person or group an operation reads for each row."""
    match node.operation:
        case "project":
            return ("group", node.attributes[0])
        case "holder":
            return ("holder", *node.attributes[:2])
    return ("nth", *node.attributes[:2])


def table_key(node: Node) -> tuple[Untyped, ...]:
    """Which persons an operation gathers."""
    return ("members", node.attributes[0], node.attributes[1] if node.operation == "sum" else None)


def is_native(node: Node, literals: Sequence[Untyped]) -> bool:
    """Whether an operation runs natively."""
    match node.operation:
        case "project" | "holder" | "nth":
            return plain(node.dtype) and node.args[0].dtype == node.dtype
        case "sum":
            return plain(node.args[0].dtype)
        case "reduce":
            return plain(node.dtype) and node.attributes[1] in (_OF_TRUTHS if node.dtype == bool else _EXTREMES)
        case "fill":
            arg = node.args[0]
            return plain(node.dtype) and (not isinstance(arg, Node) or arg.dtype == node.dtype)
        case "take":
            table = literals[node.attributes[0]]
            return plain(node.dtype) and table.ndim == 1 and 0 < len(table) <= _TABLE and node.args[0].dtype.kind in "iu"
    return node.entity != WHOLE and has_words(node)


def scheduled(alive: Sequence[Node], roots: Iterable[Node], literals: Sequence[Untyped], persons: str) -> Schedule:
    """The schedule of the live operations of a plan. ``persons``: the entity of persons."""
    native = {node.rank: is_native(node, literals) for node in alive}
    turns = _latest(alive, native, _turns(alive, native), _turn_before)
    steps = _latest(alive, native, _steps(alive, native, turns), partial(_step_before, turns))
    segments = [Segment() for _ in range(max(turns.values(), default=0) + 1)]
    loops: dict[tuple[int, int, int, str], Loop] = {}
    for node in alive:
        if _is_given(node):
            continue
        if not native[node.rank]:
            segments[turns[node.rank]].plain.append(node)
            continue
        gathered = node.operation in GATHERED
        order = 1 if gathered else 0 if node.entity == persons else 2
        key = (turns[node.rank], steps[node.rank], order, "" if gathered else node.entity)
        loops.setdefault(key, Loop(node.entity, gathered)).nodes.append(node)
    for key in sorted(loops):
        segments[key[0]].loops += _cut(loops[key])
    return _placed(segments, native, alive, roots, persons)


def _turns(alive: Sequence[Node], native: Mapping[int, bool]) -> dict[int, int]:
    """Rank → the first segment where an operation can run: after the turn of numpy that it reads."""
    turns: dict[int, int] = {}
    for node in alive:
        late = [turns[arg.rank] + (native[node.rank] and not native[arg.rank] and not _is_given(arg)) for arg in _columns(node)]
        turns[node.rank] = max(late, default=0)
    return turns


def _steps(alive: Sequence[Node], native: Mapping[int, bool], turns: Mapping[int, int]) -> dict[int, int]:
    """Rank → the first step of its segment where a native operation can run: a projection waits for the loop of the group."""
    steps: dict[int, int] = {}
    for node in alive:
        same = [arg for arg in _columns(node) if native[arg.rank] and turns[arg.rank] == turns[node.rank]]
        steps[node.rank] = max((steps[arg.rank] for arg in same), default=0) + (node.operation == "project" and bool(same))
    return steps


def _latest(
    alive: Sequence[Node], native: Mapping[int, bool], first: dict[int, int], limit: Callable[[Node, Node, int], int | None]
) -> dict[int, int]:
    """Native operations put off until something reads them, so that fewer values wait in memory. ``limit(arg, node, when)``: the latest
    for what a node reads at some time, None when it sets no limit."""
    found = dict(first)
    ends: dict[int, int] = {}
    for node in reversed(alive):
        if native[node.rank] and node.rank in ends:
            found[node.rank] = max(first[node.rank], ends[node.rank])
        for arg in _columns(node):
            end = limit(arg, node, found[node.rank])
            if end is not None:
                ends[arg.rank] = min(end, ends.get(arg.rank, end))
    return found


def _turn_before(_arg: Node, _node: Node, turn: int) -> int:
    return turn


def _step_before(turns: Mapping[int, int], arg: Node, node: Node, step: int) -> int | None:
    return step - (node.operation == "project") if turns[arg.rank] == turns[node.rank] else None


def _cut(loop: Loop) -> list[Loop]:
    """Loops that a compiler takes in one piece."""
    return [Loop(loop.entity, loop.gathered, loop.nodes[first : first + LONGEST]) for first in range(0, len(loop.nodes), LONGEST)]


def _is_given(node: Node) -> bool:
    return node.operation in ("column", "shape")


def _placed(segments: list[Segment], native: Mapping[int, bool], alive: Sequence[Node], roots: Iterable[Node], persons: str) -> Schedule:
    """Give a place to what leaves its loop."""
    turns = [turn for segment in segments for turn in (*(loop.nodes for loop in segment.loops), segment.plain)]
    readings = _Readings(segments, native)
    for root in roots:
        readings.last[root.rank] = len(turns)
        if native.get(root.rank):
            readings.needed.add(root.rank)
            readings.kept.add(root.rank)
    read = sorted((node for node in alive if _is_given(node) and node.rank in readings.needed), key=_kind)
    moved = {arg.rank for node in alive if node.operation in (*INDEXED, *GATHERED) for arg in _columns(node)}
    direct = [node for node in read if node.entity == persons and node.rank not in moved]
    given = [node for node in read if node.entity != persons or node.rank in moved]
    readings.needed -= {node.rank for node in direct}
    placing = _Placing()
    places: dict[int, Place] = {}
    leaving: dict[int, list[Place]] = defaultdict(list)
    for now, nodes in enumerate([given, *turns], -1):
        for node in nodes:
            if node.rank in readings.needed:
                place = places[node.rank] = placing.place(node, kept=node.rank in readings.kept)
                leaving[readings.last[node.rank]].append(place)
        for place in leaving.pop(now, ()):
            placing.free[place.room].append(place.rank)
    indexes = {index_key(node): placing.new((node.entity, 4, True)) for node in _first_of(alive, native, INDEXED, index_key)}
    tables = [table_key(node) for node in _first_of(alive, native, GATHERED, table_key)]
    directs = {node.rank: rank for rank, node in enumerate(direct)}
    for _, entity, _ in tables:
        placing.rooms.setdefault((entity, 4, True), 0)
    return Schedule(segments, places, placing.rooms, indexes, tables, _by_kind(given), _by_kind(direct), directs)


class _Readings:
    """By rank of a node: the turn that reads it last; ``needed``: read by another loop than its own, one of them being native;
    ``kept``: read by another segment, or by numpy."""

    def __init__(self, segments: Sequence[Segment], native: Mapping[int, bool]) -> None:
        self.last: dict[int, int] = {}
        self.needed: set[int] = set()
        self.kept: set[int] = set()
        made: dict[int, tuple[int, int]] = {}
        now = 0
        for rank, segment in enumerate(segments):
            for nodes in (*(loop.nodes for loop in segment.loops), segment.plain):
                made |= {node.rank: (rank, now) for node in nodes}
                for node in nodes:
                    for arg in _columns(node):
                        self.last[arg.rank] = now
                        if made.get(arg.rank, (-1, -1))[1] != now and (native[node.rank] or native[arg.rank]):
                            self.needed.add(arg.rank)
                        if not (native[node.rank] and native[arg.rank]) or made[arg.rank][0] != rank:
                            self.kept.add(arg.rank)
                now += 1


def _kind(node: Node) -> tuple[str, str]:
    return node.entity, node.dtype.str


def _by_kind(nodes: Sequence[Node]) -> list[list[Node]]:
    return [list(alike) for _, alike in groupby(nodes, _kind)]


def _columns(node: Node) -> list[Node]:
    return [arg for arg in node.args if isinstance(arg, Node) and not arg.constant]


def _first_of(
    alive: Sequence[Node], native: Mapping[int, bool], operations: Sequence[str], key: Callable[[Node], tuple[Untyped, ...]]
) -> list[Node]:
    """The first native operation of each key."""
    return list({key(node): node for node in alive if native[node.rank] and node.operation in operations}.values())


class _Placing:
    """Places handed out and given back."""

    def __init__(self) -> None:
        self.rooms: dict[Room, int] = {}
        self.free: dict[Room, list[int]] = defaultdict(list)

    def place(self, node: Node, *, kept: bool) -> Place:
        """A place for the values of a node."""
        room = (node.entity, node.dtype.itemsize, kept)
        return Place(room, self.free[room].pop()) if self.free[room] else self.new(room)

    def new(self, room: Room) -> Place:
        """A place that nothing had."""
        rank = self.rooms[room] = self.rooms.get(room, 0) + 1
        return Place(room, rank - 1)
