"""A structure lays a file in the folder of local rights: offered at once, or refused whole with its reasons."""

import shutil
from pathlib import Path

import pytest

from relais.law.rights.catalogue import catalogue
from relais.law.rights.offer import local_problems, offer

DEMO = Path(__file__).parents[3] / "relais" / "demo" / "local_rights"


def test_without_a_folder_the_catalogue_alone_is_offered(tmp_path: Path) -> None:
    assert list(offer(None)) == list(offer(tmp_path / "absent")) == list(catalogue())


def test_local_rights_come_after_the_national_ones(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "droits")
    codes = list(offer(tmp_path / "droits"))
    assert codes[: len(catalogue())] == list(catalogue())
    assert len(codes) == len(catalogue()) + len(list(DEMO.glob("*.yaml")))
    assert local_problems(tmp_path / "droits") == ()


def test_a_file_added_later_is_offered_without_a_restart(tmp_path: Path) -> None:
    before = len(offer(tmp_path))
    shutil.copy(DEMO / "cantine.yaml", tmp_path)
    assert len(offer(tmp_path)) == before + 1


def test_one_wrong_file_and_no_local_right_is_half_applied(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copy(DEMO / "cantine.yaml", tmp_path)
    (tmp_path / "faux.yaml").write_text("code: A")
    assert list(offer(tmp_path)) == list(catalogue())
    assert "faux.yaml" in caplog.text
    assert any("faux.yaml" in problem for problem in local_problems(tmp_path))


def test_what_an_editor_hides_beside_a_file_is_no_right(tmp_path: Path) -> None:
    shutil.copy(DEMO / "cantine.yaml", tmp_path)
    (tmp_path / ".#cantine.yaml").symlink_to("agent@poste.1234")  # how Emacs locks: a link to nothing
    (tmp_path / "._cantine.yaml").write_bytes(b"\x00\x05\x16\x07")  # what macOS leaves on a shared disk
    (tmp_path / "dossier.yaml").mkdir()
    assert len(offer(tmp_path)) == len(catalogue()) + 1
    assert local_problems(tmp_path) == ()
