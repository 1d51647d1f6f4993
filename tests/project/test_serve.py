"""relais serve, with real processes: it starts, heals, stops, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from relais.project import supervisor
from relais.project.commands.serve import Announcer
from relais.project.supervisor import Charge, GaveUp, Supervisor, back_off
from tests import empty

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: Callable[[], object], seconds: float = 60) -> object:
    """Wait for something to be true on a loaded machine."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it never happened")


def children_of(pid: int) -> dict[int, str]:
    """Processes below this one, with their command lines."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
    return found


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    own |= {"RELAIS_ENV": "dev", "RELAIS_DATA": str(tmp_path), "RELAIS_PORT": str(port)}
    command = [sys.executable, "-m", "relais"]
    empty.lay(tmp_path)
    subprocess.run([*command, "migrate"], cwd=ROOT, env=own, check=True, capture_output=True)
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        log = (tmp_path / f"serve-{len(started)}.log").open("w")
        started.append(subprocess.Popen([*command, "serve"], cwd=ROOT, env=own, stdout=log, stderr=log, text=True))
        started[-1].address = f"http://127.0.0.1:{port}/sante/"
        started[-1].log = Path(log.name)
        log.close()
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as page:
            return page.status == 200
    except HTTPError:
        raise
    except OSError:
        return False


@pytest.mark.slow(25)
def test_it_starts_heals_stops_and_starts_again(instance):
    first = instance()
    until(lambda: answers(first.address))
    until(lambda: len(children_of(first.pid)) == 3)
    until(lambda: "Relais est prêt" in first.log.read_text())
    second = instance()
    assert second.wait(timeout=30) == 2
    assert second.log.read_text().count("\n") == 1
    assert "est déjà pris" in second.log.read_text()
    web = next(pid for pid, command in children_of(first.pid).items() if "granian" in command)
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in children_of(first.pid) and len(children_of(first.pid)) == 3)
    until(lambda: answers(first.address))
    began = time.monotonic()
    first.send_signal(signal.SIGINT)
    assert first.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    assert "Relais est arrêté." in first.log.read_text()
    assert not answers(first.address)
    third = instance()
    until(lambda: answers(third.address))
    third.terminate()
    assert third.wait(timeout=20) == 0


@pytest.mark.slow
def test_nothing_survives_a_supervisor_killed_without_a_word(instance):
    first = instance()
    until(lambda: answers(first.address))
    # the queue and the schedules start once the pages answer
    until(lambda: len(children_of(first.pid)) == 3)
    below = children_of(first.pid)
    first.kill()
    first.wait()
    until(lambda: not answers(first.address))
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below))


@pytest.mark.slow(40)
def test_in_service_under_its_public_name_it_says_that_it_is_ready(tmp_path: Path):
    own = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    own |= {"RELAIS_DATA": str(tmp_path), "RELAIS_PORT": str(free_port()), "RELAIS_HOSTS": "relais.exemple.fr"}
    command = [sys.executable, "-m", "relais"]
    empty.lay(tmp_path)
    subprocess.run([*command, "migrate"], cwd=ROOT, env=own, check=True, capture_output=True)
    log = tmp_path / "serve.log"
    with log.open("w") as out, subprocess.Popen([*command, "serve"], cwd=ROOT, env=own, stdout=out, stderr=out) as process:
        try:
            until(lambda: "Relais est prêt" in log.read_text())
        finally:
            process.terminate()
    assert "DisallowedHost" not in log.read_text()


class FakeClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def dying() -> tuple[Supervisor, Charge, FakeClock, list[str]]:
    clock, said = FakeClock(), []
    charge = Charge("pages", [sys.executable, "-c", "raise SystemExit(4)"])
    return Supervisor([charge], dict(os.environ), said.append, clock), charge, clock, said


def die(watch: Supervisor, charge: Charge) -> None:
    charge.process.wait()
    watch.look_at(charge)


def test_a_part_that_dies_waits_longer_each_time_then_all_stops(dying):
    watch, charge, clock, said = dying
    charge.start(watch.environment, now=0)
    for death in range(1, supervisor.TOO_MANY):
        die(watch, charge)
        assert said[-1].endswith(f"nouveau départ dans {back_off(death):.0f} s")
        watch.look_at(charge)
        assert charge.process is None, "not before its time"
        clock.now = charge.not_before
        watch.look_at(charge)
        assert charge.process is not None
    with pytest.raises(GaveUp, match="pages"):
        die(watch, charge)


def test_what_comes_after_the_first_waits_for_it_and_never_for_ever(dying):
    watch, _, clock, _ = dying
    queue = Charge("file d’attente", [sys.executable, "-c", "raise SystemExit(0)"], after_the_first=True)
    watch.charges = [queue]
    for release, starts_at in ((watch.release, 0.0), (lambda: None, supervisor.PATIENCE)):
        clock.now, queue.process = 0.0, None
        watch.start_all()
        watch.look_at(queue)
        assert queue.process is None, "the pages are not ready yet"
        release()
        clock.now = starts_at
        watch.look_at(queue)
        assert queue.process is not None
        queue.process.wait()


def test_a_part_that_lived_long_starts_afresh(dying):
    watch, charge, clock, said = dying
    charge.deaths = 4
    charge.start(watch.environment, now=0)
    clock.now = supervisor.STEADY + 1
    die(watch, charge)
    assert charge.deaths == 1
    assert "dans 1 s" in said[-1]


def test_a_part_that_will_not_stop_is_stopped(dying, monkeypatch):
    watch, charge, _clock, said = dying
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    charge.command = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('on', flush=True); time.sleep(60)",
    ]
    charge.start(watch.environment, now=0)
    time.sleep(1.5)
    watch.stop_all()
    assert charge.process.returncode == -signal.SIGKILL
    assert said == ["« pages » ne répond pas : arrêt forcé"]


def test_waits_grow_to_half_a_minute():
    assert [back_off(deaths) for deaths in (1, 2, 3, 6, 50)] == [1, 2, 4, 30, 30]


def test_demo_accounts_are_announced_when_there_are_some(tmp_path: Path):
    announcer = Announcer(host="0.0.0.0", port=8000, data_dir=tmp_path)
    assert announcer.address == "http://127.0.0.1:8000/"
    assert announcer.demo_lines() == []
    (tmp_path / "demo.json").write_text(
        json.dumps({"password": "p", "members": [{"identifier": "awa", "name": "Awa", "job": "référente"}]})
    )
    assert announcer.demo_lines() == ["Comptes de démonstration, mot de passe commun : p", "  awa  Awa, référente"]
