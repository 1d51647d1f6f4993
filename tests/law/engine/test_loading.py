"""Loading: the cache of parameters is checked before it is trusted, and other versions fall back to stock."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from relais.law.engine import acceleration, load_engine, loading
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.openfisca_engine import load_engine as load_openfisca
from relais.law.engine.overrides import read_overrides
from relais.law.engine.versions import PROVED, Versions, installed
from tests.factories.blocks import synthetic_block

ROOT = Path(__file__).parents[3]


class Parsed:
    """Stands for reading 4 064 files, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, overrides: object) -> dict[str, int]:
        self.times += 1
        return {"read": 1}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    counter = Parsed()
    monkeypatch.setattr(loading, "_read_parameters", counter)
    return counter


def read(folder: Path) -> object:
    return loading._parameters(folder, PROVED, read_overrides())


def kept(folder: Path) -> Path:
    return loading.cache_path(folder, PROVED, read_overrides())


def test_the_second_load_reads_the_cache(parsed: Parsed, tmp_path: Path) -> None:
    folder = tmp_path / "engine"
    assert read(folder) == read(folder) == {"read": 1}
    assert parsed.times == 1
    assert kept(folder).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir() if path.name.startswith(".writing-")] == []


@pytest.mark.parametrize("damage", ["cut", "altered", "empty", "no digest", "digest altered"])
def test_a_damaged_cache_is_rebuilt(parsed: Parsed, tmp_path: Path, damage: str) -> None:
    read(tmp_path)
    path = kept(tmp_path)
    digest, content = path.with_suffix(".sha256"), path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[:-3])
        case "altered":
            path.write_bytes(content[:-1] + b"\x00")
        case "empty":
            path.write_bytes(b"")
        case "no digest":
            digest.unlink()
        case "digest altered":
            digest.write_bytes(b"\xff\xfe")
    assert read(tmp_path) == {"read": 1}
    assert parsed.times == 2
    read(tmp_path)
    assert parsed.times == 2, "the rebuilt cache is good"


def test_a_cache_that_others_may_write_is_not_unpickled(parsed: Parsed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(tmp_path)
    kept(tmp_path).chmod(0o666)
    monkeypatch.setattr(loading.pickle, "loads", lambda content: pytest.fail("it was unpickled"))
    read(tmp_path)
    assert parsed.times == 2


def test_other_overrides_and_other_versions_have_their_own_cache(tmp_path: Path) -> None:
    here = kept(tmp_path)
    assert here != loading.cache_path(tmp_path, PROVED, ())
    assert here != loading.cache_path(tmp_path, Versions("1", "2"), read_overrides())


def test_a_cache_that_cannot_be_written_stops_nothing(parsed: Parsed, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    assert read(file / "engine") == {"read": 1}
    assert "cannot be written" in caplog.text


def test_other_versions_take_the_stock_path_with_one_warning(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(loading, "stock_system", lambda overrides: "stock")
    with caplog.at_level(logging.WARNING):
        assert loading.load_system(None, versions=Versions("999.0.0", PROVED.core)) == "stock"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "999.0.0" in caplog.text


def test_the_installed_pair_is_the_proved_one() -> None:
    assert installed() == PROVED
    assert acceleration.install(PROVED)


@pytest.mark.parametrize("module", ["law.engine", "law.engine.face", "law.engine.freshness", "law.answers.screen"])
def test_the_face_and_the_answers_load_no_openfisca(module: str) -> None:
    program = f"import sys, relais.{module}; print([name for name in sys.modules if name.startswith('openfisca')])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_behind_the_plans_stands_the_one_openfisca_of_the_process(engine: OpenFiscaEngine) -> None:
    plans = load_engine(None, ())
    block = synthetic_block(3, 1)
    assert plans.compute(block, ["rsa"]).values["rsa"].tobytes() == engine.compute(block, ["rsa"]).values["rsa"].tobytes()
    assert plans.fallen_back == {"not planned": 1}
    assert load_openfisca(None) is engine
