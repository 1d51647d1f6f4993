"""The archive: made, checked, put back. A tar.gz: ``manifest.json``, the copy of the database, the files that structures wrote."""

import gzip
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from relais.foundation.backups import local_folders
from relais.foundation.backups.local_folders import LocalFolder
from relais.foundation.backups.manifest import FORMAT, Manifest, UnreadableBackup, digest, fingerprints
from relais.foundation.backups.stores import Store

MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 1_000_000


class RestoreRefused(Exception):
    """Putting this archive back would lose something or cannot work; one sentence."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What a backup concerns. ``known``: every migration that this version brings; ``release`` closes our own connections;
    ``folders``: those of the files that structures write by hand (local rights, sheets, letters).
    """

    store: Store
    data_dir: Path
    version: str
    known: frozenset[tuple[str, str]]
    release: Callable[[], None] = lambda: None
    folders: tuple[LocalFolder, ...] = ()

    @property
    def keys_dir(self) -> Path:
        """Where the keys are."""
        return self.data_dir / "keys"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. ``problems`` forbid the return; ``remarks`` are worth knowing; ``keys_missing``: its keys come back first."""

    manifest: Manifest
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    keys_missing: bool = False

    @property
    def rows(self) -> int:
        """How many rows the copy holds in all."""
        return sum(self.manifest.rows.values())


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An archive taken out in a private folder: its manifest, the copy of the database, the other files by their name in the archive."""

    manifest: Manifest
    database: Path
    others: Mapping[str, Path]


def make(instance: Instance, *, folder: Path, now: datetime) -> Path:
    """Write a new archive in ``folder`` and return its path; it appears only once whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"relais-{now:%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        target = folder / f"relais-{now:%Y%m%d-%H%M%S-%f}.tar.gz"
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".relais-") as scratch:
        copies = {instance.store.filename: Path(scratch) / instance.store.filename}
        content = instance.store.dump(copies[instance.store.filename])
        for folder_of_ours in instance.folders:
            for path in folder_of_ours.files():
                entry = f"{folder_of_ours.name}/{path.name}"
                copies[entry] = _place(Path(scratch), entry)
                shutil.copyfile(path, copies[entry])
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            relais=instance.version,
            vendor=instance.store.vendor,
            files={name: digest(copy) for name, copy in copies.items()},
            rows=content.rows,
            migrations=content.migrations,
            keys=fingerprints(instance.keys_dir),
        )
        (Path(scratch) / MANIFEST).write_text(manifest.to_json())
        try:
            draft.touch(mode=0o600)
            with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
                for name, copy in {MANIFEST: Path(scratch) / MANIFEST, **copies}.items():
                    archive.add(copy, arcname=name)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return target


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """The archive taken out in a private folder; UnreadableBackup when anything differs from what was written."""
    with tempfile.TemporaryDirectory(prefix="relais-") as scratch:
        try:
            with gzip.open(path) as whole, tarfile.open(fileobj=whole, mode="r:") as archive:
                first = archive.extractfile(MANIFEST)
                manifest = Manifest.from_json("" if first is None else first.read(_LONGEST_MANIFEST).decode())
                (database,) = (name for name in manifest.files if "/" not in name)
                copies = {name: _place(Path(scratch), name) for name in manifest.files}
                for name, copy in copies.items():
                    _take_out(archive, name, copy)
                # to its very end, where gzip's own sum is: a byte changed between two files is seen too
                while whole.read(1 << 20):
                    pass
        except (OSError, EOFError, KeyError, ValueError, tarfile.TarError, zlib.error) as problem:
            raise UnreadableBackup("le fichier est absent, tronqué ou n’est pas une sauvegarde de Relais") from problem
        if any(digest(copy) != manifest.files[name] for name, copy in copies.items()):
            raise UnreadableBackup("son empreinte ne correspond pas : le fichier a été abîmé ou changé")
        yield Unpacked(manifest, copies.pop(database), copies)


def _place(scratch: Path, name: str) -> Path:
    """Where a file of the archive is taken out: never elsewhere, whatever its name says."""
    folder = scratch / (f"dossier-{Path(name).parts[0]}" if "/" in name else "base")
    folder.mkdir(exist_ok=True)
    return folder / Path(name).name


def _take_out(archive: tarfile.TarFile, name: str, copy: Path) -> None:
    member = archive.extractfile(name)
    if member is None:
        raise UnreadableBackup("la copie de la base manque")
    with copy.open("wb") as target:
        shutil.copyfileobj(member, target, 1 << 20)


def check(instance: Instance, path: Path) -> Report:
    """Open the archive elsewhere and tell whether this version could put it back; nothing of the instance changes."""
    with unpacked(path) as taken:
        manifest = taken.manifest
        problems: list[str] = []
        remarks: list[str] = []
        if manifest.vendor != instance.store.vendor:
            problems.append(f"elle vient de {manifest.vendor}, cette instance est sur {instance.store.vendor}")
        else:
            content = instance.store.look(taken.database)
            problems += content.problems
            if not content.complete:
                remarks.append("contrôle partiel : ce compte PostgreSQL ne peut pas créer de base d’essai (CREATEDB)")
            elif dict(content.rows) != dict(manifest.rows):
                problems.append("le nombre de lignes n’est pas celui du jour de la sauvegarde")
        ours = {app for app, _ in instance.known}
        unknown = sorted({f"{app}.{name}" for app, name in manifest.migrations if app in ours and (app, name) not in instance.known})
        if unknown:
            problems.append(f"elle vient d’une version plus récente (étape inconnue : {unknown[0]})")
        keys_missing = not set(manifest.keys) <= set(fingerprints(instance.keys_dir))
        if keys_missing:
            remarks.append("les clés de cette instance ne sont pas les siennes : remettez son dossier « keys » avant de restaurer")
        return Report(manifest, tuple(problems), tuple(remarks), keys_missing)


def put_back(instance: Instance, path: Path, *, now: datetime, force: bool = False) -> Path | None:
    """Replace the database and the files of the folders by the archive's; the present ones are set aside first, and the path of the
    archive that holds them returned (None when nobody works here yet).
    """
    report = check(instance, path)
    if report.problems:
        raise RestoreRefused(report.problems[0])
    if report.keys_missing and not force:
        raise RestoreRefused("les clés de cette sauvegarde manquent : remettez son dossier « keys », ou ajoutez --force")
    aside, kept = instance.data_dir / "backups" / "avant-restauration", None
    if not instance.store.is_empty():
        if not force:
            raise RestoreRefused("des personnes ont déjà un compte ici ; ajoutez --force pour remplacer (l’actuel sera mis de côté)")
        kept = make(instance, folder=aside, now=now)
    with unpacked(path) as taken, ExitStack() as stack:
        swaps = []
        for folder in instance.folders:
            copies = [copy for entry, copy in taken.others.items() if folder.holds(entry)]
            if copies:
                swaps.append(stack.enter_context(local_folders.staged(folder, copies, aside=aside, now=now)))
        load(instance, path)
        for swap in swaps:
            swap()
    return kept


def load(instance: Instance, path: Path) -> None:
    """Replace the database by the archive's, whole or not at all, without asking anything more."""
    with unpacked(path) as taken:
        instance.release()
        instance.store.load(taken.database)
