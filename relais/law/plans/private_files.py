"""Files that are code once read (pickles): trusted only when nobody else can have written them and their digest agrees.

A file is its SHA-256 on a first line, then its content; it is written whole or not at all, so that readers of other processes see
the old one or the new one. Anything that cannot be trusted is as if it were absent: the caller makes it again.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_log = logging.getLogger(__name__)


def private(path: Path) -> bool:
    """Whether only the current user can have written this."""
    state = path.stat()
    return state.st_uid == os.getuid() and not state.st_mode & 0o022


def read_sealed(path: Path) -> bytes | None:
    """The content of a sealed file; None when it is absent, cut short, altered, or when others may write it."""
    try:
        if not (private(path.parent) and private(path)):
            _log.warning("%s ignored: others may write it", path.name)
            return None
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("%s ignored: %s", path.name, error)
        return None
    seal, _, content = sealed.partition(b"\n")
    if hashlib.sha256(content).hexdigest().encode("ascii") != seal:
        _log.warning("%s ignored: its digest does not agree; it is made again", path.name)
        return None
    return content


def write_sealed(path: Path, content: bytes) -> None:
    """Write a sealed file in a folder of this user alone; OSError when it cannot be."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, hashlib.sha256(content).hexdigest().encode("ascii") + b"\n" + content)


def write_whole(path: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never a part (mode 600)."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait for the other processes that hold this lock file; released when the process ends, whatever happens."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
