"""The words that judge, as this instance knows them: those of Relais, with the files that its structures write by hand (S20, S38)."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from relais.casework.rules.writing import Words, national, with_local

#: beyond, a file is no list of words.
_LARGEST = 200_000


def words() -> Words:
    """The lexicon in force; a file that changes is read at once."""
    return _read(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in _files(settings.LOCAL_WORDS)))


def problems(folder: Path) -> list[str]:
    """One sentence for each line that changes nothing, or file that is not read."""
    found = []
    for path in _files(folder):
        if (text := _text(path)) is None:
            found.append(f"{path.name} : ce fichier n’est pas un texte en UTF-8 de moins de 200 ko")
            continue
        wrong = with_local(text.splitlines(), {})[1]
        found += [f"{path.name}, ligne {number} : écrivez le mot, une tabulation, ce qu’on peut écrire à la place" for number in wrong]
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.tsv") if not path.name.startswith(".")) if folder.is_dir() else []


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig") if path.stat().st_size <= _LARGEST else None
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=2)
def _read(found: tuple[tuple[Path, int, int], ...]) -> Words:
    told = national()
    for path, _changed, _size in found:
        told, _wrong = with_local((_text(path) or "").splitlines(), told)
    return told
