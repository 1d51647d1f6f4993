"""Texts that people read in data files (cards of rights, facts, registers), so that they have their English like those of the pages.

Each room that holds such files keeps their catalogue beside them: ``relais/<room>/locale`` (docs/adr/0014). A key of a YAML file
holds texts or codes: ``WORDS`` and ``CODES`` say which, and tests/ui/test_data_texts.py refuses a key that neither names.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from relais.kernel.yaml_text import yaml_value

#: room → files whose texts are shown.
FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "law": (
        "rights/*/card.yaml",
        "situation/facts.yaml",
        "engine/freshness.yaml",
        "engine/inputs.yaml",
        "engine/overrides/*.yaml",
    ),
    "shell": ("data/*.yaml",),
    "demo": ("local_rights/*.yaml",),
}
#: keys whose texts are read by people.
WORDS: Final = frozenset({
    "label", "short", "sentence", "words", "proofs", "text", "article", "limits", "person_sentence", "bring", "where",
    "hint", "why", "limit", "paper", "choices", "question", "source",
    "name", "purpose", "owner", "role", "not_done", "sources", "operations", "known_errors", "ai_act", "rights_of_people",
    "title", "theme", "note", "version", "gains", "loses", "risk", "against",
    "nom", "court", "phrase", "structure", "libelle", "mots", "justificatifs", "texte", "limites", "phrase_personne", "apporter", "ou",
})  # fmt: skip
#: keys that hold codes, patterns and addresses: whatever is under them is for machines.
CODES: Final = frozenset({
    "code", "family", "organisme", "kind", "mark", "url", "facts", "rule", "unit", "test", "left", "right", "comparison", "of",
    "right_by", "openers", "received_fact", "ceiling", "territories", "scope", "section", "domain", "samples", "usual", "reserve",
    "roles", "asked_when", "concerns", "joins", "variable", "parameter", "rights", "field", "tests", "id", "state", "evidence",
    "reader", "type", "operateur", "valeur", "valeurs", "personnes", "periodicite", "moyen",
})  # fmt: skip
#: in one file a key may hold codes that hold texts elsewhere.
_CODES_HERE: Final[Mapping[str, frozenset[str]]] = {"card.yaml": frozenset({"theme"}), "facts.yaml": frozenset({"theme"})}
#: a reference of law is written alike in every language.
REFERENCE: Final = re.compile(r"[A-Z]{3,6} [LRD]\.[\d-]+")
_WORD: Final = re.compile(r"[^\W\d_]")


def texts_of_yaml(source: str, name: str = "") -> Iterator[str]:
    """The texts of one YAML file, in their order; ``name`` is that of the file. ValueError on a key that holds neither words nor codes."""
    codes = CODES | _CODES_HERE.get(name, frozenset())
    yield from _walked(yaml_value(source), "", codes)


def _walked(value: object, key: str, codes: frozenset[str]) -> Iterator[str]:
    match value:
        case dict():
            for inner, held in value.items():
                # the choices of a fact are texts by code
                if key == "choices":
                    yield from _walked(held, key, codes)
                # facts.yaml lists the facts themselves under the key that names their codes elsewhere
                elif inner not in codes or (inner == "facts" and any(isinstance(one, dict) for one in held)):
                    yield from _walked(held, str(inner), codes)
        case list():
            for one in value:
                yield from _walked(one, key, codes)
        case str() if key in WORDS:
            text = value.strip()
            if _WORD.search(text) and not REFERENCE.fullmatch(text):
                yield text
        case str():
            raise ValueError(f"{key!r} holds texts or codes: say which in relais/ui/data_texts.py ({value!r})")


def texts_of_room(room: str, package: Path) -> Iterator[tuple[str, str]]:
    """(place, text) for each text of the data files of a room."""
    folder = package / room
    for pattern in FILES.get(room, ()):
        for file in sorted(folder.glob(pattern)):
            for text in texts_of_yaml(file.read_text("utf-8"), file.name):
                yield file.relative_to(package).as_posix(), text
