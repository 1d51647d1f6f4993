"""Strict reading of the YAML sheets of rights: every problem is kept with its file and its key, none is guessed over."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from relais.kernel.yaml_text import yaml_value


class SheetRefused(ValueError):
    """One or several sheets are not usable; ``problems`` are sentences in French, each naming file and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def read_yaml(path: Path) -> object:
    """The content of a YAML file; SheetRefused when it cannot be read (absent, not UTF-8, not YAML)."""
    try:
        return yaml_value(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SheetRefused([f"{path.name} : fichier illisible ({type(error).__name__}). Enregistrez-le en UTF-8."]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" à la ligne {mark.line + 1}" if mark is not None else ""
        raise SheetRefused([f"{path.name} : le YAML est mal écrit{line}. Vérifiez les espaces et les guillemets."]) from error


class Fields:
    """The keys of one mapping, taken one by one; what is left at ``finish`` is refused as unknown.

    ``where`` names the file and the path of the mapping; ``problems`` is shared by all the mappings of a sheet.
    ``examples``: key → how it may be written, added to what is said about that key.
    """

    def __init__(self, data: object, where: str, problems: list[str], *, examples: Mapping[str, str] | None = None) -> None:
        self.where = where
        self.problems = problems
        self.examples = examples or {}
        self._left: dict[str, object] = {}
        self._known: list[str] = []
        if isinstance(data, dict):
            self._left = {str(key): value for key, value in data.items()}
        else:
            self.refuse("", "un groupe de clés est attendu, par exemple « label: … »")

    def refuse(self, key: str, reason: str) -> None:
        """Keep a problem about a key (the mapping itself when empty)."""
        example = f" Exemple : {self.examples[key]}" if key in self.examples else ""
        self.problems.append(f"{self.where}{', clé « ' + key + ' »' if key else ''} : {reason}.{example}")

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._left

    def take(self, key: str) -> object:
        """The raw value, None when absent."""
        self._known.append(key)
        return self._left.pop(key, None)

    def text(self, key: str, *, required: bool = True, longest: int = 400) -> str:
        """A text; refused when missing, empty or too long."""
        value = self.take(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "un texte est attendu")
            return ""
        if len(value) > longest:
            self.refuse(key, f"au plus {longest} signes, {len(value)} écrits")
        return value.strip()

    def word(self, key: str, allowed: tuple[str, ...], *, default: str | None = None) -> str:
        """A word of a closed list."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value not in allowed:
            self.refuse(key, f"« {value} » n’est pas prévu ; possibles : {', '.join(repr(word) for word in allowed)}")
            return allowed[0]
        return str(value)

    def texts(self, key: str, *, at_least: int = 0) -> tuple[str, ...]:
        """A list of texts (numbers are refused: a département is written "59")."""
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            self.refuse(key, 'une liste de textes est attendue, par exemple ["59", "62"]')
            return ()
        if len(items) < at_least:
            self.refuse(key, f"au moins {at_least} élément attendu")
        return tuple(item.strip() for item in items)

    def number(self, key: str, *, required: bool = False) -> float | None:
        """A number, None when absent and not required."""
        value = self.take(key)
        if value is None and not required:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, "un nombre est attendu, par exemple 650.5")
            return None
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(key, "« true » ou « false » est attendu")
            return default
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date written 2026-11-22."""
        value = self.take(key)
        if value is None and not required:
            return None
        if type(value) is not date:
            self.refuse(key, "une date est attendue, par exemple 2026-11-22")
            return None
        return value

    def mapping(self, key: str) -> Mapping[str, object]:
        """A group of keys, empty when absent."""
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(key, "un groupe de clés est attendu")
            return {}
        return {str(name): item for name, item in value.items()}

    def groups(self, key: str, *, at_least: int = 0) -> "list[Fields]":
        """A list of groups of keys, each read as ``Fields``."""
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.refuse(key, "une liste de groupes de clés est attendue")
            return []
        if len(items) < at_least:
            self.refuse(key, f"au moins {at_least} élément attendu")
        return [Fields(item, f"{self.where}, {key} n° {rank}", self.problems, examples=self.examples) for rank, item in enumerate(items, 1)]

    def finish(self) -> None:
        """Refuse the keys nobody took."""
        for key in self._left:
            self.refuse(key, f"clé inconnue ; possibles ici : {', '.join(self._known)}")
