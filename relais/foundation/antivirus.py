"""ClamAV looks at each document when this instance has it (RELAIS_CLAMAV): a document that cannot be looked at is not taken.

Three ways, by what the setting names: the socket of clamd, ``host:port`` of clamd, or the program ``clamscan``. The document is sent by the
protocol INSTREAM or on the standard input: it is never written on the disk in clear.
"""

import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_PIECE = 1 << 16
_SECONDS = 30.0


class ScanFailed(Exception):
    """The document could not be looked at: nothing says that it is safe."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``looked``: an antivirus looked at it. ``found``: the name of what it found; "" for nothing."""

    looked: bool
    found: str = ""


def look(content: bytes) -> Verdict:
    """What the antivirus of this instance says; not looked at when it has none. ScanFailed when it has one that does not answer."""
    where: str = settings.CLAMAV
    if not where:
        return Verdict(looked=False)
    path = Path(where)
    if path.is_absolute() and not path.is_socket():
        return _program(path, content)
    try:
        with _connected(where) as line:
            answer = _instream(line, content)
    except OSError as problem:
        raise ScanFailed(type(problem).__name__) from problem
    return _read(answer)


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_SECONDS)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    if not port.isdigit():
        raise ScanFailed("RELAIS_CLAMAV is neither a path nor host:port")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)


def _instream(line: socket.socket, content: bytes) -> bytes:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        piece = line.recv(1024)
        if not piece:
            break
        answer += piece
    return answer


def _read(answer: bytes) -> Verdict:
    """«stream: OK» or «stream: NAME FOUND»; anything else is no answer."""
    told = answer.rstrip(b"\0").decode("utf-8", "replace").strip()
    if told == "stream: OK":
        return Verdict(looked=True)
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        return Verdict(looked=True, found=told.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScanFailed("unknown answer")


def _program(path: Path, content: bytes) -> Verdict:
    """clamscan: 0 nothing found, 1 found, 2 an error."""
    try:
        done = subprocess.run([str(path), "--no-summary", "-"], input=content, capture_output=True, timeout=4 * _SECONDS, check=False)  # noqa: S603  # named by whoever runs the instance
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ScanFailed(type(problem).__name__) from problem
    if done.returncode == 0:
        return Verdict(looked=True)
    if done.returncode == 1:
        told = done.stdout.decode("utf-8", "replace").strip().removesuffix(" FOUND")
        return Verdict(looked=True, found=told.rpartition(": ")[2] or "inconnu")
    raise ScanFailed(f"clamscan {done.returncode}")
