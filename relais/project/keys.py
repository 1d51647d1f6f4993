"""The keys of an instance: made on first run, kept apart from the database, readable by their owner alone.

One file per purpose in ``DATA_DIR/keys``, one key per line, newest first: the first one writes, all of them read, so that a
rotation never loses what was sealed before. Whoever holds these files and the database holds everything.
"""

import base64
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SIGNING = "secret.key"
DATA = "data.key"
#: wraps the data keys of organisations (relais.foundation.vault); losing it loses every sealed text and document.
MASTER = "master.key"


def _new_signing_key() -> str:
    return secrets.token_urlsafe(50)


def _new_data_key() -> str:
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


_MAKERS: dict[str, Callable[[], str]] = {SIGNING: _new_signing_key, DATA: _new_data_key, MASTER: _new_data_key}


def _write_new(path: Path, lines: list[str]) -> None:
    """Create ``path`` whole or not at all; FileExistsError when another process was first."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # a name of its own for each thread too: the draft becomes the key by a link, and who wrote in it again would spoil the key
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
        os.link(draft, path)
    finally:
        draft.unlink()


def read(directory: Path, name: str) -> list[str]:
    """The keys of one purpose, newest first; made when there is none yet."""
    path = directory / name
    if not path.exists():
        # two processes may start together: the first one's key is the instance's
        with suppress(FileExistsError):
            _write_new(path, [_MAKERS[name]()])
    return [line for line in path.read_text().split("\n") if line.strip()]


def rotate(directory: Path, name: str) -> int:
    """Put a new key in front of the others, atomically; the number of keys now readable."""
    lines = [_MAKERS[name](), *read(directory, name)]
    draft = directory / f".{name}.new"
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n")
    draft.replace(directory / name)
    return len(lines)


def readable_by_others(directory: Path) -> list[Path]:
    """Key files (and their directory) whose permissions let somebody else in."""
    return [path for path in [directory, *directory.glob("*.key")] if path.exists() and path.stat().st_mode & 0o077]
