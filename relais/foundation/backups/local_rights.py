"""The local rights of an instance, seen by a backup: one YAML file a right, copied beside the database and put back with it."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from relais.foundation.backups.stores import UnableToCopy
from relais.kernel.system_words import system_words
from relais.law.rights.offer import sheets

#: where they stand in an archive.
PREFIX = "droits-locaux/"


def files(folder: Path | None) -> list[Path]:
    """The files that ``relais.law.rights.offer`` reads, in order; none when there is no folder."""
    return [] if folder is None else sheets(folder)


def name_of(path: Path) -> str:
    """Its name in an archive."""
    return f"{PREFIX}{path.name}"


@contextmanager
def staged(copies: Sequence[Path], target: Path, *, aside: Path, now: datetime) -> Iterator[Callable[[], None]]:
    """Lay ``copies`` beside ``target``, and give the act that puts them in place: whatever can fail fails before anything changes.

    A present folder that differs goes to ``aside`` whole, with its date. UnableToCopy when the place refuses to be written.
    """
    draft = target.with_name(f".{target.name}.restore")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        for path in copies:
            shutil.copyfile(path, draft / path.name)
            (draft / path.name).chmod(0o600)
    except OSError as problem:
        raise UnableToCopy(f"les droits locaux ne peuvent pas être écrits dans {target} ({system_words(problem)})") from problem

    def swap() -> None:
        if target.exists():
            if _told(draft) == _told(target):
                return
            aside.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(target, aside / f"{target.name}-{now:%Y%m%d-%H%M%S-%f}")
        draft.rename(target)

    try:
        yield swap
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _told(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in files(folder)}
