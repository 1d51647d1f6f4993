"""What the lock asks for, beside what is installed. Standard library only: it must speak when nothing else is there."""

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from relais.project import env

#: ``name==version``, then what it is for, if not for all.
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\\n]*?)\s*)?\\?$", re.M)
#: what is for a kind of machine alone; other words concern other Pythons, and are left to pip.
_MACHINE = re.compile(r"platform_machine == '(\w+)' and sys_platform == '(\w+)'")


#: what may be added to the lock of production, each by a lock of its own (docs/adr/0017) → what it gives.
EXTRAS = {
    "parquet": "fichiers Parquet pour relais screen",
    "cluster": "relais screen sur plusieurs machines (--cluster)",
}


def lock_file(name: str = "prod") -> Path:
    """The lock of a clone, or the one that a wheel carries; ``name``: "prod" or an extra."""
    clone = env.ROOT / "requirements" / f"{name}.lock"
    return clone if clone.exists() else Path(__file__).with_name(f"{name}.lock")


def quarrels(lock: Path) -> list[str]:
    """Packages of the lock that are missing, or installed in another version, as ``name 1.2 (installé : 1.1)``; in its order."""
    found = []
    for name, asked, marker in _PIN.findall(lock.read_text(encoding="utf-8")):
        if marker and not _is_for_here(marker):
            continue
        try:
            installed = version(name)
        except PackageNotFoundError:
            found.append(f"{name} {asked}")
            continue
        if installed != asked:
            found.append(f"{name} {asked} (installé : {installed})")
    return found


def _is_for_here(marker: str) -> bool:
    """Whether a line of the lock is for machines like this one."""
    kind = _MACHINE.fullmatch(marker)
    return kind is not None and kind.groups() == (platform.machine(), sys.platform)
