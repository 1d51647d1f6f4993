"""What the lock asks for, beside what is installed. Standard library only: it must speak when nothing else is there."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from relais.project import env

#: ``name==version``; a line with a marker concerns other systems or other Pythons, and is left to pip.
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*\\?$", re.M)


#: what may be added to the lock of production, each by a lock of its own (docs/adr/0017, 0024) → what it gives.
EXTRAS = {
    "parquet": "fichiers Parquet pour relais screen",
    "cluster": "relais screen sur plusieurs machines (--cluster)",
    "native": "calcul des droits deux fois plus rapide",
}


def lock_file(name: str = "prod") -> Path:
    """The lock of a clone, or the one that a wheel carries; ``name``: "prod" or an extra."""
    clone = env.ROOT / "requirements" / f"{name}.lock"
    return clone if clone.exists() else Path(__file__).with_name(f"{name}.lock")


def quarrels(lock: Path) -> list[str]:
    """Packages of the lock that are missing, or installed in another version, as ``name 1.2 (installé : 1.1)``; in its order."""
    found = []
    for name, asked in _PIN.findall(lock.read_text(encoding="utf-8")):
        try:
            installed = version(name)
        except PackageNotFoundError:
            found.append(f"{name} {asked}")
            continue
        if installed != asked:
            found.append(f"{name} {asked} (installé : {installed})")
    return found
