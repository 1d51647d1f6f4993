"""An empty database, migrated once and copied wherever a test starts from nothing.

The migrations of all the rooms take some fifteen seconds, and a whole run began more than twenty databases by them. They are still run
from nothing, for themselves: on PostgreSQL by each process, in ``tests/project/test_cli.py`` and from the wheel. Any change of the code
makes the copy again.
"""

import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core import management
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(tempfile.gettempdir()) / f"relais-tests-{os.getuid()}" / "empty"
NAME = "relais.sqlite3"
#: copies of so many states of the code stay, for those who go from one to another.
STATES = 8


@functools.cache
def _digest() -> str:
    """Of all that may change the tables or what the migrations write in them."""
    told = hashlib.sha256(sys.version.encode())
    for path in [ROOT / "requirements" / "dev.lock", *sorted((ROOT / "relais").rglob("*.py"))]:
        told.update(str(path.relative_to(ROOT)).encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:24]


@contextmanager
def _alone() -> Iterator[None]:
    """One process makes the copy, the others wait for it."""
    KEPT.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (KEPT / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _migrate(file: Path) -> None:
    """As ``relais migrate`` leaves a new instance."""
    with tempfile.TemporaryDirectory(prefix="relais-empty-") as folder:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
        own |= {"RELAIS_ENV": "dev", "RELAIS_DATA": folder}
        subprocess.run([sys.executable, "-m", "relais", "migrate"], cwd=ROOT, env=own, check=True, capture_output=True)
        with closing(sqlite3.connect(Path(folder) / NAME)) as made:
            made.execute("PRAGMA journal_mode=DELETE")
        shutil.copy(Path(folder) / NAME, file.with_suffix(".made"))
    file.with_suffix(".made").rename(file)


def database() -> Path:
    """The file of the empty database of this very code."""
    file = KEPT / f"{_digest()}.sqlite3"
    with _alone():
        if not file.exists():
            _migrate(file)
            for old in sorted(KEPT.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)[:-STATES]:
                old.unlink()
    return file


def lay(folder: Path) -> None:
    """An instance whose tables are made: ``relais migrate`` has but its other acts to do there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy(database(), folder / NAME)


def copied(genuine: Callable[..., str]) -> Callable[..., str]:
    """The act by which Django creates a database of tests: on SQLite, copied where it would be migrated."""

    def create(self: BaseDatabaseCreation, *words: Any, **options: Any) -> str:
        call = management.call_command

        def act(name: str, *more: Any, **chosen: Any) -> Any:
            if name != "migrate" or self.connection.vendor != "sqlite":
                return call(name, *more, **chosen)
            self.connection.ensure_connection()
            with closing(sqlite3.connect(database())) as empty:
                empty.backup(self.connection.connection)
            return None

        management.call_command = act
        try:
            return genuine(self, *words, **options)
        finally:
            management.call_command = call

    return create


if __name__ == "__main__":
    sys.stdout.write(f"{database()}\n")
