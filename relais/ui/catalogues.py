"""The English catalogue: found texts, refreshed ``django.po``, compiled ``.mo``. Babel does it all: no gettext tool is needed.

French is the source and stands in the templates, the code (docs/adr/0009) and the data files (docs/adr/0014): one catalogue for the
pages, one beside the data of each room. ``python -m relais.ui.catalogues`` refreshes them and says what still lacks its English; the
compiled files are written at start when they are older than their source.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from relais.kernel.sentences import blanks
from relais.ui import data_texts

PACKAGE: Final = Path(__file__).resolve().parents[1]
#: "" for the pages and their code, else the room whose data files and sentences of law are gathered.
ROOMS: Final = ("", *data_texts.FILES)
#: functions whose first argument people read; ``refused`` carries the reason of a rule, translated where it is shown.
KEYWORDS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "refused": None,
}
#: ``:title="_('…')"`` on a component stands outside any template tag, where Django does not look.
_IN_ATTRIBUTE: Final = re.compile(r""":[\w-]+="_\('((?:[^'\\]|\\.)+)'\)\"""")

MessageId = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One text to translate: its identifier (two for a plural), its context, where it was first found."""

    id: MessageId
    context: str | None
    place: str


def _in_python(source: str) -> Iterator[tuple[MessageId, str | None]]:
    for _line, found, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield (tuple(found) if isinstance(found, (list, tuple)) else found), context


def texts_of(source: str, *, template: bool) -> Iterator[tuple[MessageId, str | None]]:
    """Texts of one source, template or Python, in their order; the empty text is none."""
    # what templatize leaves of the page is no Python: its indentation means nothing
    readable = "\n".join(line.lstrip() for line in templatize(source).splitlines()) if template else source
    found = _in_python(readable)
    yield from ((identifier, context) for identifier, context in found if identifier)
    if template:
        yield from ((match[1], None) for match in _IN_ATTRIBUTE.finditer(source))


def sentences_of(source: str) -> Iterator[str]:
    """Templates of the sentences of a Python source (``relais.kernel.sentences``), in their order; those without a word are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence" and node.args:
            template = node.args[0]
            if isinstance(template, ast.Constant) and isinstance(template.value, str) and _worded(template.value):
                yield template.value


def _worded(template: str) -> bool:
    bare = template
    for name in blanks(template):
        bare = bare.replace(f"{{{name}}}", "")
    return re.search(r"\w|«", bare) is not None


def texts(root: Path = PACKAGE, room: str = "") -> dict[tuple[MessageId, str | None], Text]:
    """Every text of one catalogue, each once: the pages and their code, or the data files and the sentences of a room."""
    found: dict[tuple[MessageId, str | None], Text] = {}
    for place, identifier, context in _texts_of_room(root, room) if room else _texts_of_pages(root):
        found.setdefault((identifier, context), Text(identifier, context, place))
    return found


def _texts_of_pages(root: Path) -> Iterator[tuple[str, MessageId, str | None]]:
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root)
        if file.suffix not in {".html", ".py"} or "migrations" in file.parts or inside.parts[0] == "law":
            continue
        source = file.read_text("utf-8")
        for identifier, context in texts_of(source, template=file.suffix == ".html"):
            yield inside.as_posix(), identifier, context
        if file.suffix == ".py":
            yield from ((inside.as_posix(), template, None) for template in sentences_of(source))


def _texts_of_room(root: Path, room: str) -> Iterator[tuple[str, MessageId, str | None]]:
    yield from ((place, text, None) for place, text in data_texts.texts_of_room(room, root))
    if room == "law":
        for file in sorted((root / room).rglob("*.py")):
            for template in sentences_of(file.read_text("utf-8")):
                yield file.relative_to(root).as_posix(), template, None


def english(room: str = "", root: Path = PACKAGE) -> Path:
    """The English catalogue of a room; of the pages for ""."""
    return root / room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue as it stands; empty when there is none yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(path: Path, root: Path = PACKAGE, room: str = "") -> list[str]:
    """Texts without English, fuzzy or absent from the catalogue: ``place: text``."""
    catalogue = read(path)
    lacking = []
    for text in texts(root, room).values():
        message = catalogue.get(text.id, text.context)
        strings = () if message is None else message.string if isinstance(message.string, tuple) else (message.string,)
        if message is None or message.fuzzy or not strings or not all(strings):
            lacking.append(f"{text.place}: {text.id}")
    return sorted(lacking)


def _bare(identifier: MessageId | list[str]) -> str:
    """A text without what typography changes: a changed space is no reason to translate again."""
    words = identifier if isinstance(identifier, str) else identifier[0]
    return re.sub(r"[\s\u00a0\u202f]", "", words).replace("’", "'")


def refreshed(old: Catalog, found: Mapping[tuple[MessageId, str | None], Text]) -> Catalog:
    """A catalogue of exactly the texts found; translations are kept, also when only the spaces of the French changed."""
    kept = {(_bare(message.id), message.context): message.string for message in old if message.id}
    new = Catalog(locale="en", project="relais", version="-", msgid_bugs_address="-", last_translator="-", language_team="-", fuzzy=False)
    for text in sorted(found.values(), key=lambda one: (_bare(one.id), one.context or "")):
        string = kept.get((_bare(text.id), text.context), "" if isinstance(text.id, str) else ("", ""))
        new.add(text.id, string, context=text.context, locations=[(text.place, 0)])
    return new


def _whole(path: Path, content: bytes) -> None:
    """Written beside, then put in place: a reader never sees half a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def refresh(path: Path, root: Path = PACKAGE, room: str = "") -> list[str]:
    """Rewrite the catalogue from the texts of the package; answers what still lacks its English."""
    out = io.BytesIO()
    write_po(out, refreshed(read(path), texts(root, room)), width=0, omit_header=False, sort_output=False, include_lineno=False)
    # the dates of Babel's header change at each run and say nothing
    dated = (b'"POT-Creation', b'"PO-Revision', b'"Generated-By', b"#\n", b"# ")
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(dated)]
    path.parent.mkdir(parents=True, exist_ok=True)
    _whole(path, b"".join(lines))
    return untranslated(path, root, room)


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Write each ``.mo`` that is missing or older than its ``.po``; answers the files written. Harmless when run twice at once."""
    written = []
    for source in [found for room in ROOMS for found in sorted((package / room / "locale").glob("*/LC_MESSAGES/*.po"))]:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        out = io.BytesIO()
        write_mo(out, read(source))
        _whole(target, out.getvalue())
        written.append(target)
    return written


def main() -> int:
    """Refresh, compile, and say what lacks: exit code 1 while a text has no English."""
    lacking = [line for room in ROOMS for line in refresh(english(room), room=room)]
    compile_catalogues()
    sys.stdout.write("".join(f"{line}\n" for line in lacking))
    sys.stdout.write(f"{sum(len(texts(room=room)) for room in ROOMS)} textes, {len(lacking)} sans anglais\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
