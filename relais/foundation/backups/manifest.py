"""What an archive says of itself, so that a check can tell whether it is whole and fit for this version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

#: 2: local rights travel with the database; 3: local sheets and letters too; 1 and 2 are still read.
FORMAT = 3


class UnreadableBackup(Exception):
    """The file is not one of our archives, or is damaged; the message says in what."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files``: name → SHA-256; ``rows``: table → count at the moment of the copy; ``keys``: fingerprints, never the keys."""

    format: int
    made_at: str
    relais: str
    vendor: str
    files: Mapping[str, str]
    rows: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]

    def to_json(self) -> str:
        """The document written in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, document: str) -> "Manifest":
        """Read it back; UnreadableBackup when a part is missing or comes from a later format."""
        try:
            raw = json.loads(document)
            if raw["format"] > FORMAT:
                raise UnreadableBackup("cette sauvegarde vient d’une version plus récente de Relais")
            return cls(
                format=int(raw["format"]),
                made_at=str(raw["made_at"]),
                relais=str(raw["relais"]),
                vendor=str(raw["vendor"]),
                files=dict(raw["files"]),
                rows={str(table): int(count) for table, count in raw["rows"].items()},
                migrations=tuple((str(app), str(name)) for app, name in raw["migrations"]),
                keys=tuple(map(str, raw["keys"])),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise UnreadableBackup("son manifeste est illisible") from problem


def digest(path: Path) -> str:
    """SHA-256 of a file, read by pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fingerprints(keys_dir: Path) -> tuple[str, ...]:
    """Short digests of the data keys and of the master keys: enough to recognise them, useless to open anything."""
    paths = [keys_dir / name for name in ("data.key", "master.key")]
    lines = [line for path in paths if path.exists() for line in path.read_text().split()]
    return tuple(hashlib.sha256(line.encode()).hexdigest()[:16] for line in lines)
