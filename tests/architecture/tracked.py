"""The files git tracks, read as text: what a visitor of the repository sees."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def paths() -> tuple[str, ...]:
    """Tracked paths, with those written but not yet committed; from the root, with ``/``."""
    return tuple(path for path in every_path() if (ROOT / path).is_file())


@cache
def every_path() -> tuple[str, ...]:
    """The same, with links to folders and files deleted since the last commit."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    return tuple(sorted(set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())))


@cache
def text(path: str) -> str:
    """The content of a tracked file; empty for a binary one."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8")


def ending(*suffixes: str) -> list[str]:
    """Tracked paths with one of these endings."""
    return [path for path in paths() if path.endswith(suffixes)]
