"""Finished chunks survive; another run's chunks never mix in; two runs never write in the same folder."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from relais.screening.caseload.computing import Done, Tally
from relais.screening.caseload.store import ChunkStore, Taken
from relais.screening.caseload.totals import Totals

ROOT = Path(__file__).resolve().parents[3]


def test_chunks_are_read_back_in_file_order_whatever_the_order_they_finished(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(Done(11, b"late\nor not", cases=3))
    store.put(Done(2, b"early", cases=4, problems=[{"message": "non"}]))
    assert [rows.read() for rows in store.rows()] == [b"early", b"late\nor not"]
    assert list(store.problems()) == [{"message": "non"}]
    assert store.cases() == 7


def test_totals_are_those_of_all_chunks(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(Done(0, answered=2, tally=Tally({("rsa", "a_demander"): 2})))
    store.put(Done(1, answered=3, tally=Tally({("rsa", "a_demander"): 1, ("rsa", "a_verifier"): 2})))
    assert store.totals() == Totals(5, {("rsa", "a_demander"): 3, ("rsa", "a_verifier"): 2})


def test_the_same_run_finds_its_chunks_again(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(Done(0, b"x"))
    assert store.open("a") == 1
    assert store.has(0)


def test_another_run_starts_from_nothing(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(Done(0, b"x"))
    assert store.open("b") == 0
    assert not store.has(0)


def test_facts_on_disk_are_private_to_their_owner(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(Done(0, b"x"))
    assert stat.S_IMODE((tmp_path / "en-cours").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "en-cours").iterdir()} == {0o600}


def test_a_half_written_chunk_is_not_a_chunk(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    (tmp_path / "en-cours" / "000000003.lot.brouillon").write_text('{"cases"')
    assert store.open("a") == 0
    assert list(store.rows()) == []


HOLDER = """
import sys
from pathlib import Path
from relais.screening.caseload.store import ChunkStore
with ChunkStore(Path(sys.argv[1])).alone():
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", HOLDER, str(folder)]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_two_runs_never_share_a_folder_and_a_killed_one_frees_it_at_once(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    with holder(store.folder) as other:
        with pytest.raises(Taken), store.alone():
            pytest.fail("two runs in one folder")
        other.kill()
    with store.alone():
        assert store.open("a") == 0


def test_a_folder_laid_by_somebody_else_becomes_private(tmp_path: Path) -> None:
    (tmp_path / "en-cours").mkdir(mode=0o777)
    store = ChunkStore(tmp_path / "en-cours")
    with store.alone():
        assert stat.S_IMODE((tmp_path / "en-cours").stat().st_mode) == 0o700


def test_a_link_laid_in_the_place_of_a_draft_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victime").write_text("intacte")
    store = ChunkStore(tmp_path / "en-cours")
    with store.alone():
        store.open("a")
        (tmp_path / "en-cours" / "000000001.lot.brouillon").symlink_to(tmp_path / "victime")
        with pytest.raises(OSError, match="symbolic"):
            store.put(Done(1, b"x"))
    assert (tmp_path / "victime").read_text() == "intacte"


def test_a_link_laid_in_the_place_of_the_folder_is_refused_and_nothing_is_erased_there(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir(mode=0o755)
    (tmp_path / "documents" / "lettre.odt").write_text("intacte")
    (tmp_path / "en-cours").symlink_to(tmp_path / "documents")
    with pytest.raises(NotADirectoryError), ChunkStore(tmp_path / "en-cours").alone():
        pytest.fail("the link was followed")
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["lettre.odt"]
    assert stat.S_IMODE((tmp_path / "documents").stat().st_mode) == 0o755


def test_a_file_that_is_not_ours_is_never_erased(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    (store.folder / "notes.txt").write_text("à garder")
    assert store.open("b") == 0
    assert (store.folder / "notes.txt").read_text() == "à garder"
