"""What symbols record, and what they refuse rather than get wrong."""

import numpy as np
import pytest

from relais.law.plans import numpy_calls  # noqa: F401 it teaches symbols the functions of numpy
from relais.law.plans.graph import Graph, Refused
from relais.law.plans.optimiser import optimise
from relais.law.plans.plan import Plan, Program
from relais.law.plans.printer import printed, write
from relais.law.plans.shape import Members, Shape
from relais.law.plans.symbols import Symbol
from relais.law.plans.untyped import Untyped

WAGES = np.array([0.0, 800.0, 1500.0, 2500.0], np.float32)
AGES = np.array([3, 17, 40, 70], np.int32)


def shape() -> Shape:
    return Shape(4, {"famille": Members(2, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))})


@pytest.fixture
def graph() -> Graph:
    return Graph(shape(), asking=lambda: "rsa 2026-10")


def column(graph: Graph, name: str, values: np.ndarray) -> Symbol:
    return Symbol(graph, graph.column(name, values, "individu"))


def replayed(graph: Graph, result: Symbol, columns: dict[str, np.ndarray], *, in_place: bool) -> np.ndarray:
    done = optimise(graph, {"result": result.node}, "individu")
    variant = printed(done, many=in_place)
    guards = tuple((guard.expected, guard.formula) for guard in done.graph.guards)
    found: np.ndarray = Program(Plan(variant, variant, ("result",), guards), variant).run(columns, shape())["result"]
    return found


def written(wage: Untyped, age: Untyped) -> Untyped:
    minor = age < 18
    result = wage * 1.0
    result[minor] = wage[minor] * 2 + 5
    return result


FORMULAS = {
    "arithmetic keeps float32": lambda wage, age: (wage * 12 - 100) / 3,
    "a choice": lambda wage, age: np.where(age >= 18, wage, wage * 0.5),
    "the first condition wins": lambda wage, age: np.select([age < 18, age < 65, wage > 0], [wage, wage * 2, 7.5], 1),
    "a division only where it can be": lambda wage, age: np.divide(wage, age - 3, out=np.zeros_like(wage), where=age > 3),
    "a write under a mask": written,
    "a division written in a plain buffer": lambda wage, age: np.divide(wage, age - 3, out=np.zeros(len(wage)), where=age > 3),
    "rounding": lambda wage, age: np.round(wage / 7, 2),
    "clipping": lambda wage, age: np.clip(wage, 100, 2000),
    "a list of values": lambda wage, age: np.isin(age, [3, 70]) * wage,
    "a table": lambda wage, age: np.choose(age % 3, [10.0, 20.0, 30.0]) + wage,
    "nothing times a wage": lambda wage, age: wage * 0 + age * 1 + 0,
    "a constant made from a length": lambda wage, age: np.zeros(len(wage)) + wage,
    "a truth twice denied": lambda wage, age: ~~(age > 3) * wage,
    "the same sum twice": lambda wage, age: (wage + age) * (wage + age),
}


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_recorded_gives_the_bytes_of_numpy(graph: Graph, name: str, in_place: bool) -> None:
    formula = FORMULAS[name]
    with np.errstate(all="ignore"):
        result = formula(column(graph, "wage", WAGES), column(graph, "age", AGES))
    other = {"wage": WAGES[::-1].copy() + 1, "age": np.array([18, 3, 64, 65], np.int32)}
    with np.errstate(all="ignore"):
        expected = formula(other["wage"], other["age"])
    found = replayed(graph, result, {name: values.copy() for name, values in other.items()}, in_place=in_place)
    assert (found.dtype, found.tobytes()) == (expected.dtype, expected.tobytes())


def test_columns_given_are_never_written_over(graph: Graph) -> None:
    wage = column(graph, "wage", WAGES)
    given = {"wage": WAGES.copy()}
    replayed(graph, ((wage + 1) * 2) - wage, given, in_place=True)
    assert given["wage"].tobytes() == WAGES.tobytes()


def read_again(wage: Untyped, through: Untyped = lambda buffer: buffer) -> Untyped:
    buffer = np.zeros(len(wage), np.float32)
    total = np.add(wage, 1, out=buffer)
    return total + through(buffer)


