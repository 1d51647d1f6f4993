"""An upgrade that can be undone: backup first, then the steps, then the checks; any failure puts the backup back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from relais.foundation.backups import archive
from relais.foundation.backups.archive import Instance

Step = tuple[str, Callable[[], None]]


class StepFailed(Exception):
    """A step says what went wrong, in one sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``failed``: the step that failed, "" when all is done; ``reason``: why; ``backup``: the archive made first, if any."""

    backup: Path | None
    failed: str = ""
    reason: str = ""


class RollbackFailed(Exception):
    """The upgrade failed and its undoing too; the message names the archive to restore by hand."""


def upgrade(instance: Instance, steps: Sequence[Step], *, now: datetime, say: Callable[[str], None]) -> Outcome:
    """Run the steps after a backup; on any failure the database is again as it was, and the outcome says which step failed."""
    backup = None
    if not instance.store.is_empty():
        backup = archive.make(instance, folder=instance.data_dir / "backups" / "avant-mise-a-niveau", now=now)
        say(f"Sauvegarde : {backup}")
    for name, step in steps:
        say(f"{name}…")
        try:
            step()
        except Exception as problem:  # noqa: BLE001  # whatever a step raises, the database goes back
            if backup is not None:
                _undo(instance, backup)
            return Outcome(backup, failed=name, reason=str(problem) or type(problem).__name__)
    return Outcome(backup)


def _undo(instance: Instance, backup: Path) -> None:
    try:
        archive.load(instance, backup)
    except Exception as problem:
        raise RollbackFailed(f"le retour en arrière a échoué ; restaurez à la main : relais restore --force {backup}") from problem
