"""The archive: made, checked, put back. One uncompressed-name tar.gz: ``manifest.json`` and the copy of the database."""

import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from relais.foundation.backups.manifest import FORMAT, Manifest, UnreadableBackup, digest, fingerprints
from relais.foundation.backups.stores import Store

MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 1_000_000


class RestoreRefused(Exception):
    """Putting this archive back would lose something or cannot work; one sentence."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What a backup concerns. ``known``: every migration that this version brings; ``release`` closes our own connections."""

    store: Store
    data_dir: Path
    version: str
    known: frozenset[tuple[str, str]]
    release: Callable[[], None] = lambda: None

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


def make(instance: Instance, *, folder: Path, now: datetime) -> Path:
    """Write a new archive in ``folder`` and return its path; it appears only once whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"relais-{now:%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        target = folder / f"relais-{now:%Y%m%d-%H%M%S-%f}.tar.gz"
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".relais-") as scratch:
        copy = Path(scratch) / instance.store.filename
        content = instance.store.dump(copy)
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            relais=instance.version,
            vendor=instance.store.vendor,
            files={copy.name: digest(copy)},
            rows=content.rows,
            migrations=content.migrations,
            keys=fingerprints(instance.keys_dir),
        )
        (Path(scratch) / MANIFEST).write_text(manifest.to_json())
        try:
            draft.touch(mode=0o600)
            with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
                archive.add(Path(scratch) / MANIFEST, arcname=MANIFEST)
                archive.add(copy, arcname=copy.name)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return target


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the copy, taken out in a private folder; UnreadableBackup when anything differs from what was written."""
    with tempfile.TemporaryDirectory(prefix="relais-") as scratch:
        try:
            with tarfile.open(path, "r:gz") as archive:
                first = archive.extractfile(MANIFEST)
                manifest = Manifest.from_json("" if first is None else first.read(_LONGEST_MANIFEST).decode())
                (name,) = manifest.files
                copy = Path(scratch) / Path(name).name
                _take_out(archive, name, copy)
        except (OSError, EOFError, KeyError, ValueError, tarfile.TarError, zlib.error) as problem:
            raise UnreadableBackup("le fichier est absent, tronqué ou n’est pas une sauvegarde de Relais") from problem
        if digest(copy) != manifest.files[name]:
            raise UnreadableBackup("son empreinte ne correspond pas : le fichier a été abîmé ou changé")
        yield manifest, copy


def _take_out(archive: tarfile.TarFile, name: str, copy: Path) -> None:
    member = archive.extractfile(name)
    if member is None:
        raise UnreadableBackup("la copie de la base manque")
    with copy.open("wb") as target:
        while piece := member.read(1 << 20):
            target.write(piece)


def check(instance: Instance, path: Path) -> Report:
    """Open the archive elsewhere and tell whether this version could put it back; nothing of the instance changes."""
    with unpacked(path) as (manifest, copy):
        problems: list[str] = []
        remarks: list[str] = []
        if manifest.vendor != instance.store.vendor:
            problems.append(f"elle vient de {manifest.vendor}, cette instance est sur {instance.store.vendor}")
        else:
            content = instance.store.look(copy)
            problems += content.problems
            if not content.complete:
                remarks.append("contrôle partiel : ce compte PostgreSQL ne peut pas créer de base d’essai (CREATEDB)")
            elif dict(content.rows) != dict(manifest.rows):
                problems.append("le nombre de lignes n’est pas celui du jour de la sauvegarde")
        ours = {app for app, _ in instance.known}
        unknown = sorted({f"{app}.{name}" for app, name in manifest.migrations if app in ours and (app, name) not in instance.known})
        if unknown:
            problems.append(f"elle vient d’une version plus récente (étape inconnue : {unknown[0]})")
        keys_missing = bool(manifest.keys) and not set(manifest.keys) & set(fingerprints(instance.keys_dir))
        if keys_missing:
            remarks.append("les clés de cette instance ne sont pas les siennes : remettez son dossier « keys » avant de restaurer")
        return Report(manifest, tuple(problems), tuple(remarks), keys_missing)


def put_back(instance: Instance, path: Path, *, now: datetime, force: bool = False) -> Path | None:
    """Replace the database by the archive's; the present one, if any, is set aside first and its path returned."""
    report = check(instance, path)
    if report.problems:
        raise RestoreRefused(report.problems[0])
    if report.keys_missing and not force:
        raise RestoreRefused("les clés de cette sauvegarde manquent : remettez son dossier « keys », ou ajoutez --force")
    aside = None
    if not instance.store.is_empty():
        if not force:
            raise RestoreRefused("des personnes ont déjà un compte ici ; ajoutez --force pour remplacer (l’actuel sera mis de côté)")
        aside = make(instance, folder=instance.data_dir / "backups" / "avant-restauration", now=now)
    load(instance, path)
    return aside


def load(instance: Instance, path: Path) -> None:
    """Replace the database by the archive's, whole or not at all, without asking anything more."""
    with unpacked(path) as (_, copy):
        instance.release()
        instance.store.load(copy)
