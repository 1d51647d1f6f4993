"""One lock per instance: any number of servers share it, a restore or an upgrade needs it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another process of this instance holds the lock in a way that excludes us."""


@contextmanager
def _hold(data_dir: Path, kind: int) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / "instance.lock").open("a") as handle:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Busy from problem
        yield


@contextmanager
def share_instance(data_dir: Path) -> Iterator[None]:
    """For servers; Busy while a restore or an upgrade runs."""
    with _hold(data_dir, fcntl.LOCK_SH):
        yield


@contextmanager
def own_instance(data_dir: Path) -> Iterator[None]:
    """For a restore or an upgrade; Busy while a server runs."""
    with _hold(data_dir, fcntl.LOCK_EX):
        yield
