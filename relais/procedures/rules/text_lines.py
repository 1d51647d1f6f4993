"""Where in its text a problem stands: the readers of local files name a path of keys, a person looks for a line. Pure.

A problem reads «cantine.yaml, canaux n° 2, clé « numero » : …», «creche.md, champ « mode », clé « si » : …», or quotes a piece of
the text between « ».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from relais.kernel.yaml_text import SafeLoader

_SAID = re.compile(r"à la ligne (\d+)")
_KEY = re.compile(r"clé « (?P<key>.+) »")
_RANKED = re.compile(r"(?P<key>\w+) n° (?P<rank>\d+)")
_FIELD = re.compile(r"champ « (?P<code>\w+) »")
_QUOTED = re.compile(r"« ([^«»]{3,60}?)(?:…)? »")
#: nested groups and lists that no text of ours needs; beyond, a file only means harm.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, without the name of the file; ``line``: from 1, None when it concerns the whole; ``words``: that line."""

    said: str
    line: int | None = None
    words: str = ""


def front_of(text: str) -> tuple[str, int]:
    """The YAML of a text and how many lines stand before it: the whole file, or what its two lines «---» hold."""
    found = re.match(r"\ufeff?---\n(.*?)(?:\n---\n|\Z)", text, re.DOTALL)
    return (found[1], 1) if found else (text, 0)


def placed(problem: str, *, name: str, text: str) -> Problem:
    """The problem with its line in ``text``; ``name``: the file as the readers call it."""
    # the fault of a YAML often stands just before the place where it shows
    said = _SAID.sub("à cette ligne ou juste avant", problem.removeprefix(name).lstrip(" ,:"))
    line = _line(problem.removeprefix(name), text)
    every = text.split("\n")
    words = every[line - 1].strip() if line is not None and line <= len(every) else ""
    return Problem(said[:1].upper() + said[1:], line, words)


def _line(problem: str, text: str) -> int | None:
    if found := _SAID.search(problem):
        return int(found[1])
    front, before = front_of(text)
    where, _, why = problem.partition(" : ")
    try:
        root = yaml.compose(front, Loader=SafeLoader)
    except yaml.YAMLError:
        return None
    node = root
    for step in where.split(", "):
        node = _below(node, step.strip()) or node
    if node is not None and node is not root:
        return int(node.start_mark.line) + 1 + before
    return _quoted(where + why, text)


def _quoted(problem: str, text: str) -> int | None:
    """The line that holds a piece that the problem quotes."""
    for piece in _QUOTED.findall(problem):
        for number, line in enumerate(text.split("\n"), 1):
            if piece in line:
                return number
    return None


def _below(node: Any, step: str) -> Any:  # noqa: ANN401  # nodes of PyYAML are untyped
    """The node that a step of the path names, None when it is not written: then the group around it is the place."""
    if found := _RANKED.fullmatch(step):
        listed = _value(node, found["key"])
        rank = int(found["rank"]) - 1
        return listed.value[rank] if isinstance(listed, yaml.SequenceNode) and rank < len(listed.value) else listed
    if found := _FIELD.fullmatch(step):
        fields = _value(node, "champs")
        items = fields.value if isinstance(fields, yaml.SequenceNode) else []
        return next((item for item in items if getattr(_value(item, "code"), "value", "") == found["code"]), fields)
    if found := _KEY.fullmatch(step):
        return _key(node, found["key"])
    return _value(node, step)


def _pairs(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  # nodes of PyYAML are untyped
    if isinstance(node, yaml.MappingNode):
        yield from node.value


def _key(node: Any, key: str) -> Any:  # noqa: ANN401  # nodes of PyYAML are untyped
    return next((name for name, _ in _pairs(node) if name.value == key), None)


def _value(node: Any, key: str) -> Any:  # noqa: ANN401  # nodes of PyYAML are untyped
    return next((value for name, value in _pairs(node) if name.value == key), None)


def harm(text: str) -> Problem | None:
    """A text that a reader should not even be given: repeats (a few lines of them unfold without end) and endless nesting."""
    front, before = front_of(text)
    depth = 0
    try:
        for event in yaml.parse(front, Loader=SafeLoader):
            line = getattr(event.start_mark, "line", 0) + 1 + before
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                return Problem("« & » et « * » au début d’une valeur ne sont pas admis ici. Mettez la valeur entre guillemets.", line)
            depth += isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
            depth -= isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
            if depth > DEEPEST:
                return Problem("Trop de groupes sont emboîtés.", line)
    except yaml.YAMLError:
        return None  # the reader says it with its line
    return None
