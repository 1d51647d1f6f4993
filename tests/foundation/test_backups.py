"""A backup that was never restored is not one: made, damaged, refused, put back, and an upgrade undone. On both databases."""

import gzip
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from relais.foundation.backups import archive
from relais.foundation.backups.archive import Instance, RestoreRefused
from relais.foundation.backups.local_folders import LocalFolder
from relais.foundation.backups.manifest import UnreadableBackup, fingerprints
from relais.foundation.backups.postgres import PostgresStore
from relais.foundation.backups.stores import SqliteStore, UnableToCopy
from relais.foundation.backups.upgrading import RollbackFailed, StepFailed, upgrade
from relais.project.settings.base import database

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
TABLES = """
CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(50), name varchar(50));
CREATE TABLE accounts_member (id integer PRIMARY KEY, identifier varchar(50) NOT NULL);
INSERT INTO django_migrations VALUES (1, 'accounts', '0001_initial');
INSERT INTO accounts_member VALUES (1, 'awa'), (2, 'leon');
"""
KNOWN = frozenset({("accounts", "0001_initial"), ("accounts", "0002_next")})


class SqliteHand:
    """Writes in the database beside Relais, as the application would."""

    def __init__(self, path: Path) -> None:
        self.store = SqliteStore(path)

    def run(self, script: str) -> None:
        with closing(sqlite3.connect(self.store.path)) as connection:
            connection.executescript(script)
            connection.commit()

    def members(self) -> list[str]:
        with closing(sqlite3.connect(self.store.path)) as connection:
            return [name for (name,) in connection.execute("SELECT identifier FROM accounts_member ORDER BY id")]


class PostgresHand:
    """The same, on a database of our own."""

    def __init__(self, entry: dict[str, Any], name: str) -> None:
        self.entry = entry
        self.store = PostgresStore(name, entry)

    def connect(self, name: str = "") -> "psycopg.Connection[Any]":
        return psycopg.connect(
            dbname=name or self.store.name, host=self.entry["HOST"], user=self.entry["USER"], password=self.entry["PASSWORD"]
        )

    def run(self, script: str) -> None:
        with self.connect() as connection:
            connection.execute(script)

    def members(self) -> list[str]:
        with self.connect() as connection:
            return [name for (name,) in connection.execute("SELECT identifier FROM accounts_member ORDER BY id")]


def scratch_database() -> Iterator[PostgresHand]:
    url = os.environ.get("RELAIS_TEST_DATABASE", "")
    if not url.startswith("postgres") or shutil.which("pg_dump") is None:
        pytest.skip("RELAIS_TEST_DATABASE names no PostgreSQL, or its client tools are missing")
    entry = database(url)
    hand = PostgresHand(entry, f"relais_sauvegarde_{os.getpid()}")
    admin = hand.connect(entry["NAME"])
    admin.autocommit = True
    with admin:
        admin.execute(f"CREATE DATABASE {hand.store.name} TEMPLATE template0")
        try:
            yield hand
        finally:
            admin.execute(f"DROP DATABASE {hand.store.name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def hand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        yield SqliteHand(tmp_path / "relais.sqlite3")
        return
    yield from scratch_database()


@pytest.fixture
def instance(hand, tmp_path: Path) -> Instance:
    hand.run(TABLES)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "data.key").write_text("0a0b0c0d:secret\n")
    (tmp_path / "droits-locaux").mkdir()
    (tmp_path / "droits-locaux" / "cantine.yaml").write_text("code: cantine\n")
    return Instance(
        hand.store,
        tmp_path,
        "0.1.0",
        KNOWN,
        folders=(LocalFolder("droits-locaux", tmp_path / "droits-locaux", ".yaml", "droit local", "droits locaux"),),
    )


@pytest.fixture
def made(instance: Instance) -> Path:
    return archive.make(instance, folder=instance.data_dir / "backups", now=NOW)


def test_an_archive_is_private_dated_and_holds_no_key(instance: Instance, made: Path):
    assert made.name == "relais-20261120-031500.tar.gz"
    assert made.stat().st_mode & 0o077 == 0
    with tarfile.open(made) as opened:
        assert opened.getnames() == ["manifest.json", instance.store.filename, "droits-locaux/cantine.yaml"]
        assert b"secret" not in opened.extractfile("manifest.json").read()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_two_in_the_same_second_are_two(instance: Instance, made: Path):
    assert archive.make(instance, folder=made.parent, now=NOW) != made


def test_a_whole_archive_is_fit(instance: Instance, made: Path):
    report = archive.check(instance, made)
    assert (report.problems, report.remarks) == ((), ())
    assert report.manifest.rows["accounts_member"] == 2


def test_what_was_lost_comes_back_and_the_present_is_set_aside(hand, instance: Instance, made: Path):
    hand.run("DELETE FROM accounts_member WHERE id = 2; CREATE TABLE newcomer (id integer PRIMARY KEY);")
    aside = archive.put_back(instance, made, now=NOW, force=True)
    assert hand.members() == ["awa", "leon"]
    assert "newcomer" not in archive.check(instance, made).manifest.rows
    assert aside is not None
    archive.put_back(instance, aside, now=NOW, force=True)
    assert hand.members() == ["awa"]


def test_people_at_work_are_not_overwritten_by_mistake(hand, instance: Instance, made: Path):
    with pytest.raises(RestoreRefused, match="--force"):
        archive.put_back(instance, made, now=NOW)
    assert hand.members() == ["awa", "leon"]


