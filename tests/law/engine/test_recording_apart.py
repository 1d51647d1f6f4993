"""A plan recorded by a child process: the one that answers people never loads OpenFisca."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from relais.kernel.months import Month
from relais.law.engine import plans_on_disk, recording_apart
from relais.law.engine.recording_apart import RecordedApart
from tests.law.engine.planned import AskedForNothing

ROOT = Path(__file__).parents[3]
OCTOBER = Month(2026, 10)
ANSWERS = """
import sys
from pathlib import Path
from relais.kernel.months import Month
from relais.law.engine import load_engine
from tests.factories.blocks import synthetic_block
engine = load_engine(Path(sys.argv[1]), ("rsa", "af"), apart=True)
assert engine.compute(synthetic_block(40, 8, Month(2026, 10)), ("rsa", "af")).values["rsa"].any()
assert not engine.fallen_back
loaded = [name for name in sys.modules if name.startswith("openfisca")]
assert not loaded, loaded[:3]
"""


def test_a_month_that_nobody_prepared_is_recorded_without_loading_openfisca_here(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ANSWERS, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert plans_on_disk(tmp_path, ("rsa", "af")).kept(OCTOBER) is not None


def test_a_child_that_cannot_run_leaves_no_plan_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plans = RecordedApart(plans_on_disk(tmp_path, ("rsa",)), tmp_path)
    for broken in ("/bin/false", str(tmp_path / "absent")):
        monkeypatch.setattr(sys, "executable", broken)
        with caplog.at_level(logging.WARNING, "relais.law.engine.recording_apart"):
            assert plans.plan(OCTOBER) is None
    assert caplog.text.count("the plan of 2026-10 is not recorded") == 2


def test_a_plan_that_could_not_be_kept_is_told_by_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Month] = []
    monkeypatch.setattr(recording_apart.PlanStore, "plan", lambda _, month: asked.append(month))
    assert recording_apart.main(tmp_path, OCTOBER, ["rsa"]) == 1
    path = plans_on_disk(tmp_path, ["rsa"]).path(OCTOBER)
    assert path is not None
    path.parent.mkdir()
    path.touch()
    assert recording_apart.main(tmp_path, OCTOBER, ["rsa"]) == 0
    assert asked == [OCTOBER, OCTOBER]


def test_a_plan_on_disk_asks_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = plans_on_disk(tmp_path, ("rsa",))
    kept = object()
    monkeypatch.setattr(store, "kept", lambda _: kept)
    monkeypatch.setattr(subprocess, "run", AskedForNothing().compute)
    assert RecordedApart(store, tmp_path).plan(OCTOBER) is kept
