"""One file a text: the national ones of the repository, then those that a structure adds or lays over them, read with the same care.

A local file with the code of a national one corrects it when it says ``corrige: true``: the keys that it writes replace the national
ones, its sources are added. Local files are read together: one problem anywhere, and none is used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from relais.law.rights.reading import SheetRefused, read_yaml

#: how the file of a text ends.
SUFFIX = ".yaml"


class Text(Protocol):
    """What every text says of itself."""

    @property
    def code(self) -> str:
        """Its name in addresses."""

    @property
    def owner(self) -> str:
        """The structure that wrote it; empty for a national one."""


T = TypeVar("T", bound=Text)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """The texts of one kind. ``folder``: the national ones; ``read(data, name)`` gives one or raises SheetRefused;
    ``either``: pairs of keys of which a file holds one at most.
    """

    folder: Path
    read: Callable[[object, str], T]
    either: Sequence[tuple[str, str]] = ()

    def national(self) -> dict[str, T]:
        """The texts of the repository by code; SheetRefused with every problem when one is not usable."""
        return self._all(sorted(self.folder.glob(f"*{SUFFIX}")), read_yaml, self._named_after_its_code)

    def local(self, paths: Sequence[Path], national: Mapping[str, T]) -> dict[str, T]:
        """The texts of a structure by code, each whole; SheetRefused with every problem when one is not usable."""
        return self._all(paths, lambda path: self._merged(read_yaml(path), path.name, national), self._signed)

    def _all(self, paths: Sequence[Path], data_of: Callable[[Path], object], fault: Callable[[T, Path], str]) -> dict[str, T]:
        problems: list[str] = []
        found: dict[str, T] = {}
        for path in paths:
            try:
                text = self.read(data_of(path), path.name)
            except SheetRefused as refused:
                problems += refused.problems
                continue
            problems += filter(None, [fault(text, path)])
            if text.code in found:
                problems.append(f"{path.name}, clé « code » : « {text.code} » est déjà dans un autre fichier du dossier.")
            found[text.code] = text
        if problems:
            raise SheetRefused(problems)
        return found

    @staticmethod
    def _named_after_its_code(text: T, path: Path) -> str:
        if text.code == path.stem:
            return ""
        return f"{path.name}, clé « code » : le fichier s’appelle « {path.stem} », le code « {text.code} »."

    @staticmethod
    def _signed(text: T, path: Path) -> str:
        return "" if text.owner else f"{path.name}, clé « structure » : dites qui a écrit ce texte. Exemple : structure: CCAS de Lille"

    def _merged(self, data: object, name: str, national: Mapping[str, T]) -> object:
        """The file of a structure laid over the national one that it corrects; the file itself when it is new."""
        if not isinstance(data, dict):
            return data
        told = {str(key): value for key, value in data.items()}
        corrects, code = told.pop("corrige", False), told.get("code")
        known = isinstance(code, str) and code in national
        if corrects is True and known:
            missing = [key for key in ("verifie_le", "verifie_par") if key not in told]
            if missing:
                raise SheetRefused([f"{name}, clé « {key} » : qui corrige un texte dit quand et qui l’a vérifié." for key in missing])
            return self._laid_over(read_yaml(self.folder / f"{code}{SUFFIX}"), told)
        if corrects is True:
            raise SheetRefused([f"{name}, clé « corrige » : aucun texte national n’a le code « {code} ». Vérifiez le code."])
        if known:
            raise SheetRefused([f"{name}, clé « code » : « {code} » existe déjà. Pour corriger ce texte, ajoutez « corrige: true »."])
        return told

    def _laid_over(self, below: object, told: dict[str, object]) -> dict[str, object]:
        base = dict(below) if isinstance(below, dict) else {}
        ours, theirs = told.get("sources", {}), base.get("sources", {})
        merged = {**base, **told}
        for one, other in self.either:
            for written, gone in ((one, other), (other, one)):
                if written in told and gone not in told:
                    merged.pop(gone, None)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            text = repr({key: value for key, value in merged.items() if key != "sources"})
            # a source that only the replaced sentences cited leaves with them
            merged["sources"] = {**{key: value for key, value in theirs.items() if f"'source': {key!r}" in text}, **ours}
        return merged
