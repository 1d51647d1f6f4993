"""The taxonomy of blockers (doctrine, §6.1) and the bodies where they are met, read once from their files. No personal fact."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

_HERE: Final = Path(__file__).parent
#: the body of those that no other one names.
OTHER: Final = "autre"


@dataclass(frozen=True, slots=True)
class Family:
    """Blockers of one nature. ``next``: who to turn to, in order, when the first gestures do not do."""

    code: str
    title: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blockage:
    """One observable fact. ``gestures``: what to try first; ``letters``, ``sheets``: codes of the toolbox; ``texts``: its levers of law."""

    code: str
    title: str
    family: Family
    gestures: tuple[str, ...]
    letters: tuple[str, ...]
    sheets: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One body. ``words``: how a démarche names it, folded; ``online``: its téléservice."""

    code: str
    name: str
    words: tuple[str, ...]
    online: str


def _read(name: str) -> Any:  # noqa: ANN401  # what a file holds; its shape is checked by whoever reads it
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


@cache
def blockages() -> Mapping[str, Blockage]:
    """Every blocker by its code, family by family."""
    found: dict[str, Blockage] = {}
    for row in _read("blockages.yaml")["familles"]:
        family = Family(row["code"], row["titre"], tuple(row["relais"]))
        for one in row["blocages"]:
            texts = (*one.get("textes", ()), *row["textes"])
            found[one["code"]] = Blockage(
                one["code"],
                one["titre"],
                family,
                tuple(one["gestes"]),
                tuple(one.get("lettres", ())),
                tuple(one.get("fiches", ())),
                tuple(dict.fromkeys(texts)),
            )
    return found


def by_family() -> list[tuple[Family, list[Blockage]]]:
    """The blockers under their family, in the order of the doctrine."""
    groups: dict[str, tuple[Family, list[Blockage]]] = {}
    for one in blockages().values():
        groups.setdefault(one.family.code, (one.family, []))[1].append(one)
    return list(groups.values())


@cache
def bodies() -> Mapping[str, Body]:
    """Every body by its code; the last one is any other."""
    rows = _read("bodies.yaml")
    return {row["code"]: Body(row["code"], row["nom"], tuple(folded(one) for one in row["mots"]), row["en_ligne"]) for row in rows}


def folded(words: str) -> str:
    """Words without accents nor capitals, one space between them."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'").lower())
    return " ".join(re.sub(r"[^a-z0-9' -]", " ", "".join(one for one in plain if not unicodedata.combining(one))).split())


def body_of(words: str) -> str:
    """The code of the body that some words name («la CAF (ou la MSA)» → ``caf``): the first one named, ``autre`` when none is."""
    told = f" {folded(words).replace(chr(39), ' ')} "
    places = ((told.find(f" {word} "), code) for code, body in bodies().items() for word in body.words)
    return min(((place, code) for place, code in places if place >= 0), default=(0, OTHER))[1]
