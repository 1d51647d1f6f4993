"""The journal under many threads, on a database file of its own (in a process of its own: the tests' database is in memory)."""

import os
import subprocess
import sys

from tests.architecture import tracked


def test_many_threads_lose_no_line_and_leave_no_gap():
    environment = {name: value for name, value in os.environ.items() if name != "RELAIS_TEST_DATABASE"}
    command = [sys.executable, "-m", "tests.resilience.journal_threads", "--threads", "8", "--lines", "15"]
    done = subprocess.run(command, cwd=tracked.ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "120 lines acknowledged, 120 kept, gaps False, breaches 0, errors []" in done.stdout
