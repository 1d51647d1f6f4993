"""``relais screen`` as a process, on the real legislation: killed without a word, it says nothing and loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from relais.screening.caseload.plan import CHUNK
from tests.factories.caseloads import write_caseload

ROOT = Path(__file__).resolve().parents[2]
#: what is computed without interruption is the reference of all: one process for them
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("screen for real")]
#: four chunks: each of two workers has one more to do when it is killed.
HOUSEHOLDS = 4 * CHUNK


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data with the cache of the engine made, and a caseload of four chunks."""
    folder = tmp_path_factory.mktemp("instance")
    write_caseload(folder / "foyers.csv", HOUSEHOLDS)
    return folder


@pytest.fixture
def start(instance: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(source: str, out: Path) -> "subprocess.Popen[bytes]":
        words = ["screen", str(instance / source), "--out", str(out), "--month", "2026-11", "--workers", "2", "--quiet"]
        environment = {**os.environ, "RELAIS_DATA": str(instance / "data")}
        words = [sys.executable, "-m", "relais", *words]
        started.append(subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE))
        return started[-1]

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def uninterrupted(instance: Path) -> bytes:
    words = [
        "screen",
        str(instance / "foyers.csv"),
        "--out",
        str(instance / "entier.json"),
        "--month",
        "2026-11",
        "--workers",
        "2",
        "--quiet",
    ]
    environment = {**os.environ, "RELAIS_DATA": str(instance / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "relais", *words], cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    content = (instance / "entier.json").read_bytes()
    assert len(json.loads(content)) == HOUSEHOLDS
    return content


def wait_for(seen: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    """Until ``seen`` or two minutes; the process must still run."""
    end = time.monotonic() + 120
    while not seen():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.05)


def test_killed_then_taken_up_gives_the_same_file_to_the_byte(
    start: Callable[..., "subprocess.Popen[bytes]"], instance: Path, uninterrupted: bytes
) -> None:
    out = instance / "repris.json"
    killed = start("foyers.csv", out)
    wait_for(lambda: any(instance.glob("repris.json.en-cours/*.lot")), killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert not out.exists()
    kept = list(instance.glob("repris.json.en-cours/*.lot"))
    assert kept
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    _, said = start("foyers.csv", out).communicate(timeout=300)
    assert b"Reprise" in said
    assert out.read_bytes() == uninterrupted
    assert not list(instance.glob("repris.json.en-cours"))


def test_a_worker_killed_changes_nothing(start: Callable[..., "subprocess.Popen[bytes]"], instance: Path, uninterrupted: bytes) -> None:
    out = instance / "ouvrier.json"
    command = start("foyers.csv", out)
    wait_for(lambda: len(psutil.Process(command.pid).children()) == 2, command)
    victim = psutil.Process(command.pid).children()[0]
    wait_for(lambda: victim.cpu_times().user > 0.3, command)
    victim.kill()
    command.communicate(timeout=300)
    assert command.returncode == 0
    assert out.read_bytes() == uninterrupted


@pytest.mark.parametrize("damage", [b"", b"rien de bon" * 1000], ids=["empty", "garbage"])
def test_a_corrupted_cache_of_the_engine_is_made_again(
    start: Callable[..., "subprocess.Popen[bytes]"], instance: Path, uninterrupted: bytes, damage: bytes
) -> None:
    cache = [path for path in (instance / "data" / "engine").rglob("*") if path.is_file() and path.stat().st_size]
    assert any(path.suffix == ".plan" for path in cache)  # read first: with a sound plan, nothing else would be opened
    assert any(path.suffix == ".pickle" for path in cache)
    sizes = {path: path.stat().st_size for path in cache}
    for path in cache:
        path.write_bytes(damage)
    out = instance / "cache.json"
    command = start("foyers.csv", out)
    _, said = command.communicate(timeout=300)
    assert command.returncode == 0
    assert b"Traceback" not in said
    assert out.read_bytes() == uninterrupted
    assert {path: path.stat().st_size for path in cache} == sizes
