"""Where archives wait for their download: a folder of the instance that only its own account opens, encrypted files, for a day."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from relais.kernel.decisions import OutOfScope


def _folder() -> Path:
    folder = Path(settings.EXPORTS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _archive(export_id: UUID) -> Path:
    return _folder() / f"{export_id}.relais"


def _progress(export_id: UUID) -> Path:
    return _folder() / f"{export_id}.avance"


def begun(export_id: UUID) -> IO[bytes]:
    """A new archive, empty, readable by its owner alone; what a killed worker left of it is gone."""
    path = _archive(export_id)
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def held(export_id: UUID) -> IO[bytes]:
    """The archive, to be read; OutOfScope when it is no more on the disk."""
    try:
        return _archive(export_id).open("rb")
    except FileNotFoundError as gone:
        raise OutOfScope from gone


def size(export_id: UUID) -> int:
    """Bytes of the archive."""
    return _archive(export_id).stat().st_size


def say(export_id: UUID, done: int, total: int) -> None:
    """How far the writing is: beside the archive, for the database is under the transaction that is read."""
    _progress(export_id).write_text(f"{done} {total}")


def progress(export_id: UUID) -> tuple[int, int]:
    """Tables written, and how many there are; (0, 1) before the first."""
    with suppress(OSError, ValueError):
        done, total = _progress(export_id).read_text().split()
        return int(done), int(total)
    return 0, 1


def erase(export_id: UUID) -> None:
    """Nothing of the archive is left."""
    _archive(export_id).unlink(missing_ok=True)
    _progress(export_id).unlink(missing_ok=True)
