"""What a service wrote by hand (local rights, sheets, letters) comes back with its database, and never leaves without a copy."""

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relais.foundation.backups import archive
from relais.foundation.backups.archive import Instance
from relais.foundation.backups.local_folders import LocalFolder
from relais.foundation.backups.manifest import UnreadableBackup, digest
from relais.foundation.backups.stores import SqliteStore, UnableToCopy
from tests.foundation.test_backups import KNOWN, TABLES, SqliteHand

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


def folders_in(place: Path) -> tuple[LocalFolder, ...]:
    return (
        LocalFolder("droits-locaux", place / "droits-locaux", ".yaml", "droit local", "droits locaux"),
        LocalFolder("courriers-locaux", place / "courriers-locaux", ".md", "courrier local", "courriers locaux"),
    )


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    hand = SqliteHand(tmp_path / "relais.sqlite3")
    hand.run(TABLES)
    folder = tmp_path / "droits-locaux"
    folder.mkdir()
    (folder / "cantine.yaml").write_text("code: cantine\n")
    (folder / "notes.txt").write_text("not a right")
    letters = tmp_path / "courriers-locaux"
    letters.mkdir()
    (letters / "cantine.md").write_text("# Cantine\n")
    return Instance(hand.store, tmp_path, "0.1.0", KNOWN, folders=folders_in(tmp_path))


def rights_of(instance: Instance) -> Path:
    return instance.folders[0].path


@pytest.fixture
def made(instance: Instance) -> Path:
    return archive.make(instance, folder=instance.data_dir / "backups", now=NOW)


def test_they_travel_with_the_database(instance: Instance, made: Path) -> None:
    entries = archive.check(instance, made).manifest.files
    assert [folder.counted(entries) for folder in instance.folders] == ["1 droit local", "1 courrier local"]
    assert instance.folders[0].counted([*entries, "droits-locaux/noel.yaml"]) == "2 droits locaux"
    assert instance.folders[0].counted(["relais.sqlite3"]) == ""


def test_they_come_back_on_another_machine(instance: Instance, made: Path, tmp_path: Path) -> None:
    place = tmp_path / "ailleurs"
    place.mkdir()
    other = Instance(SqliteStore(place / "relais.sqlite3"), place, "0.1.0", KNOWN, folders=folders_in(place))
    assert archive.put_back(other, made, now=NOW) is None
    assert (place / "droits-locaux" / "cantine.yaml").read_text() == "code: cantine\n"
    assert [path.name for path in (place / "droits-locaux").iterdir()] == ["cantine.yaml"]
    assert (place / "courriers-locaux" / "cantine.md").read_text() == "# Cantine\n"
    assert (place / "droits-locaux").stat().st_mode & 0o077 == 0


def test_those_written_since_are_set_aside_whole(instance: Instance, made: Path) -> None:
    (rights_of(instance) / "cantine.yaml").write_text("code: cantine\nmontant: 3\n")
    (rights_of(instance) / "noel.yaml").write_text("code: noel\n")
    archive.put_back(instance, made, now=NOW, force=True)
    assert (rights_of(instance) / "cantine.yaml").read_text() == "code: cantine\n"
    (aside,) = (instance.data_dir / "backups" / "avant-restauration").glob("droits-locaux-*")
    assert {path.name for path in aside.iterdir()} == {"cantine.yaml", "noel.yaml", "notes.txt"}
    assert {path.name for path in rights_of(instance).iterdir()} == {"cantine.yaml", "notes.txt"}
    assert not list((instance.data_dir / "backups" / "avant-restauration").glob("courriers-locaux-*"))


def test_a_folder_that_cannot_be_moved_is_put_back_all_the_same(instance: Instance, made: Path) -> None:
    """A folder of its own volume (a container) can be written but neither moved nor renamed."""
    (rights_of(instance) / "cantine.yaml").write_text("code: autre\n")
    before = rights_of(instance).stat().st_ino
    archive.put_back(instance, made, now=NOW, force=True)
    assert (rights_of(instance) / "cantine.yaml").read_text() == "code: cantine\n"
    assert rights_of(instance).stat().st_ino == before


def test_no_room_to_set_the_present_ones_aside_changes_nothing(instance: Instance, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rights_of(instance) / "cantine.yaml").write_text("code: autre\n")
    SqliteHand(instance.store.path).run("DELETE FROM accounts_member WHERE id = 2")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("relais.foundation.backups.local_folders.shutil.copytree", full)
    with pytest.raises(UnableToCopy, match="droits locaux"):
        archive.put_back(instance, made, now=NOW, force=True)
    assert SqliteHand(instance.store.path).members() == ["awa"]
    assert (rights_of(instance) / "cantine.yaml").read_text() == "code: autre\n"
    assert not list(rights_of(instance).glob(".restore-*"))


def test_the_same_ones_are_left_in_place(instance: Instance, made: Path) -> None:
    archive.put_back(instance, made, now=NOW, force=True)
    assert (rights_of(instance) / "notes.txt").exists()
    assert not list((instance.data_dir / "backups" / "avant-restauration").glob("droits-locaux-*"))
    assert not list(rights_of(instance).glob(".restore-*"))


def test_an_archive_without_any_changes_none(instance: Instance, tmp_path: Path) -> None:
    bare = Instance(instance.store, instance.data_dir, "0.1.0", KNOWN)
    old = archive.make(bare, folder=tmp_path / "vieux", now=NOW)
    archive.put_back(instance, old, now=NOW, force=True)
    assert (rights_of(instance) / "cantine.yaml").exists()


def test_a_place_that_refuses_them_changes_nothing_at_all(instance: Instance, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SqliteHand(instance.store.path).run("DELETE FROM accounts_member WHERE id = 2")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("relais.foundation.backups.local_folders.shutil.copyfile", refused)
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
            "courriers-locaux/cantine.md": source.extractfile("courriers-locaux/cantine.md").read(),
        }
        for name, piece in pieces.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(piece)
            target.addfile(entry, io.BytesIO(piece))
    archive.put_back(instance, evil, now=NOW, force=True)
    assert {path.name for path in rights_of(instance).iterdir()} == {"evade.yaml", "notes.txt"}
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
