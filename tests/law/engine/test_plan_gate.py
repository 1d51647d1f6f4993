"""The gate: compiled plans give the very bytes of the unpatched engine on everything that the catalogue asks."""

import inspect
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from relais.law.engine.adapter import put_told
from relais.law.engine.columns import people_of
from relais.law.engine.filling import Described, Zones
from relais.law.engine.frame import PERSONS, frame_of
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.outputs import Outputs
from relais.law.engine.plan_engine import PlanEngine
from relais.law.engine.slots import Slots, shape_of_frame
from relais.law.plans import native
from relais.law.plans.plan import Plan, Program
from relais.law.plans.shape import Members, Shape
from tests.factories.blocks import rows_of
from tests.law.engine.gate import BASES, HOUSEHOLDS, OCTOBER, Changes, bases, blocks, repeated
from tests.law.engine.planned import WIDE, different, plans_alone

ROOT = Path(__file__).parents[3]
#: the genuine one: the suite is told that there is none (tests/conftest.py)
COMPILER = native.compiler
#: its reference takes long to compute: one process for all
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("plan gate")]


@pytest.fixture(scope="module", autouse=True)
def plans_are_compiled() -> Iterator[None]:
    """As an instance has them where there is a compiler; other tests go without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "compiler", COMPILER)
        yield


@pytest.fixture(scope="module")
def plans(engine: OpenFiscaEngine, tmp_path_factory: pytest.TempPathFactory) -> PlanEngine:
    return plans_alone(engine, tmp_path_factory.mktemp("plans"))


@pytest.fixture(scope="module")
def plan(engine: OpenFiscaEngine) -> Plan:
    return engine.record(OCTOBER, WIDE)


@pytest.fixture(scope="module")
def slots(plan: Plan) -> Slots:
    return filled(plan, 1)


@pytest.fixture(scope="module")
def stock(slots: Slots, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, np.ndarray]]:
    """The unpatched engine's values, by block."""
    out = tmp_path_factory.mktemp("stock") / "stock.npz"
    command = [sys.executable, "-W", "ignore", "-m", "tests.law.engine.gate", str(len(slots.columns) + 1), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, np.ndarray]] = {}
    with np.load(out) as kept:
        for key in kept.files:
            block, output = key.split("|")
            found.setdefault(block, {})[output] = kept[key]
    return found


def filled(plan: Plan, copies: int) -> Slots:
    variables = {name: Described(**known) for name, known in plan.about["variables"].items()}
    slots = Slots(frame_of(people_of(repeated(bases(), copies))), variables, Zones(*plan.about["zones"]))
    put_told(slots)
    return slots


def test_the_plan_is_compiled_where_there_is_a_compiler(plans: PlanEngine, plan: Plan) -> None:
    plans.prepare(OCTOBER)
    assert (plan.native is not None) == bool(COMPILER())
    assert plans.not_native == ({} if COMPILER() else {"not compiled": 1})


def test_no_output_of_the_catalogue_is_refused(plan: Plan) -> None:
    assert plan.refused == {}
    assert {name.partition("@")[0] for name in WIDE} <= set(plan.outputs)


def test_five_thousand_households_whole_in_blocks_and_one_by_one(plans: PlanEngine, stock: dict[str, dict[str, np.ndarray]]) -> None:
    block, reference = blocks()["caseload"], stock["caseload"]
    assert block.rows == HOUSEHOLDS
    assert not [name for name in WIDE if not reference[name].any()], "an output that nobody has proves nothing"
    assert different(dict(plans.compute(block, WIDE).values), reference) == []
    for size, until in ((500, HOUSEHOLDS), (37, 1_110), (1, 150)):
        parts = [plans.compute(rows_of(block, first, min(first + size, until)), WIDE).values for first in range(0, until, size)]
        joined = {name: np.concatenate([part[name] for part in parts]) for name in WIDE}
        assert different(joined, {name: values[:until] for name, values in reference.items()}) == [], f"in blocks of {size}"


