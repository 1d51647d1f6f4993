"""The compiled print gives the bytes of numpy, row by row and across persons and groups; or it refuses, and numpy computes."""

import logging
from dataclasses import replace

import numpy as np
import pytest

from relais.law.plans import arena, native
from relais.law.plans.graph import Graph, Node
from relais.law.plans.native import Native, compiled, native_of
from relais.law.plans.object_code import NotLinked, linked
from relais.law.plans.optimiser import Optimised, optimise
from relais.law.plans.plan import Plan, Program
from relais.law.plans.printer import printed
from relais.law.plans.shape import Members, Shape
from relais.law.plans.symbols import Symbol
from relais.law.plans.untyped import Untyped
from tests.law.plans.test_lowering import COLUMNS, FORMULAS

#: read before the suite is told that there is none (tests/conftest.py)
COMPILER = native.compiler()
needs_compiler = pytest.mark.skipif(not COMPILER, reason="llvmlite is not installed: numpy computes every plan")
MORE = {
    "the larger": lambda c: np.maximum(c["odd"], c["odd"] * 0 + 1.5),
    "the smaller of whole numbers": lambda c: np.minimum(c["age"], 17),
    "divided by nothing": lambda c: c["wide"] / (c["age"] - 17),
    "rounded down, up": lambda c: np.floor(c["odd"]) + np.ceil(c["wide"]),
    "without sign": lambda c: np.abs(c["odd"]) + np.abs(-c["age"]),
    "to whole numbers": lambda c: c["age"].astype(np.float64).astype(np.int16) // 1 + c["told"].astype(np.int8),
    "not a number": lambda c: np.isnan(c["odd"]) | np.logical_not(c["age"]),
    "truths added": lambda c: (c["told"] + (c["age"] > 3)) * 2.5,
}


@needs_compiler
def test_compiled_formulas_give_the_bytes_of_numpy() -> None:
    """All of them in one plan, on as many rows as fill no vector."""
    graph = Graph(Shape(8, {}))
    symbols = {code: Symbol(graph, graph.column(code, values, "individu")) for code, values in COLUMNS.items()}
    given = {code: np.resize(values[::-1], 37) for code, values in COLUMNS.items()}
    formulas = FORMULAS | MORE
    with np.errstate(all="ignore"):
        nodes = {name: formula(symbols).node for name, formula in formulas.items()}
        expected = {name: np.asarray(formula(given)) for name, formula in formulas.items()}
    done = optimise(graph, nodes, "individu", tuple(COLUMNS))
    found = program(done, compiled(done, "individu")).run(given, Shape(37, {}))
    for name, values in expected.items():
        assert (found[name].dtype, _unsigned(found[name])) == (values.dtype, _unsigned(values)), name


def _unsigned(values: np.ndarray) -> bytes:
    """Bytes, no zero of which is negative."""
    return (values + values.dtype.type(0)).tobytes() if values.dtype.kind == "f" else values.tobytes()


def _marked(values: np.ndarray) -> tuple[np.dtype, bytes]:
    return values.dtype, _unsigned(values)


ROLES = (("menage", 0), ("menage", 1))


def households(count: int, draw: np.random.Generator, *, mixed: bool = False) -> Shape:
    """Households of one to six persons, one person in nine with a family apart; ``mixed``: persons in any order."""
    row = np.repeat(np.arange(count), draw.integers(1, 7, count))
    if mixed:
        draw.shuffle(row)
    first = np.unique(row, return_index=True)[1]
    role = np.where(np.isin(np.arange(len(row)), first), 0, 1)
    family = row.copy()
    apart = np.flatnonzero((draw.random(len(row)) < 1 / 9) & (role == 1))
    family[apart] = count + np.arange(len(apart))
    return Shape(len(row), {"menage": Members(count, row, role), "famille": Members(count + len(apart), family, role)})


def columns(shape: Shape, draw: np.random.Generator) -> dict[str, tuple[str, np.ndarray]]:
    persons, groups = shape.persons, shape.count("menage")
    return {
        "euros": ("individu", draw.normal(900, 700, persons).astype(np.float32)),
        "wide": ("individu", draw.normal(0, 1e6, persons)),
        "told": ("individu", draw.random(persons) < 0.4),
        "code": ("individu", draw.integers(-3, 3, persons).astype(np.int16)),
        "rent": ("menage", draw.normal(500, 90, groups).astype(np.float32)),
        "zone": ("menage", draw.integers(0, 3, groups).astype(np.uint8)),
    }


