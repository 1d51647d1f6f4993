"""The national standards that Relais follows, or not yet, and the «conséquences» of what it does (doctrine S35), read from data.

A version that the code knows is read from what really runs; every proof is a test that ``tests/shell/test_standards.py`` looks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from relais.kernel.yaml_text import yaml_value
from relais.law.places.table import table
from relais.shell.registers import in_force

DATA = Path(__file__).parent / "data"


class Use(StrEnum):
    """How far Relais follows a standard; the words and tone of each are in ``USES``."""

    WHOLE = "utilisee"
    PARTLY = "en_partie"
    NOT_YET = "pas_encore"


#: use → its words and the tone of its badge.
USES: Final = {
    Use.WHOLE: (_("Utilisé"), "done"),
    Use.PARTLY: (_("En partie"), "info"),
    Use.NOT_YET: (_("Pas encore utilisé"), "neutral"),
}
#: family → its title, in the order of the page.
FAMILIES: Final = {
    "droit": _("Règles de droit"),
    "donnees": _("Données personnelles"),
    "accessibilite": _("Accessibilité et documents"),
    "echange": _("Échanges avec d’autres logiciels"),
    "nomenclatures": _("Codes et listes de valeurs"),
}


#: versions that the code knows, by the name that an entry gives to its ``reader``.
READERS: Final[Mapping[str, Callable[[], str]]] = {"openfisca": lambda: in_force().engine, "cog": lambda: table().vintage}


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard. ``version``: as written, or read by ``reader``; ``limits``: what is not covered, never empty; ``tests``: path::test,
    none for what is not used; ``url``: name of the page that says more, or ""."""

    code: str
    family: str
    name: str
    state: Use
    purpose: str
    limits: tuple[str, ...]
    version: str = ""
    reader: str = ""
    tests: tuple[str, ...] = ()
    url: str = ""

    def __post_init__(self) -> None:
        used, proved = self.state is not Use.NOT_YET, bool(self.tests)
        if used != proved or not self.limits or self.family not in FAMILIES or bool(self.version or self.reader) != used:
            raise ValueError(f"{self.code}: a standard that is used has its version and its tests, and each says what it does not cover")

    @property
    def in_force(self) -> str:
        """The version that Relais follows; "" for a standard that it does not use."""
        return READERS[self.reader]() if self.reader else self.version

    @property
    def words(self) -> str:
        """How far it is followed, in words."""
        return str(USES[self.state][0])

    @property
    def tone(self) -> str:
        """Of its badge."""
        return USES[self.state][1]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one thing that Relais does changes: who gains time, who gives some, what may harm the person, what limits that."""

    name: str
    gains: str
    loses: str
    risk: str
    against: str


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml_value((DATA / name).read_text("utf-8"))
    return [{key: tuple(held) if isinstance(held, list) else held for key, held in entry.items()} for entry in entries]


@cache
def standards() -> tuple[Standard, ...]:
    """The register, in its order; TypeError or ValueError for an entry that lacks a part."""
    return tuple(Standard(**{**entry, "state": Use(entry["state"])}) for entry in _read("standards.yaml"))


def by_family() -> list[tuple[str, list[Standard]]]:
    """The register as the page shows it: (title of the family, its standards)."""
    return [(str(FAMILIES[family]), list(found)) for family, found in groupby(standards(), key=lambda one: one.family)]


def counts() -> list[tuple[str, int]]:
    """How many standards are followed, partly followed, not yet used."""
    return [(str(words), sum(one.state is use for one in standards())) for use, (words, _tone) in USES.items()]


@cache
def consequences() -> tuple[Consequence, ...]:
    """The sheet of consequences, in its order."""
    return tuple(Consequence(**entry) for entry in _read("consequences.yaml"))
