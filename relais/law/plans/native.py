"""The third print of a plan: its operations compiled for this machine, numpy for the few that have no native words.

``compiled`` makes it where llvmlite is installed (a compiler: some seconds a plan, at recording); the result is plain bytes that run
without llvmlite, on processors like the one they were made for (``processor`` names it). Same bytes as the other two prints, or nothing:
whatever cannot be compiled, loaded or run raises, and the caller takes the print of numpy.
"""

import ctypes
import hashlib
import logging
import platform
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata, util
from pathlib import Path

import numpy as np

from relais.law.plans.arena import Arena, Memory, Parts, Seen
from relais.law.plans.graph import Node, reached
from relais.law.plans.llvm_text import Context, context_of, program, segment_name
from relais.law.plans.lowering import lowered
from relais.law.plans.object_code import Image, Loaded, linked
from relais.law.plans.operations import OPERATIONS
from relais.law.plans.optimiser import Optimised
from relais.law.plans.printer import NAME, Printed, Text
from relais.law.plans.schedule import Place, Room, Schedule, scheduled
from relais.law.plans.shape import Shape
from relais.law.plans.untyped import Untyped

_log = logging.getLogger(__name__)
#: optimisations of the compiler: those of instructions alone, since the graph has had its own
_EFFORT = 2


@dataclass(frozen=True, slots=True)
class Native:
    """``printed``: the function that lays columns, runs segments and does the rest with numpy; ``image``: the segments."""

    printed: Printed
    image: Image
    segments: int
    context: Context
    rooms: Mapping[Room, int]
    indexes: Mapping[tuple[Untyped, ...], Place]
    persons: str
    processor: str


