"""The files of the texts: read, tried before they are kept, put in place whole or not at all. No table here."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from relais.procedures.kinds import Kind
from relais.procedures.rules.text_lines import Problem, harm, placed
from relais.procedures.rules.texts import code_of, editable

LOCK = ".verrou"


@dataclass(frozen=True, slots=True)
class Tried:
    """A text read as its kind reads it. ``problems``: its own; ``others``: sentences about other files, which keep all of them out;
    ``found``: what it says, None when it has a problem.
    """

    problems: tuple[Problem, ...]
    others: tuple[str, ...]
    found: object | None


def names(kind: Kind) -> tuple[str, ...]:
    """The texts of this instance by the name of their file, without its suffix."""
    return tuple(sorted(path.stem for path in _files(kind.folder, kind.suffix)))


def read(kind: Kind, name: str) -> str | None:
    """The text of a file, None when there is none such or it is not text."""
    if not editable(name):
        return None
    try:
        return _path(kind, name).read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None


def digest(text: str | None) -> str:
    """What tells two states of a text apart; "" for none."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]


def tried(kind: Kind, name: str, text: str) -> Tried:
    """The text read among the others of its folder, in a folder of its own: nothing changes."""
    if (problem := harm(text)) is not None:
        return Tried((problem,), (), None)
    with tempfile.TemporaryDirectory(prefix="relais-textes-") as scratch:
        folder = Path(scratch)
        for path in _files(kind.folder, kind.suffix):
            (folder / path.name).write_bytes(path.read_bytes())
        mine = f"{name}{kind.suffix}"
        (folder / mine).write_text(text, encoding="utf-8")
        every = kind.problems(folder)
        ours = tuple(placed(one, name=mine, text=text) for one in every if one.startswith(mine))
        others = tuple(one for one in every if not one.startswith(mine))
        alone = folder / "seul"
        alone.mkdir()
        (alone / mine).write_text(text, encoding="utf-8")
        found = None if ours else kind.offered(alone).get(code_of(text))
    return Tried(ours, others, found)


def put(kind: Kind, name: str, text: str) -> None:
    """The text takes the place of its file in one rename, once it is on the disk. OSError when the folder refuses it."""
    kind.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(prefix=f".{name}.", dir=kind.folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        Path(draft).replace(_path(kind, name))
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def remove(kind: Kind, name: str) -> None:
    """The file leaves."""
    _path(kind, name).unlink(missing_ok=True)


@contextmanager
def alone_on(kind: Kind) -> Iterator[None]:
    """One writer at a time in the folder of a kind, whatever the process. OSError when the folder refuses to be written."""
    kind.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (kind.folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _files(folder: Path, suffix: str) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.glob(f"*{suffix}") if path.is_file() and not path.name.startswith(".")]


def _path(kind: Kind, name: str) -> Path:
    return kind.folder / f"{name}{kind.suffix}"
