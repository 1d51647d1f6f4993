"""The body of a letter: paragraphs and lists, with blanks to fill and lines kept only when something was told.

Blocks are separated by an empty line. A line may start with a condition::

    [si montant] Vous me réclamez {montant}.
    [si service = caf | msa] …
    [si pas accompagne et refus = ecrit] …

The lines of a paragraph are joined; a block whose lines all start with «- » is a list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

BLANK = re.compile(r"\{(\w+)\}")
_CONDITION = re.compile(r"\[si ([^\]]*)\]\s*")
_PART = re.compile(r"(?P<not>pas )?(?P<field>\w+)(?:\s*=\s*(?P<values>[\w| ]+))?")
#: what a blank may be filled with: one text, or the items of a list.
Filling = Mapping[str, str | tuple[str, ...]]


class BodyRefused(ValueError):
    """A body that cannot be read; the message is in French and quotes what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """One test of a condition: a field told, or told with one of these values; ``negated``: the contrary."""

    field: str
    values: tuple[str, ...] = ()
    negated: bool = False

    def holds(self, told: Mapping[str, str]) -> bool:
        """Whether it holds for these raw values (a field not told is absent or empty)."""
        value = told.get(self.field, "")
        found = value in self.values if self.values else bool(value)
        return found is not self.negated


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests that must all hold. ``words``: as it is written in the file."""

    parts: tuple[Part, ...]
    words: str

    def holds(self, told: Mapping[str, str]) -> bool:
        """Whether every test holds."""
        return all(part.holds(told) for part in self.parts)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it reads."""
        return frozenset(part.field for part in self.parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text with its blanks, and when it is kept."""

    text: str
    when: Condition | None = None

    @property
    def blanks(self) -> frozenset[str]:
        """The fields that it writes."""
        return frozenset(BLANK.findall(self.text))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list whose lines are the items."""

    lines: tuple[Line, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to print; a line break stands where the person put one."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list to print, one item or more."""

    items: tuple[str, ...]


Printed = Paragraph | Items


def condition(words: str) -> Condition:
    """Read «champ», «pas champ», «champ = a | b», joined by « et »; BodyRefused otherwise."""
    parts = []
    for piece in words.split(" et "):
        found = _PART.fullmatch(piece.strip())
        if found is None or (found["not"] and found["values"]):
            raise BodyRefused(f"la condition « {words} » ne se lit pas. Écrivez par exemple « champ », « pas champ » ou « champ = valeur »")
        values = tuple(value.strip() for value in (found["values"] or "").split("|") if value.strip())
        parts.append(Part(found["field"], values, bool(found["not"])))
    return Condition(tuple(parts), words.strip())


def read_body(text: str) -> tuple[Block, ...]:
    """The blocks of a text; BodyRefused when a condition or a brace is wrong."""
    return tuple(_block(piece) for piece in re.split(r"\n\s*\n", text.strip()) if piece.strip())


def _block(text: str) -> Block:
    lines = [_line(line.strip()) for line in text.splitlines() if line.strip()]
    listed = all(line.text.startswith("- ") for line in lines)
    if listed:
        lines = [Line(line.text[2:].strip(), line.when) for line in lines]
    return Block(tuple(lines), listed)


def _line(text: str) -> Line:
    found = _CONDITION.match(text)
    rest = text[found.end() :] if found else text
    left = BLANK.sub("", rest)
    if "{" in left or "}" in left or "[si" in left:
        raise BodyRefused(f"une accolade ou un crochet est de trop dans « {rest[:60]} »")
    if not rest:
        raise BodyRefused(f"rien ne suit la condition « {text} »")
    return Line(rest, condition(found[1]) if found else None)


def printed(blocks: Sequence[Block], *, told: Mapping[str, str], filling: Filling) -> tuple[Printed, ...]:
    """What is printed: lines whose condition holds for the raw values ``told``, blanks filled. KeyError when a blank has no filling."""
    return tuple(piece for block in blocks for piece in _printed(block, told, filling))


def _printed(block: Block, told: Mapping[str, str], filling: Filling) -> Iterator[Printed]:
    kept = [line for line in block.lines if line.when is None or line.when.holds(told)]
    if block.listed:
        items = tuple(item for line in kept for item in _items(line, filling))
        if items:
            yield Items(items)
    elif kept:
        text = " ".join(_filled(line.text, filling) for line in kept)
        # a long answer brings its own paragraphs
        for piece in re.split(r"\n\s*\n", text):
            if piece.strip():
                yield Paragraph(piece.strip())


def _items(line: Line, filling: Filling) -> tuple[str, ...]:
    """A line that is one blank filled with a list gives its items."""
    alone = BLANK.fullmatch(line.text)
    value = filling[alone[1]] if alone else None
    return value if isinstance(value, tuple) else (_filled(line.text, filling),)


def _filled(text: str, filling: Filling) -> str:
    return BLANK.sub(lambda blank: _as_text(filling[blank[1]]), text)


def _as_text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def as_text(pieces: Sequence[Printed]) -> str:
    """Printed pieces as plain text, to be edited: paragraphs apart, «- » before each item."""
    return "\n\n".join(piece.text if isinstance(piece, Paragraph) else "\n".join(f"- {item}" for item in piece.items) for piece in pieces)


def from_text(text: str) -> tuple[Printed, ...]:
    """Edited plain text back to pieces. Never refuses: a line that starts with «- » is an item, all else is a paragraph."""
    found: list[Printed] = []
    for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for listed, lines in _runs([line.rstrip() for line in piece.split("\n") if line.strip()]):
            found.append(Items(tuple(line[2:].strip() or "-" for line in lines)) if listed else Paragraph("\n".join(lines)))
    return tuple(found)


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Consecutive lines that are all items, or none."""
    run: list[str] = []
    for line in lines:
        if run and run[0].startswith("- ") != line.startswith("- "):
            yield run[0].startswith("- "), run
            run = []
        run.append(line)
    if run:
        yield run[0].startswith("- "), run
