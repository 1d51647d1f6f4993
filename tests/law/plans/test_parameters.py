"""Parameters and tax scales asked with symbols."""

from collections.abc import Callable

import numpy as np
import pytest
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxscales import MarginalRateTaxScale, SingleAmountTaxScale

from relais.law.plans import kernels
from relais.law.plans.graph import Graph, Refused
from relais.law.plans.parameters import symbolic_parameters
from relais.law.plans.shape import Shape
from relais.law.plans.symbols import Symbol
from relais.law.plans.untyped import Untyped

WAGES = np.array([0.0, 800.0, 1500.0, 2500.0])
BIRTHS = np.array(["1940-05-01", "1951-01-01", "1960-02-03", "2001-01-01"], "datetime64[D]")


@pytest.fixture
def graph() -> Graph:
    return Graph(Shape(4, {}), asking=lambda: "rsa 2026-10")


def column(graph: Graph, name: str, values: np.ndarray) -> Symbol:
    return Symbol(graph, graph.column(name, values, "individu"))


def rates(rate: float) -> Untyped:
    scale = MarginalRateTaxScale()
    scale.add_bracket(0, 0)
    scale.add_bracket(1000, rate)
    return scale


def amounts(amount: float) -> Untyped:
    scale = SingleAmountTaxScale()
    scale.add_bracket(0, 0)
    scale.add_bracket(1000, amount)
    return scale


@pytest.mark.parametrize("built", [rates, amounts])
def test_a_scale_that_a_formula_builds_and_drops_never_lends_its_rates_to_the_next(graph: Graph, built: Callable[[float], Untyped]) -> None:
    wage = column(graph, "wage", WAGES)
    with symbolic_parameters(graph):
        found = [built(rank / 64).calc(wage).node.value for rank in range(40)]
    for rank, values in enumerate(found):
        assert values.tobytes() == built(rank / 64).calc(WAGES).tobytes()


def test_a_scale_changed_between_two_calls_is_two_scales_and_equal_scales_are_one(graph: Graph) -> None:
    wage, scale = column(graph, "wage", WAGES), rates(0.25)
    with symbolic_parameters(graph):
        before, same = scale.calc(wage), rates(0.25).calc(wage)
        scale.multiply_rates(2)
        after = scale.calc(wage)
    assert before.node is same.node
    assert before.node.value.tolist() == rates(0.25).calc(WAGES).tolist()
    assert after.node.value.tolist() == rates(0.5).calc(WAGES).tolist()


def by_birth() -> Untyped:
    names = {"before_1951_01_01": 1, "after_1951_01_01": 2, "after_1960_01_01": 3}
    return ParameterNode("age", data={name: {"values": {"2020-01-01": {"value": value}}} for name, value in names.items()})("2026-10-01")


def test_a_parameter_asked_by_birth_for_some_rows_stands_for_these_rows_only(graph: Graph) -> None:
    birth, wage = column(graph, "birth", BIRTHS), column(graph, "wage", WAGES)
    some = wage > 100
    with symbolic_parameters(graph):
        found = by_birth()[birth[some]]
        assert by_birth()[birth].node.value.tolist() == [1, 2, 3, 3]
    with pytest.raises(Refused, match="a part of a column with a whole one"):
        found + wage
    result = wage * 1
    result[some] = found
    assert result.node.value.tolist() == [0, 2, 3, 3]


@pytest.mark.parametrize("factor", [1.0, np.float32(3925.0), np.linspace(0, 4000, 1_200, dtype=np.float32)], ids=["none", "one", "by row"])
def test_a_scale_on_many_rows_gives_the_bytes_of_core(factor: Untyped) -> None:
    """Worked out bracket by bracket from a thousand rows on."""
    rates = {0: 0.0, 1.3: 0.11, 2.5: 0.3, 71.9: 0.41}
    theirs = MarginalRateTaxScale()
    for threshold, rate in rates.items():
        theirs.add_bracket(threshold, rate)
    base = np.concatenate([np.random.default_rng(4).normal(9_000, 20_000, 1_199), [np.inf]]).astype(np.float32)
    with np.errstate(all="ignore"):
        found = kernels.marginal_rate(base, kernels.Scale(list(rates), list(rates.values())), factor)
        expected = theirs.calc(base, factor=factor)
    assert (found.dtype, found.tobytes()) == (expected.dtype, expected.tobytes())
