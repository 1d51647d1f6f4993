"""What must be the same on two machines for a household to get the same bytes from either; two that differ never share a run."""

import hashlib
import platform
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from relais import __version__
from relais.kernel.local_files import local_files
from relais.law.rights.offer import SUFFIX

#: rooms whose files make the answers and their bytes.
_ROOMS = ("relais.kernel", "relais.law", "relais.screening.caseload")
_SOURCES = (".py", ".yaml", ".json", ".csv", ".tsv", ".txt", ".gz")


@dataclass(frozen=True, slots=True)
class Likeness:
    """All that an answer comes from besides the household. ``sources`` and ``local_rights`` are digests."""

    relais: str
    sources: str
    rules: str
    local_rights: str
    python: str
    numpy: str

    @property
    def digest(self) -> str:
        """The whole in a few signs."""
        return hashlib.sha256("\n".join(f"{name}={value}" for name, value in asdict(self).items()).encode()).hexdigest()[:16]

    def difference(self, other: "Likeness") -> str:
        """The first thing by which the other differs, in French; "" when nothing does."""
        mine, its = asdict(self), asdict(other)
        for name, words in _WORDS.items():
            if mine[name] != its[name]:
                return words.format(mine=mine[name], its=its[name])
        return ""


_WORDS = {
    "relais": "Relais {its} au lieu de {mine}",
    "sources": "même version de Relais, mais des fichiers différents (modifiés, ou d’une autre livraison)",
    "rules": "règles « {its} » au lieu de « {mine} »",
    "local_rights": "des droits locaux différents (dossier RELAIS_LOCAL_RIGHTS)",
    "python": "Python {its} au lieu de {mine}",
    "numpy": "numpy {its} au lieu de {mine}",
}


def likeness_here(*, rules: str, local_rights: Path) -> Likeness:
    """That of this process. ``rules``: the version that its engine tells."""
    return Likeness(__version__, _sources(), rules, _local(local_rights), platform.python_version(), np.__version__)


@cache
def _sources() -> str:
    seal = hashlib.sha256()
    for room in _ROOMS:
        _add(seal, room, resources.files(room))
    return seal.hexdigest()


def _add(seal: "hashlib._Hash", name: str, entry: Traversable) -> None:
    """A folder's files in the order of their names, with these."""
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda each: each.name):
            _add(seal, f"{name}/{inner.name}", inner)
    elif name.endswith(_SOURCES):
        seal.update(f"{name}\0".encode() + hashlib.sha256(entry.read_bytes()).digest())


def _local(folder: Path) -> str:
    found = [path.name.encode() + b"\0" + path.read_bytes() for path in local_files(folder, SUFFIX)]
    return hashlib.sha256(b"\0".join(found)).hexdigest() if found else ""
