"""House measures, printed for the closing note of an issue: ``python tools/house.py``.

What is counted: modules of ``relais/`` (migrations apart), functions by their lines from ``def`` to the end, templates,
annotated returns, test lines per line of code; arrows between rooms that go up the floors of ``pyproject.toml``, and
modules standing in an import circle. Imports under ``TYPE_CHECKING`` count: a circle for the reader is a circle.
"""

import ast
import math
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "relais"


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method: ``where`` is ``path:line name``, ``lines`` its length, ``annotated`` whether its return is typed."""

    where: str
    lines: int
    annotated: bool


@dataclass(frozen=True, slots=True)
class Sizes:
    """Median, 95th percentile and largest of a list of sizes, in lines."""

    count: int
    median: int
    p95: int
    largest: int


def modules(root: Path = ROOT / PACKAGE) -> list[Path]:
    """Every module under ``root`` written by hand, in a stable order (migrations are generated)."""
    return sorted(path for path in root.rglob("*.py") if "migrations" not in path.parts)


def templates(root: Path = ROOT / PACKAGE) -> list[Path]:
    """Every HTML template under ``root``."""
    return sorted(path for path in root.rglob("*.html") if "templates" in path.parts)


def line_count(path: Path) -> int:
    """Lines of a text file, blank ones included."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    """Functions and methods of a module, nested ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines, node.returns is not None)


def sizes(values: Sequence[int]) -> Sizes:
    """Nearest-rank statistics; zeros when there is nothing to measure."""
    if not values:
        return Sizes(0, 0, 0, 0)
    ranked = sorted(values)

    def at(share: float) -> int:
        return ranked[max(0, math.ceil(share * len(ranked)) - 1)]

    return Sizes(len(ranked), at(0.5), at(0.95), ranked[-1])


def floors() -> dict[str, int]:
    """Room → floor, 0 at the top, read from the contract ``floors``; neighbours (``a | b``) share a floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {room.strip(" ()"): floor for floor, layer in enumerate(layers) for room in layer.split("|")}


def imports() -> dict[str, set[str]]:
    """Module → modules of the package that it imports, everywhere in the file."""
    import grimp

    sys.path.insert(0, str(ROOT))  # run as a script, Python only knows tools/
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def arrows(graph: Mapping[str, Iterable[str]], floor_of: Mapping[str, int]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(all arrows between two rooms, those that do not go down). A room without a floor is a backward arrow."""
    between = {(_room(user), _room(used)) for user, targets in graph.items() for used in targets}
    between = {(user, used) for user, used in between if user != used and user and used}
    backward = {(user, used) for user, used in between if floor_of.get(user, math.inf) >= floor_of.get(used, -math.inf)}
    return between, backward


def in_circles(graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Modules that stand in an import circle, or between two circles; empty when imports form no circle.

    Modules that import nothing left, or that nothing left imports, are taken away until none can be.
    """
    left = {module: set(targets) for module, targets in graph.items()}
    while True:
        used = {target for targets in left.values() for target in targets}
        loose = {module for module, targets in left.items() if module not in used or not targets & left.keys()}
        if not loose:
            return set(left)
        left = {module: targets - loose for module, targets in left.items() if module not in loose}


def report() -> list[str]:
    """The measures, one line each, beside the aims of the house."""
    code, tests, pages = modules(), modules(ROOT / "tests"), templates()
    written = [function for path in code for function in functions(path)]
    graph = imports()
    between, backward = arrows(graph, floors())
    code_lines, test_lines = sum(map(line_count, code)), sum(map(line_count, tests))
    typed = sum(function.annotated for function in written)
    return [
        f"backward arrows between rooms   {len(backward)} of {len(between)}   (aim 0)",
        f"modules in import circles       {len(in_circles(graph))} of {len(graph)}   (aim 0)",
        _size_line("module lines", sizes([line_count(path) for path in code]), "≤ 60 / 300"),
        _size_line("function lines", sizes([function.lines for function in written]), "≤ 7 / 30"),
        _size_line("template lines", sizes([line_count(path) for path in pages]), "≤ 25 / 100"),
        f"annotated returns               {100 * typed / max(1, len(written)):.1f} % of {len(written)}   (aim 100 %)",
        f"test lines per line of code     {test_lines / max(1, code_lines):.2f} ({test_lines} / {code_lines})   (aim ≥ 1.2)",
    ]


def _size_line(label: str, size: Sizes, aim: str) -> str:
    return f"{label:<31} median {size.median}, p95 {size.p95}, largest {size.largest}, count {size.count}   (aim {aim})"


def main() -> None:
    """Print the measures."""
    print("\n".join(report()))


if __name__ == "__main__":
    main()
