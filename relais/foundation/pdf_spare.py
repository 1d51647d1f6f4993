"""The hand of a web process on its spare child (``pdf_child``): one spare for each process, started once, replaced when it dies.

Threads share it; a process born of a fork starts its own. At most ``AT_ONCE`` papers are made at the same time, others wait their turn
within their own time. The spare ends with this process, even killed: the socket between them closes.
"""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from relais.foundation.pdf_child import MISSING

#: papers made at the same time by one process; each is a fork bounded in memory.
AT_ONCE = 3
#: seconds given to a dying spare to say its exit code.
_LAST_WORDS = 1.0
_GRACE = 0.25
_PIECE = 1 << 16


class NoAnswer(Exception):
    """The paper got none: it crashed, was refused, or exceeded its memory."""


class TooLate(Exception):
    """The paper did not come in its time."""


class NoPango(Exception):
    """This machine cannot make any PDF."""


class SpareIsGone(Exception):
    """The spare itself died; another one may do it."""


class Spare:
    """One running child."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "relais.foundation.pdf_child", str(theirs.fileno())]
        silent = subprocess.DEVNULL
        with theirs:
            self.process = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, pass_fds=(theirs.fileno(),))  # noqa: S603  # our own command line
        self.control = ours

    def ask(self, order: bytes, *, until: float) -> bytes:
        """What the child answers to an order, before ``until`` (monotonic)."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                try:
                    socket.send_fds(self.control, [b"\0"], [theirs.fileno()])
                except OSError as problem:
                    raise SpareIsGone from problem
            try:
                self._send(ours, order, until)
                made = self._received(ours, until)
            except TimeoutError as problem:
                raise TooLate from problem
        if not made:
            self._say_why()
        return made

    @staticmethod
    def _send(ours: socket.socket, order: bytes, until: float) -> None:
        ours.settimeout(max(0.001, until - time.monotonic()))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # what is read next is nothing, and says it
            ours.sendall(order)
            ours.shutdown(socket.SHUT_WR)

    @staticmethod
    def _received(ours: socket.socket, until: float) -> bytes:
        pieces: list[bytes] = []
        with contextlib.suppress(ConnectionResetError):
            while True:
                ours.settimeout(max(0.001, until - time.monotonic()))
                piece = ours.recv(_PIECE)
                if not piece:
                    break
                pieces.append(piece)
        return b"".join(pieces)

    def _say_why(self) -> None:
        """A paper without an answer: the spare died, or the paper alone did."""
        try:
            code = self.process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            raise NoAnswer from None
        if code == MISSING:
            raise NoPango
        raise SpareIsGone

    def alive(self) -> bool:
        """Whether the child runs."""
        return self.process.poll() is None

    def end(self) -> None:
        """Close the socket: the child leaves by itself, or is made to."""
        self.control.close()
        try:
            self.process.wait(timeout=_LAST_WORDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Keeper:
    """The one spare of this process, and the turns of those who want a paper."""

    def __init__(self) -> None:
        self._spare: Spare | None = None
        self._open()

    def _open(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def spare(self) -> Spare:
        """The running spare, started when there is none."""
        with self._lock:
            if self._spare is not None and not self._spare.alive():
                self._spare.end()
                self._spare = None
            if self._spare is None:
                self._spare = Spare()
            return self._spare

    def make(self, order: Mapping[str, object], *, seconds: float) -> bytes:
        """The PDF of an order; NoAnswer, TooLate or NoPango. A spare that died is replaced once: its death was not this paper's fault."""
        until = time.monotonic() + seconds
        if not self._turns.acquire(timeout=seconds):
            raise TooLate
        try:
            # the fork ends itself a little after nobody waits for it any more
            content = json.dumps({**order, "seconds": max(0.0, until - time.monotonic()) + _GRACE}).encode()
            for _ in range(2):
                with contextlib.suppress(SpareIsGone):
                    return self.spare().ask(content, until=until)
            raise NoAnswer
        finally:
            self._turns.release()

    def end(self) -> None:
        """No spare any more; the next paper starts another."""
        with self._lock:
            if self._spare is not None:
                self._spare.end()
            self._spare = None

    def leave_to_parent(self) -> None:
        """In a process just forked: the spare is its parent's. The copied socket is closed, or the spare would outlive that parent."""
        if self._spare is not None:
            self._spare.control.close()
            # not a child of this process: nothing here waits for it
            self._spare.process.returncode = 0
            self._spare = None
        # locks copied in a fork may be held for ever
        self._open()


KEEPER = Keeper()
atexit.register(KEEPER.end)
os.register_at_fork(after_in_child=KEEPER.leave_to_parent)
