"""One row of a table as what it says of one person; each thing that is wrong is told with its column, and nothing of the row is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from relais.exchange.rules import cells
from relais.exchange.rules.columns import RIGHTS, UNTIL
from relais.exchange.rules.reasons import in_column
from relais.kernel.names import folded
from relais.kernel.sentences import Sentence

#: an appointment without an hour is at this one, and says so.
MORNING = time(9, 0)


@dataclass(frozen=True, slots=True)
class RightRead:
    """A right and its last day; None when it is not known."""

    name: str
    ends_on: date | None = None
    body: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says. ``line``: in the file, from 1. ``problems``: rank of the column (-1 for the row) and what is wrong."""

    line: int
    reference: str = ""
    called: str = ""
    family_name: str = ""
    given_names: str = ""
    birth_name: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    language: str = ""
    lead: str = ""
    rights: tuple[RightRead, ...] = ()
    appointment: datetime | None = None
    problems: tuple[tuple[int, Sentence], ...] = field(default=())

    @property
    def names(self) -> frozenset[str]:
        """The words of the name, folded, in no order: «Bakri Inès» and «Inès BAKRI» are the same."""
        return frozenset(folded(f"{self.family_name} {self.given_names}".strip() or self.called).split())

    @property
    def civil(self) -> str:
        """The name under which a file of this person is looked for: given and family names, else what she is called."""
        return f"{self.given_names} {self.family_name}".strip() if self.family_name else self.called

    @property
    def year(self) -> int | None:
        """The year of birth, as far as it is known."""
        return self.birth_on.year if self.birth_on else self.birth_year

    @property
    def who(self) -> str:
        """By what the same person is known again in the next table when no number says it: name and birth; "" without a birth."""
        born = self.birth_on.isoformat() if self.birth_on else str(self.birth_year or "")
        return f"{' '.join(sorted(self.names))}|{born}" if born else ""

    def reasons(self, headers: Sequence[str]) -> list[Sentence]:
        """What is wrong, each with the column where it is."""
        return [in_column(headers[rank], why) if rank >= 0 else why for rank, why in self.problems]


def entry(line: int, row: Sequence[str], codes: Sequence[str], *, on: date) -> Entry:
    """Read a row under the columns chosen; a naive datetime is local time."""
    reading = _Reading(row, codes, on)
    values: dict[str, Any] = {
        "reference": reading.text("reference", 60),
        "family_name": reading.text("family_name", 120),
        "given_names": reading.text("given_names", 120),
        "birth_name": reading.text("birth_name", 120),
        "email": reading.read("email", cells.email) or "",
        "language": reading.text("language", 40),
        "lead": reading.text("lead", 120),
    }
    values["called"] = reading.text("called", 120) or f"{values['given_names']} {values['family_name']}".strip()
    if not values["called"]:
        reading.problems.append((-1, Sentence("il manque le nom")))
    values["birth_on"], values["birth_year"] = reading.read("birth", lambda cell: cells.birth(cell, on=on)) or (None, None)
    values["phones"] = tuple(filter(None, (reading.read("phone", cells.phone), reading.read("mobile", cells.phone))))
    values["address"] = reading.address()
    values["rights"] = tuple(reading.rights())
    values["appointment"] = reading.appointment()
    return Entry(line, **values, problems=tuple(reading.problems))


class _Reading:
    """The cells of a row by the code of their column, and what was wrong so far."""

    def __init__(self, row: Sequence[str], codes: Sequence[str], on: date) -> None:
        self.on = on
        self.ranks: Mapping[str, int] = {code: rank for rank, code in enumerate(codes) if code}
        self.row = row
        self.problems: list[tuple[int, Sentence]] = []

    def cell(self, code: str) -> str:
        rank = self.ranks.get(code, -1)
        return cells.said(self.row[rank]) if 0 <= rank < len(self.row) else ""

    def read(self, code: str, reader: Callable[[str], Any]) -> Any:  # noqa: ANN401  # what the reader gives
        cell = self.cell(code)
        if not cell:
            return None
        try:
            return reader(cell)
        except ValueError as problem:
            self.problems.append((self.ranks[code], Sentence.of(problem.args[0])))
            return None

    def text(self, code: str, longest: int) -> str:
        return self.read(code, lambda cell: cells.short(cell, longest=longest)) or ""

    def address(self) -> str:
        place = " ".join(filter(None, (self.cell("postcode"), self.cell("city"))))
        whole = ", ".join(filter(None, (self.cell("address"), place)))
        if len(whole) > 400:
            self.problems.append((self.ranks.get("address", -1), Sentence("cette adresse est trop longue : 400 signes au plus")))
            return ""
        return whole

    def rights(self) -> list[RightRead]:
        ends = {code: self.read(code, lambda cell: cells.last_day(cell, on=self.on)) for code in self.ranks if code.startswith(UNTIL)}
        found = [RightRead(str(RIGHTS[code.removeprefix(UNTIL)]), ends_on) for code, ends_on in ends.items() if ends_on is not None]
        if name := self.text("right", 80):
            ends_on = self.read("right_until", lambda cell: cells.last_day(cell, on=self.on))
            found.append(RightRead(name, ends_on, self.text("right_body", 80), self.text("right_number", 40)))
        return list({right.name.casefold(): right for right in found}.values())

    def appointment(self) -> datetime | None:
        day = self.read("appointment", lambda cell: cells.a_day(cell, latest=self.on + timedelta(days=365 * 5)))
        if day is None:
            return None
        if not self.on <= day <= self.on + timedelta(days=365 * 3):
            if day > self.on:
                self.problems.append((self.ranks["appointment"], Sentence("ce rendez-vous est trop loin : vérifiez l’année")))
            return None  # an appointment already past is no news: the row goes on without it
        written = self.cell("appointment")
        hour = self.read("appointment_time", cells.a_time) or (cells.a_time(written) if cells.has_time(written) else MORNING)
        return datetime.combine(day, hour)