@cache
def processor() -> str:
    """What a processor can run, in a few letters; empty when it cannot be told, or when it is not one that is compiled for."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return ""
    flags = next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")
    if platform.machine() != "x86_64" or not flags:
        return ""
    return hashlib.sha256(" ".join(sorted(flags.split())).encode()).hexdigest()[:16]


@cache
def compiler() -> str:
    """The version of the compiler; empty when there is none here."""
    if not processor() or util.find_spec("llvmlite") is None:
        return ""
    return metadata.version("llvmlite")


def compiled(optimised: Optimised, persons: str) -> Native:
    """The native print; ImportError without llvmlite, RuntimeError or NotLinked when it does not compile. ``persons``: their entity."""
    done = lowered(optimised, many=False)
    roots = [*done.outputs.values(), *(guard.node for guard in done.graph.guards)]
    alive = reached(roots)
    schedule = scheduled(alive, roots, done.graph.literals, persons)
    return Native(
        _printed(schedule, alive, roots, done.graph.literals),
        linked(_object_code(program(schedule, done.graph.literals))),
        len(schedule.segments),
        context_of(schedule),
        schedule.rooms,
        schedule.indexes,
        persons,
        processor(),
    )


def native_of(optimised: Optimised, persons: str) -> Native | None:
    """The native print; None without a compiler, or when it fails, which is logged: numpy gives the same bytes."""
    if not compiler():
        return None
    try:
        return compiled(optimised, persons)
    except Exception as error:  # noqa: BLE001 whatever a compiler raises, people are answered by numpy
        _log.warning("a plan is not compiled, numpy computes it: %s: %s", type(error).__name__, str(error)[:200])
        return None


def _object_code(text: str) -> bytes:
    """What the compiler makes of a program for this very processor, to be put anywhere in memory."""
    binding = import_module("llvmlite.binding")  # present only where plans are compiled
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(text)
    module.verify()
    target = binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=_EFFORT, reloc="pic", codemodel="small"
    )
    code: bytes = target.emit_object(module)
    return code


def _printed(schedule: Schedule, alive: Sequence[Node], roots: Sequence[Node], literals: Sequence[Untyped]) -> Printed:
    text = _NativeText(schedule, literals)
    text.give(alive)
    for rank, segment in enumerate(schedule.segments):
        text.body += [f"run({rank})"] if segment.loops else []
        for node in segment.plain:
            text.plain(node)
    slots = tuple(node.attributes[0] for node in alive if node.operation == "column")
    lines = [
        f"def {NAME}(I,S,lay,point,get,run):",
        *text.opening,
        *text.body,
        f"return ({''.join(f'{text.value(root)},' for root in roots)})",
    ]
    return Printed("\n ".join(lines) + "\n", slots, len(alive), text.constants, text.ufuncs, text.dtypes)


class _NativeText(Text):
    """Lines of the function: columns laid, segments run, and the operations of numpy between them."""

    def __init__(self, schedule: Schedule, literals: Sequence[Untyped]) -> None:
        super().__init__(literals)
        self._schedule = schedule
        self._names: dict[int, str] = {}

    def give(self, alive: Sequence[Node]) -> None:
        """Name what is given, and lay what is read natively."""
        for node in alive:
            if node.operation == "column":
                self._names[node.rank] = name = f"i{node.rank}"
                self.opening.append(f"{name}=I[{node.attributes[0]!r}]")
            elif node.operation == "shape":
                self._names[node.rank] = self.shape(*node.attributes)
        for nodes in self._schedule.given:
            self._lay(nodes)
        for nodes in self._schedule.direct:
            names = ",".join(self._names[node.rank] for node in nodes)
            self.body.append(f"point(({names},),{self._schedule.directs[nodes[0].rank]},{nodes[0].dtype.str!r})")

    def plain(self, node: Node) -> None:
        """An operation of numpy."""
        expression = OPERATIONS[node.operation].write(self, node.attributes, *(self.value(arg) for arg in node.args))
        self._names[node.rank] = name = f"v{node.rank}"
        self.body.append(f"{name}={expression}")
        if node.rank in self._schedule.places:
            self._lay([node])

    def value(self, arg: Untyped) -> str:
        """An argument: a constant, a name, or what is read from its place."""
        if not isinstance(arg, Node) or arg.constant:
            return self.argument(arg)
        name = self._names.get(arg.rank)
        return name or f"get({self._place(arg)})"

    def _lay(self, nodes: Sequence[Node]) -> None:
        names = ",".join(self._names[node.rank] for node in nodes)
        self.body.append(f"lay(({names},),{self._place(nodes[0])})")

    def _place(self, node: Node) -> str:
        """The words for a place and the dtype of what is there."""
        place = self._schedule.places[node.rank]
        name = f"p_{place.room[0]}_{place.room[1]}_{int(place.room[2])}_{place.rank}"
        self.constants[name] = place
        return f"{name},{node.dtype.str!r}"


class NativeProgram:
    """A native print ready to run. ``function``: the printed one; ``threads``: how many may run the parts of one call, which hold no lock
    of the interpreter. Safe under threads: each call has its own memory.

    Raises NotLinked or OSError when it cannot be put in memory, ValueError when it is for another processor.
    """

    def __init__(self, native: Native, function: Callable[..., Untyped], threads: int = 1) -> None:
        if native.processor != processor():
            raise ValueError("compiled for another processor")
        self._native = native
        self._function = function
        self._threads = threads
        self._loaded = Loaded(native.image)
        signature = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
        self._segments = [signature(self._loaded.address(segment_name(rank))) for rank in range(native.segments)]
        self._free: list[tuple[Memory, Seen]] = []

    def __call__(self, columns: Mapping[str, Untyped], shape: Shape) -> tuple[Untyped, ...]:
        """Outputs, then the truths of the guards; IndexError when a look-up goes out of its table."""
        memory, seen = self._free.pop() if self._free else (Memory(), Seen(self._native.persons, self._threads))
        try:
            return self._called(columns, seen.parts(shape), memory)
        finally:
            self._free.append((memory, seen))

    def _called(self, columns: Mapping[str, Untyped], parts: Parts, memory: Memory) -> tuple[Untyped, ...]:
        native = self._native
        arena = Arena(native.context, native.rooms, parts, memory)
        for key, place in native.indexes.items():
            arena.put_index(place, key)
        words, each = arena.words.ctypes.data, arena.words.strides[0]

        def of_thread(rank: int, thread: int) -> None:
            for part in range(thread, parts.count, parts.threads):
                self._segments[rank](words + each * part)

        with ThreadPoolExecutor(max(parts.threads - 1, 1)) as others:

            def run(rank: int) -> None:
                apart = [others.submit(of_thread, rank, thread) for thread in range(1, parts.threads)]
                of_thread(rank, 0)
                for one in apart:
                    one.result()

            found: tuple[Untyped, ...] = self._function(columns, parts.shape, arena.lay, arena.point, arena.get, run)
        if np.any(arena.words[:, 0]):
            raise IndexError("a look-up goes out of its table")
        return found
