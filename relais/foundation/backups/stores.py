"""The two databases, seen by a backup: copy to a file, look into a copy, put a copy back whole or not at all."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class UnableToCopy(Exception):
    """The database could not be copied, looked into or put back; one sentence."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a copy holds. ``problems``: sentences; ``complete``: False when the copy could only be looked at from outside."""

    rows: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = field(default_factory=tuple)
    complete: bool = True


class Store(Protocol):
    """One kind of database."""

    @property
    def vendor(self) -> str:
        """Django's name of this kind."""
        ...

    @property
    def filename(self) -> str:
        """Name of the copy in the archive."""
        ...

    def is_empty(self) -> bool:
        """True when nobody works here yet: no table, or no member."""
        ...

    def dump(self, path: Path) -> Content:
        """A consistent copy while others work; what it holds."""
        ...

    def look(self, path: Path) -> Content:
        """Open a copy elsewhere and tell what it holds."""
        ...

    def load(self, path: Path) -> None:
        """Replace the database by the copy, whole or not at all; nobody else may be at work."""
        ...


@contextmanager
def _opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "rwc" if create else "ro"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=20)) as connection:
            yield connection
    except sqlite3.Error as problem:
        raise UnableToCopy(f"SQLite : {problem}") from problem


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return [str(name) for (name,) in found]


def _content(connection: sqlite3.Connection) -> Content:
    tables = _tables(connection)
    rows = {table: int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables}  # noqa: S608  # table names of the file itself
    applied: list[tuple[str, str]] = []
    if "django_migrations" in tables:
        applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return Content(rows, tuple(applied))


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """The embedded database: one file."""

    path: Path
    vendor: str = "sqlite"
    filename: str = "base.sqlite3"

    def is_empty(self) -> bool:
        """True when the file, its tables or its members are missing."""
        if not self.path.exists():
            return True
        with _opened(self.path) as connection:
            return "accounts_member" not in _tables(connection) or not connection.execute("SELECT 1 FROM accounts_member").fetchone()

    def dump(self, path: Path) -> Content:
        """SQLite's own online copy: consistent while others write."""
        if not self.path.exists():
            raise UnableToCopy("la base n’existe pas encore")
        with _opened(self.path) as source, _opened(path, create=True) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            return _content(target)

    def look(self, path: Path) -> Content:
        """SQLite's integrity and foreign key checks, then counts."""
        with _opened(path) as connection:
            problems: list[str] = []
            if (verdict := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                problems.append(f"base abîmée : {verdict}")
            if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
                problems.append(f"lien rompu dans la table {broken[0]}")
            content = _content(connection)
        return Content(content.rows, content.migrations, tuple(problems))

    def load(self, path: Path) -> None:
        """The copy takes the place of the file in one rename."""
        draft = self.path.with_name(f".{self.path.name}.restore")
        draft.unlink(missing_ok=True)
        with _opened(path) as source, _opened(draft, create=True) as target:
            source.backup(target)
        draft.chmod(0o600)
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        draft.replace(self.path)