def test_a_byte_changed_anywhere_is_seen(made: Path):
    content = made.read_bytes()
    target, whole = made.parent / "damaged.tar.gz", gzip.decompress(content)
    refused, tried = 0, range(64, len(content), max(1, len(content) // 60))
    for place in tried:
        target.write_bytes(content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :])
        try:
            with archive.unpacked(target):
                # among the zeros of a tar, the distance of a copy may change and the same zeros come out: nothing is lost
                assert gzip.decompress(target.read_bytes()) == whole, f"byte {place} was changed, and nothing was said"
        except UnreadableBackup:
            refused += 1
    assert refused >= len(tried) - 2


@pytest.mark.parametrize("damage", ["cut", "flip", "text", "missing", "folder"])
def test_a_damaged_file_is_refused_and_changes_nothing(hand, instance: Instance, made: Path, damage: str):
    content = made.read_bytes()
    target = made.parent / "damaged.tar.gz"
    if damage == "folder":
        target.mkdir()
    elif damage != "missing":
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
        target.write_bytes({"cut": content[:middle], "flip": flipped, "text": b"bonjour"}[damage])
    with pytest.raises(UnreadableBackup):
        archive.put_back(instance, target, now=NOW, force=True)
    assert hand.members() == ["awa", "leon"]


def test_an_archive_of_a_later_version_is_refused(instance: Instance, made: Path):
    older = replace(instance, known=frozenset({("accounts", "0000_before")}))
    with pytest.raises(RestoreRefused, match="version plus récente"):
        archive.put_back(older, made, now=NOW, force=True)


def test_an_archive_of_the_other_database_is_refused(instance: Instance, made: Path):
    class Other:
        vendor = "oracle"

    assert "cette instance est sur oracle" in archive.check(replace(instance, store=Other()), made).problems[0]


def test_without_its_keys_an_archive_is_refused_unless_forced(instance: Instance, made: Path, tmp_path: Path):
    (tmp_path / "keys" / "data.key").write_text("ffffffff:other\n")
    assert "clés" in archive.check(instance, made).remarks[0]
    with pytest.raises(RestoreRefused, match="clés"):
        archive.put_back(instance, made, now=NOW)


def test_fingerprints_recognise_keys_and_tell_nothing(tmp_path: Path):
    (tmp_path / "data.key").write_text("a:one\nb:two\n")
    assert len(fingerprints(tmp_path)) == 2
    assert "one" not in "".join(fingerprints(tmp_path))
    assert fingerprints(tmp_path / "nowhere") == ()


def test_an_upgrade_that_goes_well(hand, instance: Instance):
    said: list[str] = []
    steps = [("Changements", lambda: hand.run("ALTER TABLE accounts_member ADD COLUMN tel varchar(9)")), ("Contrôle", lambda: None)]
    outcome = upgrade(instance, steps, now=NOW, say=said.append)
    assert (outcome.failed, outcome.backup.exists()) == ("", True)
    assert said[1:] == ["Changements…", "Contrôle…"]


@pytest.mark.parametrize("step", ["Changements", "Contrôle"])
def test_an_upgrade_that_fails_half_way_is_undone(hand, instance: Instance, step: str):
    def fail():
        hand.run("DELETE FROM accounts_member; CREATE TABLE half_done (id integer PRIMARY KEY);")
        raise StepFailed("disque plein")

    steps = [
        (name, fail if name == step else lambda: hand.run("INSERT INTO accounts_member VALUES (3, 'karim')"))
        for name in ("Changements", "Contrôle")
    ]
    outcome = upgrade(instance, steps, now=NOW, say=lambda _line: None)
    assert (outcome.failed, outcome.reason) == (step, "disque plein")
    assert hand.members() == ["awa", "leon"]
    again = archive.make(instance, folder=instance.data_dir / "backups", now=NOW)
    assert "half_done" not in archive.check(instance, again).manifest.rows


def test_no_backup_no_upgrade(instance: Instance, tmp_path: Path):
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="backups"):
        upgrade(instance, [("Changements", lambda: pytest.fail("nothing may start"))], now=NOW, say=lambda _line: None)


def test_an_undoing_that_fails_names_the_archive(instance: Instance, monkeypatch):
    def broken(*_arguments: object) -> None:
        raise UnableToCopy("plus de place")

    monkeypatch.setattr(archive, "load", broken)

    def fail():
        raise StepFailed("x")

    with pytest.raises(RollbackFailed, match=r"relais restore --force .*\.tar\.gz"):
        upgrade(instance, [("Changements", fail)], now=NOW, say=lambda _line: None)


def test_a_database_that_does_not_exist_yet(tmp_path: Path):
    store = SqliteStore(tmp_path / "none.sqlite3")
    assert store.is_empty()
    with pytest.raises(UnableToCopy, match="n’existe pas encore"):
        store.dump(tmp_path / "copy")
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_copy_with_broken_links_is_told(tmp_path: Path):
    hand = SqliteHand(tmp_path / "bad.sqlite3")
    hand.run("CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a_id integer REFERENCES a (id)); INSERT INTO b VALUES (9);")
    assert hand.store.look(hand.store.path).problems == ("lien rompu dans la table b",)


def test_a_missing_tool_says_which_package(instance: Instance, monkeypatch, tmp_path: Path):
    if instance.store.vendor != "postgresql":
        pytest.skip("SQLite needs no tool")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnableToCopy, match="postgresql-client"):
        archive.make(instance, folder=tmp_path / "backups", now=NOW)


def test_postgresql_s_own_complaint_is_told(instance: Instance, tmp_path: Path):
    if instance.store.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    (tmp_path / "bad.dump").write_bytes(b"PGDMP nothing")
    with pytest.raises(UnableToCopy, match="pg_restore a échoué"):
        instance.store.look(tmp_path / "bad.dump")
