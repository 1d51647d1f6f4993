"""The files that a structure writes by hand in a folder of its instance: local rights, sheets of procedures, letters."""

from pathlib import Path

#: a file and the date of its last change, in nanoseconds: what tells that a folder changed.
Dated = tuple[Path, int]


def local_files(folder: Path | None, suffix: str) -> list[Path]:
    """The files of ``folder`` that end in ``suffix`` (``.yaml``), by name; none when there is no folder.

    What an editor hides beside them («.#aide.yaml») is not one of them.
    """
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.glob(f"*{suffix}") if path.is_file() and not path.name.startswith("."))


def dated_files(folder: Path | None, suffix: str) -> tuple[Dated, ...]:
    """The same with their dates: the key under which what was read from them is kept."""
    return tuple((path, path.stat().st_mtime_ns) for path in local_files(folder, suffix))
