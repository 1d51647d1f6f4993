"""A département computes on its cluster: a scheduler and workers that are other processes, one killed in mid-run, nothing lost."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from relais.kernel.months import Month
from relais.screening.caseload import cli
from relais.screening.caseload.likeness import likeness_here
from relais.screening.caseload.running import KILLED
from tests.screening.caseload.cluster_preload import NOWHERE, answer

ROOT = Path(__file__).resolve().parents[3]
NOVEMBER = Month(2026, 11)
RULES = "moteur d’essai"
PRELOAD = "tests.screening.caseload.cluster_preload"

#: Dask tries a chunk that kills on four workers by default: two are enough to tell, and quicker.
FEW_DEATHS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


@dataclass
class Running:
    """A scheduler on this machine, and workers that come and go."""

    folder: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    address: str = ""

    def start(self, kind: str, *words: str, **told: str) -> "subprocess.Popen[bytes]":
        own = {**os.environ, "PYTHONPATH": str(ROOT), "RELAIS_DATA": str(self.folder), "RELAIS_TEST_MARKS": str(self.folder), **told}
        log = (self.folder / f"{kind}-{len(self.processes)}.log").open("wb")
        with log:
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"]
            process = subprocess.Popen(command, cwd=self.folder, env=own, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        return process

    def scheduler(self) -> "subprocess.Popen[bytes]":
        where = self.folder / "scheduler.json"
        process = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where), **FEW_DEATHS)
        waited(where.exists)
        waited(where.read_text)
        self.address = json.loads(where.read_text())["address"]
        return process

    def worker(self, *words: str, count: int = 1, rules: str = RULES, preload: str = PRELOAD) -> "subprocess.Popen[bytes]":
        options = ["--nworkers", str(count), "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(self.folder)]
        asked = ["--preload", preload] if preload else []
        return self.start("worker", self.address, *options, *asked, *words, RELAIS_TEST_RULES=rules)

    def registered(self) -> int:
        return (self.folder / "scheduler-0.log").read_text(errors="replace").count("Register worker addr")

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def waited(condition: Callable[[], Any], *, limit: float = 90) -> None:
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    folder.mkdir(exist_ok=True)
    cluster = Running(folder)
    try:
        cluster.scheduler()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "cluster") as started:
        yield started


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setenv("RELAIS_TEST_MARKS", str(tmp_path))

    def run(*words: object) -> int:
        parser = argparse.ArgumentParser()
        cli.arguments(parser)
        asked = parser.parse_args([*map(str, words), "--quiet"])
        likeness = lambda: likeness_here(rules=RULES, local_rights=NOWHERE)  # noqa: E731
        computing = cli.Computing(RULES, answer, lambda month: None, likeness=likeness)
        return cli.review(asked, today=NOVEMBER, load=lambda: computing, seen=tmp_path / "vue")

    return run


def caseload(folder: Path, *names: str) -> Path:
    path = folder / "foyers.json"
    persons = [{"role": "demandeur", "facts": {"naissance": "1980-05-01"}}]
    path.write_text(json.dumps([{"id": name, "persons": persons} for name in names]), encoding="utf-8")
    return path


def names(out: Path) -> list[str]:
    return [record["id"] for record in json.loads(out.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_worker_killed_in_mid_run_loses_nothing_and_the_output_is_that_of_this_machine(
    cluster: Running, screen: Callable[..., int], tmp_path: Path, kind: str
) -> None:
    source = caseload(tmp_path, *(f"lent-{rank}" for rank in range(600)))
    cluster.worker("--no-nanny")
    victim = cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 2)

    def kill_it() -> bool:
        at_work = (cluster.folder / f"lent-{victim.pid}").exists()
        if at_work:
            victim.kill()
        return at_work

    killer = threading.Thread(target=waited, args=(kill_it,))
    killer.start()
    out = tmp_path / f"cluster.{kind}"
    assert screen(source, "--out", out, "--cluster", cluster.address) == 0
    killer.join()
    assert victim.wait() == -signal.SIGKILL
    assert screen(source, "--out", tmp_path / f"ici.{kind}", "--workers", 2) == 0
    assert out.read_bytes() == (tmp_path / f"ici.{kind}").read_bytes()
    assert kind == "parquet" or out.read_text(encoding="utf-8").count("rsa") == 600
    assert not list(tmp_path.glob("*.en-cours"))


def test_a_household_that_kills_each_worker_is_named_and_all_others_are_answered(
    cluster: Running, screen: Callable[..., int], tmp_path: Path
) -> None:
    everybody = [f"foyer-{rank}" for rank in range(20)]
    source = caseload(tmp_path, *everybody[:7], "mortel", *everybody[7:])
    cluster.worker(count=2)  # with their nannies, which start them again
    waited(lambda: cluster.registered() >= 2)
    assert screen(source, "--out", tmp_path / "r.json", "--cluster", cluster.address) == 1
    assert names(tmp_path / "r.json") == everybody
    told = (tmp_path / "r.json.erreurs.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 2
    assert "mortel" in told[1]
    assert KILLED in told[1]


def test_a_worker_with_other_rules_or_without_relais_is_given_nothing(
    cluster: Running, screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = caseload(tmp_path, *(f"lent-{rank}" for rank in range(200)))
    other = cluster.worker("--no-nanny", rules="un autre moteur")
    bare = cluster.worker("--no-nanny", preload="")
    waited(lambda: cluster.registered() == 2)
    with pytest.raises(cli.BadUsage, match="aucun ouvrier ne peut servir") as refused:
        screen(source, "--out", tmp_path / "r.json", "--cluster", cluster.address)
    assert "règles « un autre moteur » au lieu de « moteur d’essai »" in str(refused.value)
    assert "il n’a pas été lancé avec --preload relais.project.cluster_worker" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.glob("r.json*"))
    good = cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 3)
    assert screen(source, "--out", tmp_path / "r.json", "--cluster", cluster.address) == 0
    assert capsys.readouterr().err.count("laissé de côté") == 2
    assert {path.name for path in cluster.folder.glob("lent-*")} == {f"lent-{good.pid}"}
    assert (other.poll(), bare.poll()) == (None, None)


def test_no_more_than_two_chunks_a_worker_are_in_memory_and_a_worker_spills_nothing(
    cluster: Running, screen: Callable[..., int], tmp_path: Path
) -> None:
    from distributed import Client

    from relais.law.situation.json_stream import JsonCase
    from relais.screening.caseload.cluster import Cluster
    from relais.screening.caseload.cluster_worker import resource
    from relais.screening.caseload.computing import Chunk, Work

    cluster.worker(count=2)
    waited(lambda: cluster.registered() == 2)
    taken = 0

    def chunks() -> Iterator[Chunk]:
        nonlocal taken
        for number in range(20):
            taken += 1
            document = {"id": f"lent-{number}", "persons": [{"role": "demandeur", "facts": {"naissance": "1980-05-01"}}]}
            yield Chunk(number, [JsonCase(0, 1, f"lent-{number}", document)])

    with Client(cluster.address) as client:
        held = client.run(lambda dask_worker: type(dask_worker.data).__name__)
        asks = resource(likeness_here(rules=RULES, local_rights=NOWHERE), in_clear=False)
        most = done = 0
        for finished in Cluster(client, asks).run_chunks(chunks(), Work(answer, [NOVEMBER], "csv")):
            most = max(most, taken - done)
            done += 1
            assert finished.answered == 1
    assert set(held.values()) == {"dict"}
    assert done == 20
    assert most <= 5


def test_a_cluster_left_by_its_last_worker_keeps_what_is_done(
    cluster: Running, screen: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("relais.screening.caseload.cluster.ALONE", 3.0)
    source = caseload(tmp_path, *(f"foyer-{rank}" for rank in range(300)), "fragile", *(f"lent-{rank}" for rank in range(300)))
    cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 1)
    words = (source, "--out", tmp_path / "r.csv", "--cluster", cluster.address)
    assert screen(*words) == 1
    assert "plus aucun ouvrier du cluster depuis 3 s. Les lots finis sont gardés" in capsys.readouterr().err
    assert not (tmp_path / "r.csv").exists()
    cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 2)
    assert screen(*words) == 0
    assert "lots déjà faits" in capsys.readouterr().err
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").count("rsa") == 601


def test_a_worker_that_dies_before_what_it_made_is_read_is_not_waited_for_ever(cluster: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Client, wait

    from relais.law.situation.json_stream import JsonCase
    from relais.screening.caseload.cluster import Cluster, ClusterLost
    from relais.screening.caseload.cluster_worker import resource
    from relais.screening.caseload.computing import Chunk, Work

    monkeypatch.setattr("relais.screening.caseload.cluster.ALONE", 2.0)
    worker = cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 1)
    document = {"id": "foyer", "persons": [{"role": "demandeur", "facts": {"naissance": "1980-05-01"}}]}
    chunk, work = Chunk(1, [JsonCase(0, 1, "foyer", document)]), Work(answer, [NOVEMBER], "csv")
    with Client(cluster.address) as client:
        joined = Cluster(client, resource(likeness_here(rules=RULES, local_rights=NOWHERE), in_clear=False))
        assert joined.workers() == 1
        future = joined._sent_off(chunk, work)
        wait([future])
        worker.kill()
        worker.wait()
        with pytest.raises(ClusterLost, match="plus aucun ouvrier"):
            joined._result(future)
        again = joined._sent_off(chunk, work)
        cluster.worker("--no-nanny")
        done = joined._result(again)
        assert done is not None
        assert done.answered == 1


def test_a_scheduler_that_leaves_in_mid_run_is_told_in_one_line(
    cluster: Running, screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = caseload(tmp_path, *(f"lent-{rank}" for rank in range(2000)))
    cluster.worker("--no-nanny")
    waited(lambda: cluster.registered() == 1)

    def leave() -> None:
        waited(lambda: any(cluster.folder.glob("lent-*")))
        cluster.processes[0].kill()

    leaver = threading.Thread(target=leave)
    leaver.start()
    assert screen(source, "--out", tmp_path / "r.csv", "--cluster", cluster.address) == 1
    leaver.join()
    assert "le coordinateur du cluster ne répond plus. Les lots finis sont gardés" in capsys.readouterr().err
