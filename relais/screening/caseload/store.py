"""Finished chunks on disk: each written whole or not at all, so that a killed run loses only what was being computed.

A chunk is one line of JSON (counts, refusals) then its rows as the output will hold them: the end of a run only copies.

The files hold facts about persons: the folder is private to its owner (0700, files 0600) and is removed once the output is whole.
One run at a time: the folder is locked as long as the command lives.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from relais.screening.caseload.computing import Done, Tally
from relais.screening.caseload.totals import Totals

Record = dict[str, Any]


_LOCK = "verrou"
#: what this store writes beside its lock and the mark of the run, and all that it may erase.
_OURS = (".lot", ".brouillon")


class Taken(Exception):
    """Another run is at work in this folder."""


@dataclass(frozen=True, slots=True)
class ChunkStore:
    """The folder of finished chunks of one run."""

    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder, made if needed; Taken when another run holds it. A lock ends with its process, whatever ends it.

        The lock belongs to this process and not to its workers (``lockf``): a run killed without a word is taken up at once.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.folder.is_symlink():  # somebody would have us write, and erase, elsewhere
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.folder))
        self.folder.chmod(0o700)  # refused when somebody else laid a folder of that name for us to write in
        path = self.folder / _LOCK
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError) as problem:
                raise Taken from problem
            if os.fstat(handle).st_nlink == 0:  # the other run ended between our opening and our locking, and took its folder away
                raise Taken
            yield
        finally:
            os.close(handle)

    def open(self, fingerprint: str) -> int:
        """Make the folder ready for this run; returns how many chunks are already done (0 when it was another run's)."""
        mark = self.folder / "passage"
        if self.folder.exists() and (not mark.exists() or mark.read_text() != fingerprint):
            for path in self.folder.iterdir():
                if path.suffix in _OURS or path == mark:
                    path.unlink()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(mark, fingerprint.encode())
        return len(list(self.folder.glob("*.lot")))

    def outdated(self, fingerprint: str) -> bool:
        """Whether it holds finished chunks of another run: other files, another question, or other rules."""
        mark = self.folder / "passage"
        return any(self.folder.glob("*.lot")) and (not mark.exists() or mark.read_text() != fingerprint)

    def has(self, number: int) -> bool:
        """Whether this chunk is finished."""
        return self._path(number).exists()

    def put(self, done: Done) -> None:
        """Keep a finished chunk."""
        tally = [[right, group, count] for (right, group), count in done.tally.items()]
        told = {"cases": done.cases, "answered": done.answered, "problems": done.problems, "tally": tally}
        _write_whole(self._path(done.number), f"{json.dumps(told, ensure_ascii=False)}\n".encode() + done.rows)

    def cases(self) -> int:
        """How many households of the file the finished chunks held."""
        return sum(int(told["cases"]) for told, _ in self._read())

    def rows(self) -> Iterator[BinaryIO]:
        """The rows of each chunk, in file order; a file is to be read before the next is asked for."""
        for _, rows in self._read():
            yield rows

    def problems(self) -> Iterator[Record]:
        """All refused rows, in file order."""
        for told, _ in self._read():
            yield from told["problems"]

    def totals(self) -> Totals:
        """What the finished chunks answered, counted."""
        answered, counts = 0, Tally()
        for told, _ in self._read():
            answered += told["answered"]
            counts.update({(right, group): count for right, group, count in told["tally"]})
        return Totals(answered, dict(counts))

    def remove(self) -> None:
        """Forget the chunks."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:09d}.lot"

    def _read(self) -> Iterator[tuple[Any, BinaryIO]]:
        for path in sorted(self.folder.glob("*.lot")):
            with path.open("rb") as file:
                yield json.loads(file.readline()), file


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".brouillon")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
