"""``relais engine build``: a plan that is not kept is a failure that the deployment sees."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from relais.kernel.months import Month
from relais.law import engine as law_engine
from relais.law.engine import plan_store
from relais.law.engine.plan_store import PlanStore
from relais.law.plans.plan import Plan
from relais.law.plans.printer import Printed
from relais.project import cli


def tiny(month: Month, outputs: tuple[str, ...]) -> Plan:
    printed = Printed("def plan(I,S):\n return ()\n", (), 0)
    return Plan(printed, printed, outputs, about={"month": str(month)})


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an instance whose plans are recorded at once."""

    def on_disk(cache: Path, outputs: Iterable[str]) -> PlanStore:
        return PlanStore(cache / "plans", outputs, tiny)

    monkeypatch.setattr(law_engine, "plans_on_disk", on_disk)
    monkeypatch.setenv("RELAIS_DATA", str(tmp_path))
    return tmp_path


def test_plans_that_are_kept_are_a_success_and_found_the_next_time(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["engine", "build", "--month", "2026-11"]) == 0
    assert "opérations" in capsys.readouterr().out
    assert cli.main(["engine", "build", "--month", "2026-11"]) == 0
    assert "déjà prêt" in capsys.readouterr().out


def test_a_plan_that_cannot_be_kept_is_one_line_and_exit_1(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(plan_store, "write_sealed", full)
    assert cli.main(["engine", "build", "--month", "2026-11"]) == 1
    said = capsys.readouterr().out
    assert "pas gardé" in said
    assert len(said.splitlines()) == 1


def test_a_folder_that_others_may_write_is_refused_before_recording(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data / "engine" / "plans"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert cli.main(["engine", "build", "--month", "2026-11"]) == 1
    said = capsys.readouterr()
    assert "peut être écrit par d’autres" in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert list(folder.iterdir()) == []
