"""The texts that clocks cite: one file, each text once, with who may rely on it (its mark) and its LEGIARTI identifier when it has one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from relais.kernel.sentences import Sentence
from relais.law.rights.reading import Fields, SheetRefused, read_yaml

FILE: Final = Path(__file__).with_name("sources.yaml")
#: how sure a reading is, surest first: V the text was read, P a public page reports it, M from memory («à vérifier»).
MARKS: Final = ("V", "P", "M")
MARK_WORDS: Final[Mapping[str, Sentence]] = {
    "V": Sentence("texte lu"),
    "P": Sentence("lu dans une page publique"),
    "M": Sentence("à vérifier"),
}
_ARTICLE: Final = re.compile(r"LEGIARTI\d{12}")


@dataclass(frozen=True, slots=True)
class Source:
    """A text of law, a decision or a page. ``article``: identifier of the version read, "" when it has none."""

    code: str
    text: str
    article: str
    mark: str
    read_on: date

    @property
    def said(self) -> str:
        """As printed beside a date: the text, which stays French, and «à vérifier» when nobody read it."""
        return Sentence("{source} (à vérifier)", source=self.text) if self.mark == "M" else self.text

    def __str__(self) -> str:
        return self.said


@cache
def sources(path: Path = FILE) -> Mapping[str, Source]:
    """Every source by its code; SheetRefused with all the problems of the file."""
    problems: list[str] = []
    rows = read_yaml(path)
    if not isinstance(rows, dict):
        raise SheetRefused([f"{path.name}\u00a0: une source par ligne est attendue, « code: {{text: …}} »."])
    found = {str(code): _source(str(code), row, path, problems) for code, row in rows.items()}
    taken: dict[str, str] = {}
    problems += [
        f"{path.name}, {source.code}\u00a0: {source.article} est déjà celui de {taken[source.article]}."
        for source in found.values()
        if source.article and taken.setdefault(source.article, source.code) != source.code
    ]
    if problems:
        raise SheetRefused(problems)
    return found


def _source(code: str, row: object, path: Path, problems: list[str]) -> Source:
    fields = Fields(row, f"{path.name}, {code}", problems)
    article = fields.text("article", required=False)
    if article and not _ARTICLE.fullmatch(article):
        fields.refuse("article", f"« {article} » n’est pas un identifiant LEGIARTI suivi de douze chiffres")
    read_on = fields.day("read_on", required=True)
    source = Source(code, fields.text("text"), article, fields.word("mark", MARKS), read_on or date.min)
    fields.finish()
    return source


def weakest(marks: list[str]) -> str:
    """The least sure of these marks; V when there is none."""
    return max(marks, key=MARKS.index, default="V")
