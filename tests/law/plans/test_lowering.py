"""The cheapest words of numpy give the bytes of the plain ones, for few rows and for many."""

import numpy as np
import pytest

from relais.law.plans import numpy_calls  # noqa: F401 it teaches symbols the functions of numpy
from relais.law.plans.graph import Graph
from relais.law.plans.kernels import Scale, kept, marginal_rate, mask, reduced, select
from relais.law.plans.optimiser import optimise
from relais.law.plans.plan import Plan, Program
from relais.law.plans.printer import printed
from relais.law.plans.shape import Members, Shape
from relais.law.plans.symbols import Symbol
from relais.law.plans.untyped import Untyped

ODD = np.array([np.nan, -0.0, 0.0, np.inf, -np.inf, 1e-45, 3.5, -2.0], np.float32)
COLUMNS: dict[str, np.ndarray] = {
    "odd": ODD,
    "wide": ODD[::-1].astype(np.float64) * 1.1,
    "age": np.array([0, 3, 17, 18, 40, 65, 70, 99], np.int32),
    "told": np.array([True, False, True, True, False, False, True, False]),
    "land": np.array(["FR", "US", "DE", "F", "", "FR", "DE", "US"], "S2"),
}

FORMULAS = {
    "a choice that keeps what is not a number": lambda c: np.where(c["told"], c["odd"], c["odd"] * 0.5),
    "a choice of two widths": lambda c: np.where(c["told"], c["odd"], c["wide"]),
    "nothing elsewhere": lambda c: np.where(c["told"], c["wide"], 0),
    "a negative zero elsewhere": lambda c: np.where(c["told"], c["wide"], -0.0),
    "nothing here": lambda c: np.where(c["told"], 0, c["odd"]),
    "a choice between numbers": lambda c: np.where(c["told"], 2.5, 7),
    "a choice of whole numbers": lambda c: np.where(c["told"], c["age"], c["age"] * 2),
    "a choice of truths": lambda c: np.where(c["age"] > 17, c["told"], c["odd"] > 0),
    "true here": lambda c: np.where(c["told"], True, c["age"] > 17),
    "true elsewhere": lambda c: np.where(c["told"], c["age"] > 17, True),
    "false here": lambda c: np.where(c["told"], False, c["age"] > 17),
    "a truth converted twice": lambda c: c["wide"] * c["told"] + c["told"] * 3.25,
    "whole numbers and euros": lambda c: c["age"] * 2.5 + c["odd"] * c["age"],
    "a number that the dtype cannot hold": lambda c: (c["told"] * c["age"].astype(np.int8)) < 500,
    "rounded to the cent": lambda c: np.round(c["odd"] * 1.005, 2),
    "rounded to the euro": lambda c: np.round(c["wide"]),
    "rounded to the ten": lambda c: np.round(c["wide"], -1),
    "two texts of one width": lambda c: c["land"] == b"FR",
    "a shorter text": lambda c: c["land"] == b"F",
    "a longer text": lambda c: c["land"] == b"FRA",
}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("name", FORMULAS)
def test_a_lowered_formula_gives_the_bytes_of_numpy(name: str, many: bool) -> None:
    graph = Graph(Shape(8, {}), asking=lambda: name)
    symbols = {code: Symbol(graph, graph.column(code, values, "individu")) for code, values in COLUMNS.items()}
    given = {code: values[::-1].copy() for code, values in COLUMNS.items()}
    with np.errstate(all="ignore"):
        result, expected = FORMULAS[name](symbols), np.asarray(FORMULAS[name](given))
    done = optimise(graph, {"result": result.node}, "individu", tuple(COLUMNS))
    text = printed(done, many=many)
    found: Untyped = Program(Plan(text, text, ("result",)), text).run(given, Shape(8, {}))["result"]
    assert (found.dtype, _without_sign(found).tobytes()) == (expected.dtype, _without_sign(expected).tobytes())


def _without_sign(values: np.ndarray) -> np.ndarray:
    """The same with no negative zero, which outputs never show."""
    return values + 0 if values.dtype.kind == "f" else values


def test_a_key_chosen_between_names_of_the_law_is_looked_up_at_once() -> None:
    graph = Graph(Shape(8, {}))
    names = graph.literal(np.array(["couple", "seul"]))
    told = graph.column("told", COLUMNS["told"], "individu")
    key = graph.apply("where", (told, graph.constant(np.str_("couple")), graph.constant(np.str_("seul"))))
    amounts = graph.literal(np.array([900.0, 600.0]))
    place, known = (graph.apply(word, (key,), (names,)) for word in ("place", "known"))
    done = optimise(graph, {"euros": graph.apply("take", (place,), (amounts,)), "known": known}, "individu")
    assert {node.operation for node in done.graph.nodes if node in done.outputs.values()} == {"where", "fill"}
    assert done.outputs["euros"].value.tolist() == np.where(COLUMNS["told"], 900.0, 600.0).tolist()
    assert done.outputs["known"].value.all()


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.int32, np.int64, np.float32, np.float64])
def test_masks_choose_bit_for_bit(dtype: type) -> None:
    draw = np.random.default_rng(1)
    size = np.dtype(dtype).itemsize
    yes, no = (draw.integers(0, 2, 64 * size, np.uint8).view(dtype) if dtype is np.bool_ else _bits(draw, dtype) for _ in range(2))
    truths = draw.random(64) < 0.5
    chosen = mask(truths, size)
    assert select(chosen, yes, no).tobytes() == np.where(truths, yes, no).tobytes()
    assert kept(chosen, yes).tobytes() == np.where(truths, yes, np.zeros(1, dtype)).tobytes()


def _bits(draw: np.random.Generator, dtype: type) -> np.ndarray:
    found: np.ndarray = draw.integers(0, 256, 64 * np.dtype(dtype).itemsize, np.uint8).view(dtype)
    return found


def test_a_group_is_gone_through_person_by_person() -> None:
    shape = Shape(6, {"famille": Members(3, np.array([0, 2, 0, 1, 0, 2]), np.zeros(6, np.intp))})
    values = np.array([3.0, 1.0, 7.0, 2.0, 5.0, np.nan])
    assert reduced(np.maximum, values, shape(("ranks", "famille"))).tolist()[:2] == [7.0, 2.0]
    assert np.isnan(reduced(np.maximum, values, shape(("ranks", "famille")))[2])
    assert reduced(np.logical_and, values > 1, shape(("ranks", "famille"))).tolist() == [True, True, False]


@pytest.mark.parametrize("rows", [1, 2, 3, 8, 100])
@pytest.mark.parametrize("decimals", [None, 2])
def test_a_scale_is_core_to_the_bit(rows: int, decimals: int | None) -> None:
    from openfisca_core.taxscales import MarginalRateTaxScale

    draw = np.random.default_rng(rows)
    stock = MarginalRateTaxScale()
    for threshold, rate in ((0.0, 0.0), (512.33, 0.11), (1200.0, 0.3), (1999.99, 0.41), (4000.0, 0.45)):
        stock.add_bracket(threshold, rate)
    for factor in (1.0, np.float64(1.3), draw.random(rows) + 0.5):
        base = np.append(draw.random(rows - 1) * 6000, 1200.0).astype(np.float32)
        expected = stock.calc(base, factor, decimals)
        found = marginal_rate(base, Scale(stock.thresholds, stock.rates), factor, decimals)
        assert found.tobytes() == expected.tobytes()
