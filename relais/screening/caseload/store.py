"""Finished chunks on disk: each written whole or not at all, so that a killed run loses only what was being computed.

The files hold facts about persons: the folder is private to its owner (0700, files 0600) and is removed once the output is whole.
One run at a time: the folder is locked as long as the command lives.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]


_LOCK = "verrou"


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
                if path.name != _LOCK:
                    path.unlink()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(mark, fingerprint)
        return len(list(self.folder.glob("*.jsonl")))

    def has(self, number: int) -> bool:
        """Whether this chunk is finished."""
        return self._path(number).exists()

    def put(self, number: int, records: list[Record], problems: list[Record], *, cases: int = 0) -> None:
        """Keep a finished chunk, that held ``cases`` households of the file, refused ones included."""
        lines = [json.dumps({"cases": cases})]
        lines += [json.dumps({"result": record}, ensure_ascii=False) for record in records]
        lines += [json.dumps({"problem": problem}, ensure_ascii=False) for problem in problems]
        _write_whole(self._path(number), "".join(f"{line}\n" for line in lines))

    def cases(self) -> int:
        """How many households of the file the finished chunks held."""
        return sum(int(each) for each in self._read("cases"))

    def results(self) -> Iterator[Record]:
        """All results, in file order."""
        return self._read("result")

    def problems(self) -> Iterator[Record]:
        """All refused rows, in file order."""
        return self._read("problem")

    def remove(self) -> None:
        """Forget the chunks."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:09d}.jsonl"

    def _read(self, kind: str) -> Iterator[Any]:
        for path in sorted(self.folder.glob("*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    entry = json.loads(line)
                    if kind in entry:
                        yield entry[kind]


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".brouillon")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
