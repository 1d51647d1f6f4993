"""The folders of files that a structure writes by hand, seen by a backup: copied beside the database and put back with it."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from relais.foundation.backups.stores import UnableToCopy
from relais.kernel.local_files import local_files
from relais.kernel.system_words import system_words

#: how a file that waits for its place is named: never read meanwhile, since what an editor hides is not.
_DRAFT = ".restore-"


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """One folder of hand-written files. ``name``: where they stand in an archive; ``singular`` and ``plural``: what one and several are."""

    name: str
    path: Path
    suffix: str
    singular: str
    plural: str

    def files(self) -> list[Path]:
        """Those that Relais reads, in order."""
        return local_files(self.path, self.suffix)

    def holds(self, entry: str) -> bool:
        """Whether this entry of an archive is one of its files."""
        return entry.startswith(f"{self.name}/")

    def counted(self, entries: Iterable[str]) -> str:
        """«3 droits locaux», of the entries of an archive; empty for none."""
        count = sum(map(self.holds, entries))
        return f"{count} {self.plural if count > 1 else self.singular}" if count else ""


@contextmanager
def staged(folder: LocalFolder, copies: Iterable[Path], *, aside: Path, now: datetime) -> Iterator[Callable[[], None]]:
    """Lay ``copies`` hidden in the folder, and give the act that puts them in place of those it reads today.

    All that may fail for want of room or of permission (the new files, the copy of a present folder that differs, kept in ``aside``
    under its date) is done before anything changes: UnableToCopy then. The act only renames and removes within the folder, so that a
    folder that is a mount point is put back too.
    """
    drafts: dict[Path, Path] = {}
    try:
        try:
            folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for copy in copies:
                draft = folder.path / f"{_DRAFT}{copy.name}"
                drafts[folder.path / copy.name] = draft
                shutil.copyfile(copy, draft)
                draft.chmod(0o600)
            changed = _told(drafts) != {path.name: path.read_bytes() for path in folder.files()}
            if changed and folder.files():
                _keep(folder.path, aside / f"{folder.name}-{now:%Y%m%d-%H%M%S-%f}")
        except OSError as problem:
            raise UnableToCopy(f"les {folder.plural} ne peuvent pas être écrits dans {folder.path} ({system_words(problem)})") from problem

        def swap() -> None:
            if changed:
                for path in folder.files():
                    if path not in drafts:
                        path.unlink()
                for target, draft in drafts.items():
                    draft.replace(target)

        yield swap
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _told(drafts: dict[Path, Path]) -> dict[str, bytes]:
    return {target.name: draft.read_bytes() for target, draft in drafts.items()}


def _keep(folder: Path, aside: Path) -> None:
    """The folder whole, hidden drafts left out, for this account alone."""
    aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(folder, aside, ignore=shutil.ignore_patterns(f"{_DRAFT}*"))
    aside.chmod(0o700)