def across(shape: Shape, given: dict[str, tuple[str, np.ndarray]]) -> tuple[Optimised, list[str]]:
    """A plan of every operation that reads the rows of another entity, several times over."""
    graph = Graph(shape)
    read = {name: graph.column(name, values, entity) for name, (entity, values) in given.items()}
    outputs: dict[str, Node] = {}

    def made(name: str, operation: str, arg: Node, attributes: tuple[Untyped, ...], entity: str | None = None) -> Node:
        outputs[name] = graph.apply(operation, (arg,), attributes, entity)
        return outputs[name]

    for name in ("euros", "wide", "told", "code"):
        for entity in ("menage", "famille"):
            made(f"{name} of {entity}", "sum", read[name], (entity, None), entity)
            made(f"{name} of those who hold it in {entity}", "sum", read[name], (entity, ROLES[1]), entity)
            made(f"{name} of the second of {entity}", "nth", read[name], (entity, 1, 0), entity)
            made(f"most {name} of {entity}", "reduce", read[name], (entity, "maximum"), entity)
        made(f"{name} of the holder", "holder", read[name], ("menage", ROLES[0], 0), "menage")
    every = made("every", "reduce", read["told"], ("famille", "logical_and"), "famille")
    spread = made("rent of each", "project", read["rent"], ("menage",), "individu")
    again = graph.apply("ufunc", (spread, graph.apply("project", (every,), ("famille",), "individu")), ("multiply",))
    made("summed again", "sum", graph.apply("ufunc", (again, read["euros"]), ("add",)), ("famille", None), "famille")
    made("zone of each", "project", read["zone"], ("menage",), "individu")
    made("looked up", "take", read["zone"], (graph.literal(np.array([1.5, 2.5, 3.5])),))
    made("looked up backwards", "take", read["code"], (graph.literal(np.array([True, False, True])),))
    return optimise(graph, outputs, "individu"), list(outputs)


def program(done: Optimised, variant: Untyped) -> Program:
    few = printed(done, many=False)
    return Program(Plan(few, few, tuple(done.outputs)), variant)


@pytest.fixture(scope="module")
def plan() -> tuple[Optimised, Native]:
    draw = np.random.default_rng(1)
    shape = households(9, draw)
    done, _ = across(shape, columns(shape, draw))
    return done, compiled(done, "individu")


@needs_compiler
def test_persons_and_groups_are_read_across_whatever_the_parts(plan: tuple[Optimised, Native], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, in parts, in parts that nobody can cut; the same program again and again, on other shapes and on one met before with other
    figures, by one thread and by three."""
    done, print_ = plan
    few = printed(done, many=False)
    programs = [Program(Plan(few, few, tuple(done.outputs)), print_, threads) for threads in (1, 3)]
    theirs = program(done, few)
    draw, figures = np.random.default_rng(2), np.random.default_rng(3)
    parts = []
    for longest in (1_000, 20):
        monkeypatch.setattr(arena, "PART", longest)
        for count, mixed in ((1, False), (60, False), (17, True), (200, False)):
            shape = households(count, draw, mixed=mixed)
            for ours in (*programs, *programs):
                given = {name: values for name, (_, values) in columns(shape, figures).items()}
                found, expected = ours.run(given, shape), theirs.run(given, shape)
                wrong = [name for name in expected if _marked(found[name]) != _marked(expected[name])]
                assert wrong == [], (longest, count, mixed)
            parts.append(arena.Parts(shape, "individu").count)
    assert parts[:4] == [1, 1, 1, 1]
    assert parts[6] == 1, "persons in any order cannot be cut"
    assert min(parts[5], parts[7]) > 5


@needs_compiler
def test_what_was_not_recorded_so_is_refused(plan: tuple[Optimised, Native]) -> None:
    done, print_ = plan
    ours, draw = program(done, print_), np.random.default_rng(3)
    shape = households(30, draw)
    given = {name: values for name, (_, values) in columns(shape, draw).items()}
    with pytest.raises(IndexError, match="out of its table"):
        ours.run(given | {"zone": np.full(30, 3, np.uint8)}, shape)
    with pytest.raises(TypeError):
        ours.run(given | {"euros": given["euros"].astype(np.float64)}, shape)
    with pytest.raises(ValueError, match=r"reshape|as long"):
        ours.run(given | {"euros": given["euros"][:-1]}, shape)
    ours.run(given, shape)
    with pytest.raises(ValueError, match="another processor"):
        program(done, replace(print_, processor="of another kind"))


@needs_compiler
def test_an_object_that_asks_for_more_is_not_linked() -> None:
    outside = "declare double @cos(double)\ndefine double @f(double %x) {\n %y = call double @cos(double %x)\n ret double %y\n}\n"
    with pytest.raises(NotLinked, match="reference"):
        linked(native._object_code(outside))
    written = "@kept = global i64 1\ndefine void @f() {\n store i64 2, ptr @kept\n ret void\n}\n@none = global i64 0\n"
    with pytest.raises(NotLinked):
        linked(native._object_code(written))


def test_what_is_no_object_is_not_linked() -> None:
    for content in (b"", b"\x7fELF\x01" + bytes(60), b"\x7fELF\x02" + bytes(60)):
        with pytest.raises(NotLinked):
            linked(content)


def test_without_a_compiler_or_when_it_fails_there_is_no_native_print(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nothing = optimise(Graph(Shape(1, {})), {}, "individu")
    assert native_of(nothing, "individu") is None
    monkeypatch.setattr(native, "compiler", lambda: "1.0")

    def fails(*_: object) -> Native:
        raise RuntimeError("no such instruction")

    monkeypatch.setattr(native, "compiled", fails)
    with caplog.at_level(logging.WARNING):
        assert native_of(nothing, "individu") is None
    assert "no such instruction" in caplog.text
