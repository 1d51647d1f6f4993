"""Households of a JSON file, one after the other: an array, one object a line, or objects that follow each other."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn

from relais.kernel.months import Month
from relais.law.situation.cases import Case, RowProblem, SeenIds
from relais.law.situation.document import read_household

#: characters; the longest household of the schema takes some twenty thousand.
LONGEST = 1_000_000
_CHUNK = 65_536
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|"', re.DOTALL)
_CUT = "Le fichier s’interrompt ici\u00a0: accolade, crochet ou guillemet non fermé."


@dataclass(frozen=True, slots=True)
class _Element:
    """``text`` of one element and the line where it begins; ``broken`` when the rest cannot be cut into elements."""

    line: int
    text: str
    broken: str = ""


@dataclass(frozen=True, slots=True)
class JsonCase:
    """One household cut out of the file. ``data``: any JSON value, None when ``problem`` says why. Satisfies ``RawCase``."""

    position: int
    line: int
    id: str
    data: object
    problem: str = ""

    def told(self) -> int:
        """Facts of the household, told or refused."""
        told = self.data if isinstance(self.data, dict) else {}
        return sum(len(part) for part in (told.get("facts"), told.get("refused")) if isinstance(part, dict | list))

    def read(self, month: Month) -> Case:
        """Its facts, or what is wrong with them; the month that it names itself passes before ``month``."""
        if self.problem:
            return Case(self.position, self.line, self.id, None, (RowProblem(self.line, self.id, "", self.problem),))
        reading = read_household(self.data, month=month)
        problems = tuple(RowProblem(self.line, self.id, str(one.key), one.message, one.warning) for one in reading.problems)
        return Case(self.position, self.line, self.id, reading.household, problems)


def json_cases(path: Path) -> Iterator[JsonCase]:
    """Cases in the order of the file."""
    seen = SeenIds()
    with path.open(encoding=_encoding(path), errors="replace") as file:
        elements = _by_line(file) if _is_one_by_line(path) else _elements(file)
        for position, element in enumerate(elements):
            yield _case(position, element, seen)


def count_json_cases(path: Path) -> int:
    """How many cases ``json_cases`` would give."""
    with path.open(encoding=_encoding(path), errors="replace") as file:
        return sum(1 for _ in (_by_line(file) if _is_one_by_line(path) else _elements(file)))


def _case(position: int, element: _Element, seen: SeenIds) -> JsonCase:
    name, problem, data = "", element.broken, None
    if not problem:
        try:
            data = json.loads(element.text, parse_constant=_refuse_constant)
        except _ConstantError as error:
            problem = str(error)
        except (ValueError, RecursionError):
            problem = "Ce n’est pas du JSON\u00a0: virgule, guillemet ou accolade mal placés."
    if "\\ud" in element.text.lower() and not _is_text(data):
        data, problem = None, "Un caractère est coupé en deux (\\ud800…)\u00a0: ce n’est pas du texte."
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        name = data["id"]
        if seen.met_before(name):
            problem = f"Le ménage «\u00a0{name[:80]}\u00a0» a déjà été lu plus haut\u00a0: donnez-lui un autre identifiant."
    return JsonCase(position, element.line, name, data, problem)


def _is_text(data: object) -> bool:
    """Whether nothing in it is half of a surrogate pair, which no file can be written with."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


class _ConstantError(ValueError):
    """NaN or Infinity in the file; the message is French."""


def _refuse_constant(word: str) -> NoReturn:
    raise _ConstantError(f"{word} n’est pas un nombre\u00a0: écrivez null quand le montant n’est pas connu.")


def _encoding(path: Path) -> str:
    """UTF-8 unless the first million bytes are not."""
    with path.open("rb") as file:
        sample = file.read(LONGEST)
    try:
        # The last character may be cut: at most three bytes of it.
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:
            return "cp1252"
    return "utf-8-sig"


def _is_one_by_line(path: Path) -> bool:
    """Whether the first line that is not blank holds a whole object and another line follows, or the name says so."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    with path.open(encoding=_encoding(path), errors="replace") as file:
        first = next((line for line in iter(lambda: file.readline(LONGEST), "") if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(file: IO[str]) -> Iterator[_Element]:
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            yield _Element(number, "", "Cette ligne dépasse un million de caractères.")
            return
        if line.strip():
            yield _Element(number, line)


@dataclass
class _Scanner:
    """Cuts text into elements without parsing it, so that one that is wrong does not spoil the next.

    Holds the text of one element at most. ``depth`` counts what is open inside the element, ``at`` is where to look for the next
    mark, ``_consumed`` where the current element begins in the buffer, ``line`` the line of that place.
    """

    buffer: str = ""
    at: int = 0
    line: int = 1
    depth: int = 0
    in_array: bool = False
    _consumed: int = 0
    ready: list[_Element] = field(default_factory=list)

    def feed(self, chunk: str, *, last: bool) -> None:
        """More text; ``last`` when none follows."""
        self.buffer += chunk
        for token in _TOKENS.finditer(self.buffer, self.at):
            mark = token.group()
            if mark == '"' and not last:
                break  # a string whose end is not there yet
            self.at = token.end()
            self._mark(mark, token.start(), token.end())
        consumed = self._consumed
        self.buffer, self.at = self.buffer[consumed:], self.at - consumed
        self._consumed = 0

    def _mark(self, mark: str, begin: int, end: int) -> None:
        if mark in "{[":
            if mark == "[" and self.depth == 0 and not self.in_array and not self.buffer[self._consumed : begin].strip():
                self.in_array = True
                self._skip(end)
            else:
                self.depth += 1
        elif mark in "}]":
            self.depth -= 1
            if self.depth < 0:  # the end of the outer array
                self._cut(begin, end)
                self.depth, self.in_array = 0, False
            elif self.depth == 0 and not self.in_array:
                self._cut(end, end)
        elif mark == "," and self.depth == 0:
            self._cut(begin, end)

    def _cut(self, until: int, then: int) -> None:
        """The text read so far, up to ``until``, is one element; the next begins at ``then``."""
        text = self.buffer[self._consumed : until]
        if text.strip():
            blank = len(text) - len(text.lstrip())
            self.ready.append(_Element(self.line + text.count("\n", 0, blank), text.strip()))
        self._skip(then)

    def _skip(self, then: int) -> None:
        self.line += self.buffer.count("\n", self._consumed, then)
        self._consumed = then


def _elements(file: IO[str]) -> Iterator[_Element]:
    """Elements of an array, or objects that follow each other."""
    scanner = _Scanner()
    while True:
        chunk = file.read(_CHUNK)
        scanner.feed(chunk, last=not chunk)
        yield from scanner.ready
        scanner.ready.clear()
        if len(scanner.buffer) > LONGEST:
            yield _Element(scanner.line, "", _CUT)
            return
        if not chunk:
            break
    if scanner.buffer.strip() or scanner.in_array:
        yield _Element(scanner.line, "", _CUT)
