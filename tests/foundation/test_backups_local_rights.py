"""The local rights that a service wrote by hand come back with its database, and never leave without a copy."""

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relais.foundation.backups import archive
from relais.foundation.backups.archive import Instance
from relais.foundation.backups.manifest import UnreadableBackup, digest
from relais.foundation.backups.stores import SqliteStore, UnableToCopy
from tests.foundation.test_backups import KNOWN, TABLES, SqliteHand

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    hand = SqliteHand(tmp_path / "relais.sqlite3")
    hand.run(TABLES)
    folder = tmp_path / "droits-locaux"
    folder.mkdir()
    (folder / "cantine.yaml").write_text("code: cantine\n")
    (folder / "notes.txt").write_text("not a right")
    return Instance(hand.store, tmp_path, "0.1.0", KNOWN, local_rights=folder)


@pytest.fixture
def made(instance: Instance) -> Path:
    return archive.make(instance, folder=instance.data_dir / "backups", now=NOW)


def test_they_travel_with_the_database(instance: Instance, made: Path) -> None:
    assert archive.check(instance, made).local_rights == 1


def test_they_come_back_on_another_machine(instance: Instance, made: Path, tmp_path: Path) -> None:
    place = tmp_path / "ailleurs"
    place.mkdir()
    other = Instance(SqliteStore(place / "relais.sqlite3"), place, "0.1.0", KNOWN, local_rights=place / "droits-locaux")
    assert archive.put_back(other, made, now=NOW) is None
    assert (place / "droits-locaux" / "cantine.yaml").read_text() == "code: cantine\n"
    assert [path.name for path in (place / "droits-locaux").iterdir()] == ["cantine.yaml"]
    assert (place / "droits-locaux").stat().st_mode & 0o077 == 0


def test_those_written_since_are_set_aside_whole(instance: Instance, made: Path) -> None:
    assert instance.local_rights is not None
    (instance.local_rights / "cantine.yaml").write_text("code: cantine\nmontant: 3\n")
    (instance.local_rights / "noel.yaml").write_text("code: noel\n")
    archive.put_back(instance, made, now=NOW, force=True)
    assert (instance.local_rights / "cantine.yaml").read_text() == "code: cantine\n"
    (aside,) = (instance.data_dir / "backups" / "avant-restauration").glob("droits-locaux-*")
    assert {path.name for path in aside.iterdir()} == {"cantine.yaml", "noel.yaml", "notes.txt"}


def test_the_same_ones_are_left_in_place(instance: Instance, made: Path) -> None:
    assert instance.local_rights is not None
    archive.put_back(instance, made, now=NOW, force=True)
    assert (instance.local_rights / "notes.txt").exists()
    assert not list(instance.data_dir.glob(".droits-locaux*"))


def test_an_archive_without_any_changes_none(instance: Instance, tmp_path: Path) -> None:
    bare = Instance(instance.store, instance.data_dir, "0.1.0", KNOWN)
    old = archive.make(bare, folder=tmp_path / "vieux", now=NOW)
    archive.put_back(instance, old, now=NOW, force=True)
    assert instance.local_rights is not None
    assert (instance.local_rights / "cantine.yaml").exists()


def test_a_place_that_refuses_them_changes_nothing_at_all(instance: Instance, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SqliteHand(instance.store.path).run("DELETE FROM accounts_member WHERE id = 2")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("relais.foundation.backups.local_rights.shutil.copyfile", refused)
    monkeypatch.setattr(archive, "make", lambda *_args, **_kwargs: made)
    with pytest.raises(UnableToCopy, match="accès refusé"):
        archive.put_back(instance, made, now=NOW, force=True)
    assert SqliteHand(instance.store.path).members() == ["awa"]


def test_a_name_that_climbs_out_of_the_archive_stays_inside(instance: Instance, made: Path, tmp_path: Path) -> None:
    """An archive that somebody rewrote, digests included: its files are taken out where they must be and nowhere else."""
    evil = tmp_path / "mauvaise.tar.gz"
    with tarfile.open(made) as source, tarfile.open(evil, "w:gz") as target:
        manifest = json.loads(source.extractfile("manifest.json").read())
        content = source.extractfile("droits-locaux/cantine.yaml").read()
        manifest["files"]["droits-locaux/../../../evade.yaml"] = manifest["files"].pop("droits-locaux/cantine.yaml")
        pieces = {
            "manifest.json": json.dumps(manifest).encode(),
            instance.store.filename: source.extractfile(instance.store.filename).read(),
            "droits-locaux/../../../evade.yaml": content,
        }
        for name, piece in pieces.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(piece)
            target.addfile(entry, io.BytesIO(piece))
    archive.put_back(instance, evil, now=NOW, force=True)
    assert [path.name for path in instance.local_rights.iterdir()] == ["evade.yaml"]
    assert not (tmp_path.parent / "evade.yaml").exists()


def test_a_changed_right_is_seen(instance: Instance, made: Path, tmp_path: Path) -> None:
    bad = tmp_path / "abimee.tar.gz"
    with tarfile.open(made) as source, tarfile.open(bad, "w:gz") as target:
        for member in source.getmembers():
            piece = source.extractfile(member).read()
            if member.name.endswith("cantine.yaml"):
                piece = piece.upper()
            target.addfile(member, io.BytesIO(piece))
    with pytest.raises(UnreadableBackup, match="empreinte"):
        archive.check(instance, bad)
    assert digest(made) != digest(bad)
