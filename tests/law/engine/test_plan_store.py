"""Plans on disk: made once, made again when anything they come from has changed or the file is damaged, never trusted blindly."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relais.kernel.months import Month
from relais.law.engine import plan_store
from relais.law.engine.plan_store import KEPT_FOR, PlanStore, key_of
from relais.law.plans.plan import Plan
from relais.law.plans.printer import Printed

OCTOBER = Month(2026, 10)


def tiny(month: Month, outputs: tuple[str, ...]) -> Plan:
    printed = Printed("def plan(I,S):\n return ()\n", (), 0)
    return Plan(printed, printed, outputs, about={"month": str(month)})


class Recorder:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, month: Month, outputs: tuple[str, ...]) -> Plan:
        self.asked.append(str(month))
        return tiny(month, outputs)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_a_plan_is_recorded_once_and_read_by_the_next_process(tmp_path: Path, recorder: Recorder) -> None:
    folder = tmp_path / "plans"
    first = PlanStore(folder, ("rsa", "ppa"), recorder).plan(OCTOBER)
    second = PlanStore(folder, ("ppa", "rsa"), recorder).plan(OCTOBER)
    assert recorder.asked == ["2026-10"]
    assert first == second
    assert [path.stat().st_mode & 0o077 for path in folder.iterdir() if path.suffix == ".plan"] == [0]


@pytest.mark.parametrize("damage", [lambda content: content[:-7], lambda content: content[:70] + b"x" + content[71:], lambda _: b""])
def test_a_damaged_file_is_recorded_again(tmp_path: Path, recorder: Recorder, damage: object, caplog: pytest.LogCaptureFixture) -> None:
    store = PlanStore(tmp_path, ("rsa",), recorder)
    store.plan(OCTOBER)
    path = store.path(OCTOBER)
    assert path is not None
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert store.plan(OCTOBER) is not None
    assert recorder.asked == ["2026-10"] * 2
    assert "digest" in caplog.text
    assert store.kept(OCTOBER) is not None, "the file is sound again"


def test_a_sealed_file_that_is_no_plan_is_recorded_again(tmp_path: Path, recorder: Recorder) -> None:
    from relais.law.plans.private_files import write_sealed

    store = PlanStore(tmp_path, ("rsa",), recorder)
    path = store.path(OCTOBER)
    assert path is not None
    for content in (b"not a pickle", b"\x80\x04\x95\x00"):
        write_sealed(path, content)
        assert store.kept(OCTOBER) is None
    assert store.plan(OCTOBER) is not None


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path, recorder: Recorder) -> None:
    store = PlanStore(tmp_path, ("rsa",), recorder)
    store.plan(OCTOBER)
    path = store.path(OCTOBER)
    assert path is not None
    path.chmod(0o666)
    assert store.kept(OCTOBER) is None


@pytest.mark.parametrize("what", ["installed", "sources_digest", "read_overrides"])
def test_a_plan_of_other_versions_sources_or_overrides_is_stale_but_kept_a_while(
    tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    store = PlanStore(tmp_path, ("rsa",), recorder)
    store.plan(OCTOBER)
    older = store.path(OCTOBER)
    monkeypatch.setattr(plan_store, what, lambda: "another")
    assert store.kept(OCTOBER) is None
    assert store.plan(OCTOBER) is not None
    assert recorder.asked == ["2026-10"] * 2
    assert older is not None
    assert older.exists(), "another release that shares the folder may still read it"


def test_plans_go_with_age_whatever_their_month_and_key(tmp_path: Path, recorder: Recorder) -> None:
    store = PlanStore(tmp_path, ("rsa",), recorder)
    months = [Month(2026, number) for number in (7, 8)]
    for month in months:
        store.plan(month)
    july, august = (store.path(month) for month in months)
    assert july is not None
    assert august is not None
    now = august.stat().st_mtime
    os.utime(july, (now, now - KEPT_FOR - 60))
    os.utime(august, (now, now - KEPT_FOR + 60))
    store.plan(OCTOBER)
    assert not july.exists()
    assert august.exists()


def test_a_full_disk_does_not_make_record_twice(
    tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(plan_store, "write_sealed", full)
    assert PlanStore(tmp_path, ("rsa",), recorder).plan(OCTOBER) is not None
    assert recorder.asked == ["2026-10"]
    assert "2026-10 is not kept" in caplog.text


def test_a_folder_that_others_may_write_is_said_and_nothing_is_put_in_it(
    tmp_path: Path, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    folder.chmod(0o777)
    store = PlanStore(folder, ("rsa",), recorder)
    assert store.shared()
    assert store.plan(OCTOBER) is not None
    assert recorder.asked == ["2026-10"]
    assert "others may write" in caplog.text
    assert list(folder.iterdir()) == []


def test_plans_of_other_outputs_live_side_by_side(tmp_path: Path, recorder: Recorder) -> None:
    stores = [PlanStore(tmp_path, outputs, recorder) for outputs in (("rsa",), ("rsa", "ppa"))]
    for store in stores:
        store.plan(OCTOBER)
    assert all(store.kept(OCTOBER) for store in stores)


def test_month_and_outputs_are_part_of_the_key() -> None:
    keys = {key_of(OCTOBER, ("rsa",)), key_of(OCTOBER, ("rsa", "ppa")), key_of(Month(2026, 11), ("rsa",))}
    assert len(keys) == 3


@pytest.mark.expects_error_log
def test_a_recording_that_fails_leaves_no_plan_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(month: Month, outputs: tuple[str, ...]) -> Plan:
        raise ZeroDivisionError("law")

    assert PlanStore(tmp_path, ("rsa",), broken).plan(OCTOBER) is None
    assert "no plan of 2026-10" in caplog.text


def test_without_a_folder_a_plan_is_made_and_not_kept(recorder: Recorder) -> None:
    store = PlanStore(None, ("rsa",), recorder)
    assert store.plan(OCTOBER) is not None
    assert store.path(OCTOBER) is None


def test_a_folder_that_cannot_be_written_does_not_stop_the_answer(tmp_path: Path, recorder: Recorder) -> None:
    (tmp_path / "plans").write_text("a file where a folder should be")
    assert PlanStore(tmp_path / "plans" / "deeper", ("rsa",), recorder).plan(OCTOBER) is not None


PROCESS = """
import sys, time
from pathlib import Path
from relais.kernel.months import Month
from relais.law.engine.plan_store import PlanStore
from tests.law.engine.test_plan_store import tiny
def slow(month, outputs):
    time.sleep(0.5)
    print("recorded")
    return tiny(month, outputs)
assert PlanStore(Path(sys.argv[1]), ("rsa",), slow).plan(Month(2026, 10)) is not None
"""


def test_of_several_processes_one_records_and_the_others_read(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    started = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path / "plans")], cwd=root, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(said) == ["", "", "recorded\n"]


def test_a_plan_of_another_processor_or_compiler_is_stale(tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PlanStore(tmp_path, ("rsa",), recorder)
    store.plan(OCTOBER)
    for name in ("processor", "compiler"):
        monkeypatch.setattr(plan_store, name, lambda: "another one")
        assert store.kept(OCTOBER) is None
        store.plan(OCTOBER)
    assert recorder.asked == ["2026-10"] * 3
