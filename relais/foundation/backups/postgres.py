"""PostgreSQL, seen by a backup: pg_dump on a snapshot, a scratch database to look into, one transaction to put back."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from relais.foundation.backups.stores import Content, UnableToCopy

#: empties what this role owns in the public schema, inside the transaction that restores.
_EMPTY = """
DO $$ DECLARE item record; BEGIN
  FOR item IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
  LOOP EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', item.name); END LOOP;
  FOR item IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' AND sequenceowner = current_user
  LOOP EXECUTE format('DROP SEQUENCE IF EXISTS public.%I CASCADE', item.name); END LOOP;
  FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', item.name); END LOOP;
END $$;
"""


def _content(connection: "psycopg.Connection[Any]") -> Content:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [str(name) for (name,) in cursor.fetchall()]
        rows: dict[str, int] = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            rows[table] = int((cursor.fetchone() or (0,))[0])
        applied: list[tuple[str, str]] = []
        if "django_migrations" in tables:
            cursor.execute('SELECT app, name FROM django_migrations ORDER BY app COLLATE "C", name COLLATE "C"')
            applied = cursor.fetchall()
    return Content(rows, tuple((str(app), str(name)) for app, name in applied))


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """A PostgreSQL database, named as in Django's DATABASES."""

    name: str
    settings: Mapping[str, Any]
    vendor: str = "postgresql"
    filename: str = "base.dump"

    def _environment(self, name: str) -> dict[str, str]:
        words = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        own = {variable: str(self.settings[key]) for variable, key in words.items() if self.settings.get(key)}
        return {**os.environ, **own, "PGDATABASE": name}

    def _connect(self, name: str, *, autocommit: bool = False) -> "psycopg.Connection[Any]":
        words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        own = {word: str(self.settings[key]) for word, key in words.items() if self.settings.get(key)}
        try:
            return psycopg.connect(dbname=name, autocommit=autocommit, **own)  # type: ignore[arg-type]  # all of these are texts
        except psycopg.Error as problem:
            raise UnableToCopy("PostgreSQL ne répond pas, ou refuse ce compte") from problem

    def _tool(self, name: str, arguments: Sequence[str], *, database: str, feed: bytes | None = None) -> bytes:
        found = shutil.which(name)
        if found is None:
            raise UnableToCopy(f"il manque {name} : apt install postgresql-client")
        done = subprocess.run([found, *arguments], env=self._environment(database), input=feed, capture_output=True, check=False)  # noqa: S603  # PostgreSQL's own tool
        if done.returncode:
            lines = done.stderr.decode(errors="replace").strip().splitlines() or ["sans message"]
            raise UnableToCopy(f"{name} a échoué : {lines[0]}")
        return done.stdout

    def is_empty(self) -> bool:
        """True when the tables or the members are missing."""
        with self._connect(self.name) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.accounts_member')")
            if (cursor.fetchone() or (None,))[0] is None:
                return True
            cursor.execute("SELECT 1 FROM accounts_member LIMIT 1")
            return cursor.fetchone() is None

    def dump(self, path: Path) -> Content:
        """pg_dump and the counts look at the same snapshot."""
        with self._connect(self.name) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
            self._tool("pg_dump", arguments, database=self.name)
            return _content(connection)

    @contextmanager
    def _scratch(self) -> Iterator[str | None]:
        """A database of our own for a moment; None when this role may not make one."""
        name = f"relais_controle_{uuid.uuid4().hex[:12]}"
        with self._connect(self.name, autocommit=True) as connection:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                yield None
                return
            try:
                yield name
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def look(self, path: Path) -> Content:
        """Restore in a scratch database; without the right to make one, only the list of contents is read."""
        self._tool("pg_restore", ["--list", str(path)], database=self.name)
        with self._scratch() as scratch:
            if scratch is None:
                return Content({}, (), complete=False)
            self._tool("pg_restore", ["--no-owner", "--exit-on-error", f"--dbname={scratch}", str(path)], database=scratch)
            with self._connect(scratch) as connection:
                return _content(connection)

    def load(self, path: Path) -> None:
        """Empty and restore in one transaction: a failure leaves the database as it was."""
        script = self._tool("pg_restore", ["--no-owner", "--no-privileges", "--file=-", str(path)], database=self.name)
        feed = _EMPTY.encode() + script
        arguments = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"]
        self._tool("psql", arguments, database=self.name, feed=feed)
