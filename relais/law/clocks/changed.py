"""Which articles that clocks cite have changed since they were read: our LEGIARTI identifiers against a file of articles.

Reads the JSON of the npm package ``@socialgouv/legi-data`` (one code a file, articles in a tree) and any JSON that holds article objects
with ``id`` (LEGIARTI…), ``etat`` and, if it has them, ``cid``, ``num``, ``dateDebut``, ``articleVersions``. Texts are dropped as the file
is read, so memory holds the file once and a few values an article; beyond ``LARGEST`` the file is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from relais.law.clocks.sources import Source
from relais.law.clocks.tables import Rule

#: bytes; the largest code of the package weighs 56 MB.
LARGEST: Final = 256 * 1024 * 1024
_IN_FORCE: Final = ("VIGUEUR", "ABROGE_DIFF", "MODIFIE_DIFF", "VIGUEUR_ETEN")
_TO_COME: Final = "VIGUEUR_DIFF"
#: a version announced for a later year than this is a way of writing «one day».
_FARTHEST_YEAR: Final = 2200


class UnreadableArticlesError(ValueError):
    """The file cannot be compared; the message is one French sentence."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: its identifier, its state (VIGUEUR, MODIFIE, ABROGE…), its first day when told."""

    id: str
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: "changed" (another version is in force), "repealed", "announced" (a version is to come), "missing" (the file holds other
    articles of that code) or "absent" (nothing of that code in the file).

    ``version``: the one in force, or to come. ``rules``: codes of the clocks that cite the source."""

    source: Source
    kind: str
    version: Version | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``changes`` in the order of our sources; ``same``: how many are as they were read; ``untold``: how many have no identifier."""

    changes: tuple[Change, ...]
    same: int
    untold: int


def read_articles(path: Path) -> Mapping[str, tuple[Version, ...]]:
    """Identifier of each version → all the versions of its article. UnreadableArticlesError when the file cannot be used."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableArticlesError(
                f"{path.name} pèse {size // 2**20} Mo, au plus {LARGEST // 2**20}\u00a0: donnez un code à la fois"
            )
        gathered = _Gathered()
        json.loads(path.read_text(encoding="utf-8"), object_hook=gathered.see)
    except OSError as error:
        raise UnreadableArticlesError(f"{path.name}\u00a0: fichier illisible ({error.strerror or type(error).__name__})") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise UnreadableArticlesError(f"{path.name} n’est pas un fichier JSON en UTF-8 lisible") from error
    except json.JSONDecodeError as error:
        raise UnreadableArticlesError(f"{path.name} n’est pas du JSON (ligne {error.lineno})") from error
    if not gathered.by_id:
        raise UnreadableArticlesError(f"{path.name} ne contient aucun article LEGIARTI")
    return {one: gathered.families[key] for one, key in gathered.by_id.items()}


class _Gathered:
    """Sees every object of the file, innermost first, and keeps only what tells versions; each object then weighs nothing."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.families: dict[str, tuple[Version, ...]] = {}

    def see(self, held: dict[str, object]) -> object:
        """What an object leaves to the one that holds it: a version, or nothing."""
        identity = held.get("id")
        if not (isinstance(identity, str) and identity.startswith("LEGIARTI")):
            return None
        version = Version(identity, str(held.get("etat", "")), _day(held.get("dateDebut")))
        if "num" not in held and "articleVersions" not in held and "cid" not in held:
            return version
        listed = held.get("articleVersions")
        others = [one for one in listed if isinstance(one, Version)] if isinstance(listed, list) else []
        key = str(held.get("cid") or identity)
        known = {one.id: one for one in (*self.families.get(key, ()), *others, version)}
        self.families[key] = tuple(known.values())
        self.by_id.update(dict.fromkeys(known, key))
        return version


def _day(value: object) -> date | None:
    """A day written in milliseconds or in ISO form; None when it is neither."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, tz=UTC).date()
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def compare(sources: Iterable[Source], rules: Iterable[Rule], articles: Mapping[str, tuple[Version, ...]]) -> Comparison:
    """What changed since our sources were read."""
    cited, every = list(sources), list(rules)
    told = [source for source in cited if source.article]
    held = {_code_of(source) for source in told if source.article in articles}
    changes, same = [], 0
    for source in told:
        kind, version = _state(source.article, articles.get(source.article))
        if kind == "same":
            same += 1
            continue
        if kind == "absent" and _code_of(source) in held:
            kind = "missing"
        changes.append(Change(source, kind, version, tuple(rule.code for rule in every if source in rule.sources)))
    return Comparison(tuple(changes), same, len(cited) - len(told))


def _code_of(source: Source) -> str:
    """The code of law of a source: what its text says before the article."""
    return source.text.partition(", article")[0]


def _state(article: str, versions: tuple[Version, ...] | None) -> tuple[str, Version | None]:
    if versions is None:
        return "absent", None
    in_force = next((one for one in reversed(versions) if one.state in _IN_FORCE), None)
    if in_force is None:
        return "repealed", next(one for one in versions if one.id == article)
    if in_force.id != article:
        return "changed", in_force
    coming = next((one for one in versions if one.state == _TO_COME and one.since and one.since.year < _FARTHEST_YEAR), None)
    return ("announced", coming) if coming else ("same", in_force)


def comparison_text(found: Comparison, *, file: str) -> str:
    """One line an article that changed, with the rules to read again; absent ones are counted."""
    told = {
        "changed": "a changé",
        "repealed": "n’est plus en vigueur",
        "announced": "va changer",
        "missing": "n’est plus dans ce fichier",
    }
    lines = []
    for change in found.changes:
        if change.kind == "absent":
            continue
        version = change.version
        since = f", depuis le {version.since:%d/%m/%Y}" if version and version.since and change.kind != "announced" else ""
        since = f", le {version.since:%d/%m/%Y}" if version and version.since and change.kind == "announced" else since
        lines.append(f"{change.source.text} {told[change.kind]}{since}\u00a0: {change.source.article} → {version.id if version else '–'}")
        lines.append(f"  Règles à relire\u00a0: {', '.join(change.rules) or 'aucune'}")
    absent = sum(change.kind == "absent" for change in found.changes)
    changed = len(found.changes) - absent
    lines.append(
        f"{file}\u00a0: {changed} article(s) à relire, {found.same} inchangé(s), {absent} absent(s) de ce fichier, "
        f"{found.untold} source(s) sans identifiant."
    )
    return "\n".join(lines)


def comparison_document(found: Comparison) -> dict[str, object]:
    """The same for machines."""
    return {
        "changes": [
            {
                "source": change.source.code,
                "text": change.source.text,
                "read": change.source.article,
                "kind": change.kind,
                "now": change.version.id if change.version else None,
                "since": change.version.since.isoformat() if change.version and change.version.since else None,
                "rules": list(change.rules),
            }
            for change in found.changes
        ],
        "same": found.same,
        "untold": found.untold,
    }
