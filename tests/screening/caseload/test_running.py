"""Awa's service launches the review at noon; a worker is killed at one o'clock: nothing is lost."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from relais.screening.caseload.running import KILLED, Chunk, WorkersKeepDying, compute_chunk, run_chunks

Documents = list[dict[str, Any]]


def chunks(count: int, *, size: int = 3) -> list[Chunk]:
    return [Chunk(number, [{"id": f"f{number}-{rank}"} for rank in range(size)], []) for number in range(count)]


def answer(documents: Documents, month: str) -> Documents:
    return [{"id": document["id"], "month": month, "results": []} for document in documents]


def refuse_one(documents: Documents, month: str) -> Documents:
    if any(document["id"] == "f0-1" for document in documents):
        raise ZeroDivisionError
    return answer(documents, month)


def die_once(documents: Documents, month: str) -> Documents:
    mark = Path(os.environ["RELAIS_TEST_MARK"])
    if documents[0]["id"] == "f2-0" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(documents, month)


def always_die(documents: Documents, month: str) -> Documents:
    os.kill(os.getpid(), signal.SIGKILL)
    return answer(documents, month)


def test_every_household_is_answered_for_every_month() -> None:
    done = compute_chunk(chunks(1)[0], ["2026-10", "2026-11"], answer)
    assert [(record["id"], record["month"]) for record in done.records][:3] == [
        ("f0-0", "2026-10"),
        ("f0-0", "2026-11"),
        ("f0-1", "2026-10"),
    ]


def test_a_household_that_cannot_be_computed_does_not_stop_its_neighbours() -> None:
    done = compute_chunk(chunks(1)[0], ["2026-10"], refuse_one)
    assert [record["id"] for record in done.records] == ["f0-0", "f0-2"]
    assert [(problem["household"], problem["message"]) for problem in done.problems] == [("f0-1", "calcul impossible : ZeroDivisionError")]


@pytest.mark.parametrize("workers", [1, 2])
def test_all_chunks_come_back(workers: int) -> None:
    done = list(run_chunks(chunks(9), months=["2026-10"], workers=workers, function=answer))
    assert sorted(each.number for each in done) == list(range(9))
    assert sum(len(each.records) for each in done) == 27


def test_a_killed_worker_is_replaced_and_its_chunk_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_TEST_MARK", str(tmp_path / "died"))
    done = list(run_chunks(chunks(6), months=["2026-10"], workers=2, function=die_once))
    assert (tmp_path / "died").exists()
    assert sorted(record["id"] for each in done for record in each.records) == sorted(f"f{n}-{r}" for n in range(6) for r in range(3))


def die_on_one(documents: Documents, month: str) -> Documents:
    if any(document["id"] in ("f1-3", "f3-0") for document in documents):
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(documents, month)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_household_that_always_kills_its_worker_is_named_and_all_others_are_answered(workers: int) -> None:
    done = {each.number: each for each in run_chunks(chunks(5, size=7), months=["2026-10"], workers=workers, function=die_on_one)}
    guilty = {"f1-3", "f3-0"}
    for number, each in done.items():
        assert [record["id"] for record in each.records] == [f"f{number}-{rank}" for rank in range(7) if f"f{number}-{rank}" not in guilty]
    told = [(problem["household"], problem["message"]) for number in sorted(done) for problem in done[number].problems]
    assert told == [("f1-3", KILLED), ("f3-0", KILLED)]


def test_halving_a_chunk_keeps_its_count_and_what_was_told_of_it() -> None:
    told = {"line": 4, "household": "faux", "column": "loyer", "message": "non"}
    chunk = Chunk(1, [{"id": f"f1-{rank}"} for rank in range(5)], [told], 6)
    (done,) = run_chunks([chunk], months=["2026-10"], workers=1, function=die_on_one)
    assert done.cases == 6
    assert [problem["household"] for problem in done.problems] == ["faux", "f1-3"]
    assert [record["id"] for record in done.records] == ["f1-0", "f1-1", "f1-2", "f1-4"]


def test_workers_that_keep_dying_stop_the_run() -> None:
    with pytest.raises(WorkersKeepDying):
        list(run_chunks(chunks(4), months=["2026-10"], workers=2, function=always_die))


def sleep_long(documents: Documents, month: str) -> Documents:
    if documents[0]["id"] != "f0-0":
        time.sleep(60)
    return answer(documents, month)


def test_a_run_that_is_left_does_not_wait_for_its_workers() -> None:
    before = set(multiprocessing.active_children())
    began = time.monotonic()
    results = run_chunks(chunks(6), months=["2026-10"], workers=2, function=sleep_long)
    next(results)
    results.close()
    assert time.monotonic() - began < 20
    assert set(multiprocessing.active_children()) <= before


ORPHANS = """
import os, sys, time
from relais.screening.caseload.running import Chunk, run_chunks
def told(documents, month):
    print(os.getpid(), flush=True)
    time.sleep(60)
    return []
list(run_chunks([Chunk(n, [{"id": str(n)}], []) for n in range(4)], months=["2026-10"], workers=2, function=told))
"""


def test_workers_leave_with_a_command_killed_without_a_word() -> None:
    command = subprocess.Popen([sys.executable, "-c", ORPHANS], cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, text=True)
    assert command.stdout is not None
    with command.stdout:
        assert len({command.stdout.readline() for _ in range(2)}) == 2
        command.kill()
        command.wait()
        killed = time.monotonic()
        command.stdout.read()  # ends once the last worker, who shares this pipe, has left
    assert time.monotonic() - killed < 20
