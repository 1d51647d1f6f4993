"""The short forms of the trials of resilience: real processes, killed outright while they write; each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import tracked

pytestmark = pytest.mark.slow


def trial(name: str, *options: str) -> str:
    """What the trial told, once it succeeded."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    command = [sys.executable, "-m", f"tests.resilience.{name}", *options]
    done = subprocess.run(command, cwd=tracked.ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow(20)
def test_agents_at_once_meet_no_error_and_lose_no_write():
    assert " 0 lost, 0 beyond, 0 errors;" in trial("agents_at_once", "--agents", "6", "--seconds", "6")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.slow(30)
def test_a_server_killed_while_agents_write_loses_nothing_acknowledged(database: str):
    if database == "postgresql" and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.skip("no PostgreSQL is installed on this machine")
    told = trial("server_killed", "--database", database, "--agents", "4", "--seconds", "10", "--every", "5")
    assert " 1 kills, " in told
    assert " 0 lost, 0 errors" in told


def test_the_job_of_a_worker_killed_outright_is_taken_again_and_finished():
    told = trial("worker_killed", "--rows", "100", "--quick")
    assert "worker killed at row 50, task left RUNNING" in told
    assert "2 workers, 100 files, task SUCCESSFUL" in told
