"""The plan engine: what it answers by itself, and when it asks the engine behind, counted and logged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.plan_engine import PlanEngine
from relais.law.engine.plan_store import PlanStore
from relais.law.plans.llvm_text import Context
from relais.law.plans.native import Native, processor
from relais.law.plans.object_code import Image
from relais.law.plans.plan import Plan
from relais.law.plans.printer import Printed
from tests.factories.blocks import rows_of, synthetic_block
from tests.law.engine.planned import AskedForNothing, different, plans_alone

SOME = ("rsa", "ppa", "alf", "af", "aah@max", "aah_base_ressources_deconjugalisee@aah+aah_eligible", "cheque_energie", "cmu_c")


@pytest.fixture(scope="module")
def plan(engine: OpenFiscaEngine) -> Plan:
    return engine.record(Month(2026, 10), SOME)


def engine_with(plan: Plan | None, behind: OpenFiscaEngine) -> PlanEngine:
    def make(month: Month, outputs: tuple[str, ...]) -> Plan:
        if plan is None:
            raise ValueError("no plan")
        return plan

    return PlanEngine(PlanStore(None, SOME, make), lambda: behind)


def test_a_plan_answers_alone_with_the_bytes_of_the_engine(engine: OpenFiscaEngine, tmp_path: Path) -> None:
    block = synthetic_block(900, 21)
    plans = plans_alone(engine, tmp_path, SOME)
    for part in (block, rows_of(block, 3, 4)):
        assert different(dict(plans.compute(part, SOME).values), dict(engine.compute(part, SOME).values)) == []
    assert not plans.fallen_back


def test_a_part_of_the_outputs_may_be_asked(engine: OpenFiscaEngine, plan: Plan) -> None:
    found = engine_with(plan, engine).compute(synthetic_block(5, 1), ("af", "rsa", "af")).values
    assert list(found) == ["af", "rsa"]


def test_what_is_not_planned_is_asked_of_the_engine_and_counted(engine: OpenFiscaEngine, plan: Plan) -> None:
    plans = engine_with(plan, engine)
    block = synthetic_block(20, 2)
    found = plans.compute(block, ("rsa", "nb_parents")).values
    assert different(dict(found), dict(engine.compute(block, ("rsa", "nb_parents")).values)) == []
    assert plans.fallen_back == {"not planned": 1}
    with pytest.raises(ValueError, match="not a variable"):
        plans.compute(block, ("rsa", "licorne"))


def test_a_refused_output_is_asked_of_the_engine_alone(engine: OpenFiscaEngine, plan: Plan) -> None:
    left = tuple(name for name in plan.outputs if name != "ppa")
    keep = [plan.outputs.index(name) for name in left]
    lines = plan.small.source.splitlines()
    results = lines[-1].strip().removeprefix("return (").removesuffix(")").rstrip(",").split(",")
    kept = [results[rank] for rank in keep] + results[len(plan.outputs) :]
    source = "\n".join([*lines[:-1], f" return ({','.join(kept)},)"]) + "\n"
    refusing = replace(plan, small=replace(plan.small, source=source), outputs=left, refused={"ppa": "ppa 2026-10: a loop"})
    plans = engine_with(refusing, engine)
    block = synthetic_block(30, 4)
    assert different(dict(plans.compute(block, SOME).values), dict(engine.compute(block, SOME).values)) == []
    assert plans.fallen_back == {"refused": 1}


def test_a_guard_that_fails_gives_way_to_the_engine_is_counted_and_logged(
    engine: OpenFiscaEngine, plan: Plan, caplog: pytest.LogCaptureFixture
) -> None:
    assert plan.guards, "the legislation of the month has a data-dependent branch"
    turned = replace(plan, guards=tuple((not expected, formula) for expected, formula in plan.guards))
    plans = engine_with(turned, engine)
    block = synthetic_block(10, 3)
    assert different(dict(plans.compute(block, SOME).values), dict(engine.compute(block, SOME).values)) == []
    assert list(plans.fallen_back.values()) == [1]
    assert next(iter(plans.fallen_back)).startswith("guard: ")
    assert plan.guards[0][1] in caplog.text


@pytest.mark.expects_error_log
def test_a_plan_that_fails_on_a_block_gives_way_for_this_block_and_its_figures_are_not_logged(
    engine: OpenFiscaEngine, plan: Plan, caplog: pytest.LogCaptureFixture
) -> None:
    source = plan.small.source.replace("\n", "\n if len(I['depcom@2023-01']) == 7: raise KeyError('59512')\n", 1)
    plans = engine_with(replace(plan, small=replace(plan.small, source=source)), engine)
    for rows, fallen in ((7, {"error: KeyError": 1}), (8, {"error: KeyError": 1})):
        block = synthetic_block(rows, 3)
        assert different(dict(plans.compute(block, SOME).values), dict(engine.compute(block, SOME).values)) == []
        assert plans.fallen_back == fallen
    assert "KeyError in <plan>" in caplog.text
    assert "59512" not in caplog.text


@pytest.mark.expects_error_log
def test_without_a_plan_the_engine_answers(engine: OpenFiscaEngine) -> None:
    plans = engine_with(None, engine)
    block = synthetic_block(3, 3)
    plans.prepare(block.month)
    assert different(dict(plans.compute(block, SOME).values), dict(engine.compute(block, SOME).values)) == []
    assert plans.fallen_back == {"month without plan": 1}


def test_an_empty_block_and_a_block_that_cannot_be_read_are_as_with_the_engine(engine: OpenFiscaEngine, plan: Plan) -> None:
    plans = engine_with(plan, engine)
    assert {
        name: len(values) for name, values in plans.compute(rows_of(synthetic_block(2, 3), 0, 0), SOME).values.items()
    } == dict.fromkeys(SOME, 0)
    block = synthetic_block(2, 3)
    wrong = replace(block, households={**block.households, "commune": np.array([b"99999", b"75056"], "S5")})
    with pytest.raises(ValueError, match="99999"):
        plans.compute(wrong, SOME)


def test_the_version_printed_is_that_of_the_rules(engine: OpenFiscaEngine, plan: Plan) -> None:
    assert engine_with(plan, engine).version == engine.version


def test_a_plan_says_what_each_formula_assumed(plan: Plan) -> None:
    assert plan.refused == {}
    assert all(formula.rsplit(" ", 1)[1].startswith("20") for _, formula in plan.guards)


READ_ALONE = """
import sys
from pathlib import Path
from relais.kernel.months import Month
from relais.law.engine import load_engine
from relais.law.engine.freshness import overdue
from tests.factories.blocks import synthetic_block
engine = load_engine(Path(sys.argv[1]), sys.argv[2].split())
month = Month(2026, 10)
assert overdue(month, engine.known_dates(month))
assert engine.compute(synthetic_block(50, 8), sys.argv[2].split()).values["rsa"].any()
assert not engine.fallen_back
loaded = [name for name in sys.modules if name.startswith("openfisca")]
assert not loaded, loaded[:3]
"""


def test_with_its_plan_on_disk_a_process_answers_without_openfisca(engine: OpenFiscaEngine, tmp_path: Path) -> None:
    PlanStore(tmp_path / "plans", SOME, engine.record).plan(Month(2026, 10))
    command = [sys.executable, "-W", "ignore", "-c", READ_ALONE, str(tmp_path), " ".join(SOME)]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_a_print_that_cannot_run_here_leaves_the_plan_to_numpy(caplog: pytest.LogCaptureFixture) -> None:
    """Compiled for another processor, or damaged: logged, counted, and the prints of numpy give the same."""
    text = Printed("def plan(I,S):\n return ()\n", (), 0)
    about = {"variables": {}, "zones": ((), ()), "known_dates": {}}
    other = Native(text, Image(b"", {}), 1, Context((), (), (), 0), {}, {}, "individu", "another one")
    empty = replace(other, processor=processor())
    for print_, reason in ((None, "not compiled"), (other, "ValueError"), (empty, "ValueError")):
        plan = Plan(text, text, (), about=about, native=print_)
        engine = PlanEngine(PlanStore(None, ("rsa",), lambda *_, made=plan: made), AskedForNothing)
        engine.prepare(Month(2026, 10))
        assert engine.not_native == {reason: 1}
    assert "by numpy alone" in caplog.text
