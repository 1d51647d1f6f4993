"""Runs a command that dies with its parent: ``python -m relais.project.leash PARENT_PID COMMAND…``.

The supervisor may be killed without a word (kill -9, out of memory); Linux then sends SIGTERM to what it started, so that no
orphan keeps the port or the queue. Elsewhere than on Linux the command runs without this leash.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def hold(parent: int) -> None:
    """Ask the kernel for SIGTERM when the parent dies; leave at once when it is already gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(0)


if __name__ == "__main__":
    hold(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  # our own command line, no shell
