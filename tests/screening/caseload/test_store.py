"""Finished chunks survive; another run's chunks never mix in."""

import stat
from pathlib import Path

from relais.screening.caseload.store import ChunkStore


def test_chunks_are_read_back_in_file_order_whatever_the_order_they_finished(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(11, [{"id": "late"}], [])
    store.put(2, [{"id": "early"}], [{"message": "non"}])
    assert [record["id"] for record in store.results()] == ["early", "late"]
    assert list(store.problems()) == [{"message": "non"}]


def test_the_same_run_finds_its_chunks_again(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(0, [{"id": "x"}], [])
    assert store.open("a") == 1
    assert store.has(0)


def test_another_run_starts_from_nothing(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(0, [{"id": "x"}], [])
    assert store.open("b") == 0
    assert not store.has(0)


def test_facts_on_disk_are_private_to_their_owner(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    store.put(0, [{"id": "x"}], [])
    assert stat.S_IMODE((tmp_path / "en-cours").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "en-cours").iterdir()} == {0o600}


def test_a_half_written_chunk_is_not_a_chunk(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "en-cours")
    store.open("a")
    (tmp_path / "en-cours" / "000000003.jsonl.brouillon").write_text('{"result"')
    assert store.open("a") == 0
    assert list(store.results()) == []
