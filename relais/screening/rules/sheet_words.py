"""The words of the person's sheet, one data file a language: ``relais/screening/data/sheet_person.<code>.yaml``.

French is written here and takes the words of each right from its card. Another language is the work of a person who speaks it;
the sheet then shows it with the French beside. A file that is incomplete is refused with every problem said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from relais.law.rights.reading import Fields, SheetRefused, read_yaml

DATA = Path(__file__).parent.parent / "data"
FRENCH = "fr"
#: text → what it must hold between braces.
TEXTS: Mapping[str, frozenset[str]] = {
    "outside": frozenset(),
    "fold": frozenset(),
    "title": frozenset(),
    "nothing_sure": frozenset(),
    "amount": frozenset({"amount"}),
    "bring": frozenset(),
    "where": frozenset(),
    "when": frozenset(),
    "soon": frozenset(),
    "before": frozenset({"day"}),
    "someone": frozenset(),
    "refused": frozenset(),
    "notes": frozenset(),
    "given_by": frozenset({"service"}),
}
_DATE = frozenset({"day", "month", "year"})
_BLANK = re.compile(r"\{(\w*)\}")
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class RightWords:
    """What the sheet says of one right."""

    sentence: str
    bring: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """One language of the sheet. ``direction``: "ltr" or "rtl"; ``when``: right → words used when no date is given."""

    language: str
    name: str
    direction: str
    texts: Mapping[str, str]
    date_form: str
    first_day: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    when: Mapping[str, str]
    rights: Mapping[str, RightWords]

    def day(self, day: date) -> str:
        """The date with its weekday: «vendredi 15 janvier 2027»."""
        number = self.first_day if day.day == 1 and self.first_day else str(day.day)
        month = self.months[day.month - 1]
        return fill(self.date_form, weekday=self.weekdays[day.weekday()], day=number, month=month, year=str(day.year))

    def text(self, key: str, **blanks: str) -> str:
        """A text of the sheet with its blanks filled; KeyError when one is missing."""
        return fill(self.texts[key], **blanks)


def fill(text: str, **blanks: str) -> str:
    """``text`` where each ``{name}`` gives way to its value."""
    return _BLANK.sub(lambda match: blanks[match[1]], text)


def words(language: str, *, folder: Path = DATA) -> SheetWords:
    """The words in a language; KeyError when nobody wrote them, SheetRefused when its file is not usable."""
    if language not in languages(folder=folder):
        raise KeyError(language)
    return _read(folder / f"sheet_person.{language}.yaml")


def languages(*, folder: Path = DATA) -> tuple[str, ...]:
    """Codes of the languages written, French first."""
    found = sorted(path.name.split(".")[1] for path in folder.glob("sheet_person.*.yaml"))
    return (FRENCH, *(code for code in found if code != FRENCH and _CODE.fullmatch(code)))


@lru_cache(maxsize=64)
def _read(path: Path) -> SheetWords:
    problems: list[str] = []
    fields = Fields(read_yaml(path), path.name, problems)
    inner = Fields(fields.take("texts"), f"{path.name}, texts", problems)
    found = SheetWords(
        language=fields.text("language"),
        name=fields.text("name"),
        direction=fields.word("direction", ("ltr", "rtl")),
        texts={key: _filled(inner, key, wanted) for key, wanted in TEXTS.items()},
        date_form=_filled(fields, "date", _DATE, also=frozenset({"weekday"})),
        first_day=fields.text("first_day", required=False),
        weekdays=_exactly(fields, "weekdays", 7),
        months=_exactly(fields, "months", 12),
        when={code: str(text) for code, text in fields.mapping("when").items()},
        rights={code: _right(data, f"{path.name}, {code}", problems) for code, data in fields.mapping("rights").items()},
    )
    inner.finish()
    fields.finish()
    if found.language != path.name.split(".")[1]:
        fields.refuse("language", "le code doit être celui du nom du fichier")
    if problems:
        raise SheetRefused(problems)
    return found


def _filled(fields: Fields, key: str, wanted: frozenset[str], *, also: frozenset[str] = frozenset()) -> str:
    """A text that holds all its blanks, and no other."""
    text = fields.text(key)
    found = frozenset(_BLANK.findall(text))
    if text and not wanted <= found <= wanted | also:
        fields.refuse(key, f"attendu entre accolades : {', '.join(sorted(wanted)) or 'rien'}")
    return text


def _exactly(fields: Fields, key: str, count: int) -> tuple[str, ...]:
    found = fields.texts(key)
    if len(found) != count:
        fields.refuse(key, f"{count} noms sont attendus")
    return found


def _right(data: object, where: str, problems: list[str]) -> RightWords:
    fields = Fields(data, where, problems)
    found = RightWords(fields.text("sentence"), fields.texts("bring", at_least=1), fields.text("where"))
    fields.finish()
    return found
