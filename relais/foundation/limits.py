"""Rate limits kept outside the database, shared by all threads and processes of one machine.

One small memory-mapped file holds, for each key, a keyed digest and one number (the generic cell rate algorithm's
«theoretical arrival time»): nothing in it says who came. The digest's salt is drawn anew each day and the table emptied with
it, so yesterday's visitors cannot be recognised today. When the file cannot be opened the limit still holds in this process.
"""

import fcntl
import hashlib
import hmac
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

_SLOTS = 1 << 15
_SLOT = struct.Struct("<8sd")
#: day number, salt
_HEADER = struct.Struct("<q32s")
_START = 64
_SIZE = _START + _SLOTS * _SLOT.size
_PROBES = 8
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Verdict:
    """``allowed``, how many more calls would pass at once, and after how many seconds one would pass again."""

    allowed: bool
    remaining: int
    retry_after: int

    def __bool__(self) -> bool:
        return self.allowed


class LimitTable:
    """The counters of one machine, in ``path`` (or in this process alone when None)."""

    def __init__(self, path: Path | None, *, secret: bytes) -> None:
        self._secret = secret
        self._lock = threading.Lock()
        self._file: int | None = None
        if path is None:
            self._map = mmap.mmap(-1, _SIZE)
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < _SIZE:
            os.ftruncate(self._file, _SIZE)
        self._map = mmap.mmap(self._file, _SIZE)

    def close(self) -> None:
        """Give the file back; counters of this process alone go with their last reader."""
        if self._file is not None:
            self._map.close()
            os.close(self._file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _digest(self, key: str, now: float) -> bytes:
        """Digest of the key under today's salt; a new day empties the table."""
        day, salt = _HEADER.unpack_from(self._map, 0)
        if day != int(now // _DAY):
            salt = os.urandom(32)
            self._map[_START:_SIZE] = bytes(_SIZE - _START)
            _HEADER.pack_into(self._map, 0, int(now // _DAY), salt)
        return hmac.digest(self._secret + bytes(salt), key.encode(), "sha256")[:8]

    def _slot(self, digest: bytes) -> tuple[int, float]:
        """Where this key's number is or goes (offset), and the number; the stalest neighbour gives its place."""
        first = int.from_bytes(digest, "little")
        best, best_time = _START, float("inf")
        for step in range(_PROBES):
            offset = _START + ((first + step) % _SLOTS) * _SLOT.size
            held, arrival = _SLOT.unpack_from(self._map, offset)
            if held == digest:
                return offset, float(arrival)
            if arrival < best_time:
                best, best_time = offset, arrival
        return best, 0.0

    def take(self, key: str, *, rate: int, per: timedelta, now: float, spend: bool = True) -> Verdict:
        """At most ``rate`` calls at once, given back evenly over ``per``; ``spend=False`` only looks."""
        step = per.total_seconds() / rate
        with self._alone():
            digest = self._digest(key, now)
            offset, arrival = self._slot(digest)
            arrival = max(arrival, now)
            ahead = arrival + step - now
            allowed = ahead <= per.total_seconds() + 1e-6
            if allowed and spend:
                _SLOT.pack_into(self._map, offset, digest, arrival + step)
                arrival += step
        remaining = int((per.total_seconds() - (arrival - now) + 1e-6) // step)
        wait = 0 if allowed else int(ahead - per.total_seconds()) + 1
        return Verdict(allowed, max(remaining, 0), wait)


_table: LimitTable | None = None
_opening = threading.Lock()


def _opened() -> LimitTable:
    """The table of this instance (settings.LIMITS_FILE; None keeps it in this process)."""
    global _table  # noqa: PLW0603  # one mapping per process, opened on first use
    with _opening:
        if _table is None:
            from django.conf import settings

            secret = hashlib.sha256(b"limits/" + settings.SECRET_KEY.encode()).digest()
            try:
                _table = LimitTable(settings.LIMITS_FILE, secret=secret)
            except OSError:
                _table = LimitTable(None, secret=secret)
        return _table


def forget_all() -> None:
    """Close the table of this process; the next call opens it afresh (tests, change of settings)."""
    global _table  # noqa: PLW0603  # see _opened
    with _opening:
        if _table is not None:
            _table.close()
        _table = None


def allow(key: str, *, rate: int, per: timedelta, now: float | None = None) -> Verdict:
    """Count one call for ``key``: at most ``rate`` in any burst, given back evenly over ``per``."""
    return _opened().take(key, rate=rate, per=per, now=time.time() if now is None else now)


def look(key: str, *, rate: int, per: timedelta, now: float | None = None) -> Verdict:
    """What ``allow`` would answer, without counting."""
    return _opened().take(key, rate=rate, per=per, now=time.time() if now is None else now, spend=False)