REFUSED = {
    "a loop over the elements": lambda wage, age, kept: list(wage),
    "the truth of a whole column": lambda wage, age, kept: 1 if wage > 3 else 2,
    "a plain array": lambda wage, age, kept: np.asarray(wage),
    "one element": lambda wage, age, kept: wage[0],
    "a part with the whole": lambda wage, age, kept: wage[age > 3] + wage,
    "a list of values in a part, with the whole": lambda wage, age, kept: np.isin(age[age > 3], [40, 70]) & (wage > 3),
    "two different parts": lambda wage, age, kept: wage[age > 3] + wage[age > 4],
    "the length of a part": lambda wage, age, kept: len(wage[age > 3]),
    "a part written under another mask": lambda wage, age, kept: (wage * 1).__setitem__(age > 3, wage[age > 4]),
    "a write in a value that the engine keeps": lambda wage, age, kept: kept.__setitem__(age > 3, 0),
    "a result written in a kept value": lambda wage, age, kept: np.add(wage, 1, out=kept),
    "a plain buffer read again": lambda wage, age, kept: read_again(wage),
    "a plain buffer read again through plain numpy": lambda wage, age, kept: read_again(wage, lambda buffer: buffer * 2 + 1),
    "a result written in one number": lambda wage, age, kept: np.rint(wage, out=np.zeros(1, bool)),
    "a sum over all the rows": lambda wage, age, kept: wage + np.sum(wage),
    "a truth about the block used as a number": lambda wage, age, kept: wage * np.any(wage),
    "a reduction of a list": lambda wage, age, kept: np.logical_or.reduce([age < 4, wage > 2000]),
    "the highest of all the rows": lambda wage, age, kept: np.maximum.reduce(wage),
    "sorting": lambda wage, age, kept: np.sort(wage),
    "a plain column that is not uniform": lambda wage, age, kept: wage + WAGES,
    "numbers turned into text": lambda wage, age, kept: wage.astype("str"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_recorded_is_refused_with_the_name_of_the_formula(graph: Graph, name: str) -> None:
    wage, age, kept = column(graph, "wage", WAGES), column(graph, "age", AGES), column(graph, "kept", WAGES)
    kept.kept = True
    with pytest.raises(Refused, match="rsa 2026-10"):
        REFUSED[name](wage, age, kept)


def test_an_if_on_the_data_becomes_a_guard(graph: Graph) -> None:
    wage = column(graph, "wage", WAGES)
    result = wage * 2 if (wage > 10_000).any() else wage * 3
    assert [(guard.expected, guard.formula) for guard in graph.guards] == [(False, "rsa 2026-10")]
    assert replayed(graph, result, {"wage": WAGES}, in_place=False).tobytes() == (WAGES * 3).tobytes()


def test_what_shows_the_sign_of_a_zero_keeps_it(graph: Graph) -> None:
    """-0.0 + 0 is 0.0: the addition may not be left out where the sign is read."""
    wage = column(graph, "wage", WAGES)
    result = np.signbit(wage + 0) * 1.0
    given = {"wage": np.array([-0.0, 0.0, -1.0, 1.0], np.float32)}
    assert replayed(graph, result, given, in_place=False).tolist() == [0.0, 0.0, 1.0, 0.0]


def test_repeats_merge_and_the_dead_goes(graph: Graph) -> None:
    wage, age = column(graph, "wage", WAGES), column(graph, "age", AGES)
    _dead = age * 1000
    result = (wage * 2) + (wage * 2) + age * 0
    done = optimise(graph, {"result": result.node}, "individu")
    text = write(done.outputs, done.graph.guards, done.graph.literals, in_place=False)
    assert text.slots == ("wage",)
    assert text.operations == 3, "one product, one sum, and the dtype that the integers gave"


def test_what_may_be_missing_times_nothing_is_not_nothing(graph: Graph) -> None:
    parts = column(graph, "parts", np.array([1.0, np.nan, 2.0, 3.0]))
    result = parts * 0
    kept = optimise(graph, {"result": result.node}, "individu", may_be_missing={"parts"})
    gone = optimise(graph, {"result": result.node}, "individu")
    assert kept.outputs["result"].operation == "ufunc"
    assert gone.outputs["result"].operation == "fill"


def test_a_sum_that_may_be_divided_by_keeps_the_sign_of_its_zero(graph: Graph) -> None:
    wage, age = column(graph, "wage", WAGES), column(graph, "age", AGES)
    with np.errstate(all="ignore"):
        result = age / (wage + 0)
    done = optimise(graph, {"result": result.node}, "individu")
    assert done.outputs["result"].args[1].attributes == ("add",)


SHOWING_THE_SIGN = {
    "a power": lambda wage, age: (wage + 0) ** age,
    "a power in floats": lambda wage, age: np.float_power(wage + 0, age),
    "an angle": lambda wage, age: np.arctan2(wage + 0, age),
    "a power by a zero": lambda wage, age: age ** (wage + 0),
}


@pytest.mark.parametrize("name", SHOWING_THE_SIGN)
def test_a_sum_raised_to_a_power_or_turned_into_an_angle_keeps_the_sign_of_its_zero(graph: Graph, name: str) -> None:
    formula = SHOWING_THE_SIGN[name]
    given = {"wage": np.array([-0.0, 0.0, 3.0, -0.0]), "age": np.array([-1.0, -1.0, 2.0, -3.0])}
    with np.errstate(all="ignore"):
        result = formula(column(graph, "wage", WAGES.astype(float)), column(graph, "age", AGES.astype(float)))
        expected = formula(given["wage"], given["age"])
        found = replayed(graph, result, given, in_place=False)
    assert found.tobytes() == (expected + 0).tobytes()