def test_every_input_slot_changed_alone(plan: Plan, slots: Slots, stock: dict[str, dict[str, np.ndarray]]) -> None:
    copies = len(slots.columns) + 1
    changed = filled(plan, copies)
    change = Changes(changed.frame)
    for slot, values in changed.columns.items():
        variable = slot.partition("@")[0]
        known = plan.about["variables"].get(variable)
        entity = known["entity"] if known else _entity_of(changed, values)
        changed.columns[slot] = change(entity, known["codes"] if known else {}, values)
    for printed in (plan.small, plan.large, *([plan.native] if plan.native else [])):
        found = Program(plan, printed).run(changed.columns, shape_of_frame(changed.frame))
        outputs = Outputs(changed.frame.people, changed.described, found.__getitem__)
        values = {name: outputs.by_row(name) for name in WIDE}
        assert different(values, stock["perturbed"]) == []
    moved = sum((column[len(BASES) :] != np.tile(column[: len(BASES)], copies - 1)).sum() for column in stock["perturbed"].values())
    assert moved > 1_000, "the inputs act"


def _entity_of(slots: Slots, values: np.ndarray) -> str:
    counts = {PERSONS: slots.frame.people.count, "famille": slots.frame.famille.count, "foyer_fiscal": slots.frame.foyer_fiscal.count}
    return next(name for name, count in counts.items() if len(values) == count)


def test_flat_shares_and_grown_children(plans: PlanEngine, stock: dict[str, dict[str, np.ndarray]]) -> None:
    block = blocks()["flat-shares"]
    frame = frame_of(people_of(block))
    assert frame.famille.count > block.rows * 1.2
    assert len({frame.famille.count, frame.foyer_fiscal.count, frame.menage.count}) == 3
    assert different(dict(plans.compute(block, WIDE).values), stock["flat-shares"]) == []


def test_a_year_of_months_and_one_of_the_former_quarter(plans: PlanEngine, stock: dict[str, dict[str, np.ndarray]]) -> None:
    months = {name: block for name, block in blocks().items() if name.startswith("month")}
    assert len(months) == 13
    wrong = {name: different(dict(plans.compute(block, WIDE).values), stock[name]) for name, block in months.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_persons_in_any_order_have_the_same_figures(plan: Plan) -> None:
    """Groups whose members do not stand together: the paths of irregular partitions."""
    slots = filled(plan, 20)
    frame = slots.frame
    draw = np.random.default_rng(3)
    order = np.argsort(draw.permutation(frame.rows)[frame.people.row] % 7, kind="stable")
    regular = Program(plan, plan.small).run(slots.columns, shape_of_frame(frame))
    groups = {name: Members(one.count, one.ids[order], one.roles[order]) for name, one in frame.groups.items()}
    assert (np.diff(groups["menage"].group) < 0).any()
    persons = {slot for slot, values in slots.columns.items() if len(values) == frame.people.count and _of_persons(plan, slot)}
    shuffled = {slot: values[order] if slot in persons else values for slot, values in slots.columns.items()}
    for printed in (plan.large, *([plan.native] if plan.native else [])):
        found = Program(plan, printed).run(shuffled, Shape(frame.people.count, groups))
        for name, values in regular.items():
            expected = values[order] if plan.about["variables"][name]["entity"] == PERSONS else values
            assert found[name].tobytes() == expected.tobytes(), name


def _of_persons(plan: Plan, slot: str) -> bool:
    known = plan.about["variables"].get(slot.partition("@")[0])
    return known is None or known["entity"] == PERSONS


def test_one_operator_changed_in_a_formula_is_seen(engine: OpenFiscaEngine, stock: dict[str, dict[str, np.ndarray]]) -> None:
    """The gate can fail: the family's increase multiplied by the rate becomes the increase plus the rate."""
    variable = engine.system.variables["af_majoration"]
    ((since, formula),) = variable.formulas.items()
    source = textwrap.dedent(inspect.getsource(formula))
    assert source.count("af_majoration_enfants_famille * af_taux_modulation") == 1
    names = dict(formula.__globals__)
    exec(source.replace("enfants_famille * af_taux", "enfants_famille + af_taux"), names)
    variable.formulas[since] = names[formula.__name__]
    variable.__dict__.pop("_relais_formulas", None)
    try:
        block = rows_of(blocks()["caseload"], 0, 500)
        wrong = dict(plans_alone(engine, None).compute(block, WIDE).values)
    finally:
        variable.formulas[since] = formula
        variable.__dict__.pop("_relais_formulas", None)
    found = different(wrong, {name: values[:500] for name, values in stock["caseload"].items()})
    assert any(line.startswith("af:") for line in found)
