"""Awa's service launches the review at noon; a worker is killed at one o'clock: nothing is lost."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from relais.kernel.months import Month
from relais.law.situation.household import Household
from relais.law.situation.json_stream import JsonCase
from relais.screening.caseload.computing import Chunk, ChunkFunction, Done, Work, compute_chunk
from relais.screening.caseload.running import KILLED, WorkersKeepDying, run_chunks
from tests.factories.answered import Told

Documents = list[dict[str, Any]]
Households = Sequence[Household]
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def case(name: str, **persons: object) -> JsonCase:
    person = {"role": "demandeur", "facts": {"naissance": "1980-05-01", **persons}}
    return JsonCase(0, 4, name, {"id": name, "persons": [person]})


def chunks(count: int, *, size: int = 3) -> list[Chunk]:
    return [Chunk(number, [case(f"f{number}-{rank}") for rank in range(size)]) for number in range(count)]


def answer(households: Households, month: Month) -> list[Told]:
    result = {"right": "rsa", "group": "a_demander"}
    return [Told({"id": household.id, "month": str(month), "results": [result]}) for household in households]


def work(function: ChunkFunction, *months: Month) -> Work:
    return Work(function, months or (OCTOBER,), "json")


def records(done: Done) -> Documents:
    read: Documents = json.loads(b"[" + done.rows + b"]")
    return read


def refuse_one(households: Households, month: Month) -> list[Told]:
    if any(household.id == "f0-1" for household in households):
        raise ZeroDivisionError
    return answer(households, month)


def die_once(households: Households, month: Month) -> list[Told]:
    mark = Path(os.environ["RELAIS_TEST_MARK"])
    if households[0].id == "f2-0" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(households, month)


def always_die(households: Households, month: Month) -> list[Told]:
    os.kill(os.getpid(), signal.SIGKILL)
    return answer(households, month)


def test_every_household_is_answered_for_every_month() -> None:
    done = compute_chunk(chunks(1)[0], work(answer, OCTOBER, NOVEMBER))
    assert [(record["id"], record["month"]) for record in records(done)][:3] == [
        ("f0-0", "2026-10"),
        ("f0-0", "2026-11"),
        ("f0-1", "2026-10"),
    ]


def test_a_household_that_cannot_be_computed_does_not_stop_its_neighbours() -> None:
    done = compute_chunk(chunks(1)[0], work(refuse_one))
    assert [record["id"] for record in records(done)] == ["f0-0", "f0-2"]
    assert [(problem["household"], problem["message"]) for problem in done.problems] == [("f0-1", "calcul impossible : ZeroDivisionError")]


@pytest.mark.parametrize("workers", [1, 2])
def test_all_chunks_come_back(workers: int) -> None:
    done = list(run_chunks(chunks(9), work=work(answer), workers=workers))
    assert sorted(each.number for each in done) == list(range(9))
    assert sum(each.answered for each in done) == 27
    assert sum(each.tally["rsa", "a_demander"] for each in done) == 27


def test_a_killed_worker_is_replaced_and_its_chunk_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_TEST_MARK", str(tmp_path / "died"))
    done = list(run_chunks(chunks(6), work=work(die_once), workers=2))
    assert (tmp_path / "died").exists()
    assert sorted(record["id"] for each in done for record in records(each)) == sorted(f"f{n}-{r}" for n in range(6) for r in range(3))


def die_on_one(households: Households, month: Month) -> list[Told]:
    if any(household.id in ("f1-3", "f3-0") for household in households):
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(households, month)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_household_that_always_kills_its_worker_is_named_and_all_others_are_answered(workers: int) -> None:
    done = {each.number: each for each in run_chunks(chunks(5, size=7), work=work(die_on_one), workers=workers)}
    guilty = {"f1-3", "f3-0"}
    for number, each in done.items():
        assert [record["id"] for record in records(each)] == [f"f{number}-{rank}" for rank in range(7) if f"f{number}-{rank}" not in guilty]
    told = [(problem["household"], problem["message"]) for number in sorted(done) for problem in done[number].problems]
    assert told == [("f1-3", KILLED), ("f3-0", KILLED)]


def test_halving_a_chunk_keeps_its_counts_and_what_was_told_of_it() -> None:
    wrong = JsonCase(5, 9, "faux", {"id": "faux", "persons": []})
    chunk = Chunk(1, [wrong, *(case(f"f1-{rank}") for rank in range(5))])
    (done,) = run_chunks([chunk], work=work(die_on_one), workers=1)
    assert (done.cases, done.answered, done.tally["rsa", "a_demander"]) == (6, 4, 4)
    assert [(problem["household"], problem["line"]) for problem in done.problems] == [("faux", 9), ("f1-3", 4)]
    assert [record["id"] for record in records(done)] == ["f1-0", "f1-1", "f1-2", "f1-4"]


def test_another_month_keeps_the_incomes_told_by_month() -> None:
    seen = []

    def told(households: Households, month: Month) -> list[Told]:
        seen.append((month, households[0].persons[0].facts["salaire"]))
        return answer(households, month)

    compute_chunk(Chunk(0, [case("f", salaire={"2026-09": 900, "2026-10": 1000})]), work(told, OCTOBER, NOVEMBER))
    (_, october), (_, november) = seen
    assert october[-2:] == (900, 1000)
    assert november[-3:] == (900, 1000, 1000)


def test_workers_that_keep_dying_stop_the_run() -> None:
    with pytest.raises(WorkersKeepDying):
        list(run_chunks(chunks(4), work=work(always_die), workers=2))


def sleep_long(households: Households, month: Month) -> list[Told]:
    if households[0].id != "f0-0":
        time.sleep(60)
    return answer(households, month)


def test_a_run_that_is_left_does_not_wait_for_its_workers() -> None:
    before = set(multiprocessing.active_children())
    began = time.monotonic()
    results = run_chunks(chunks(6), work=work(sleep_long), workers=2)
    next(results)
    results.close()
    assert time.monotonic() - began < 20
    assert set(multiprocessing.active_children()) <= before


ORPHANS = """
import os, time
from tests.screening.caseload.test_running import chunks, run_chunks, work
def told(households, month):
    print(os.getpid(), flush=True)
    time.sleep(60)
    return []
list(run_chunks(chunks(4, size=1), work=work(told), workers=2))
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
