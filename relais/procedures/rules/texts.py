"""What a structure may write: the name of a text, its size, its start from a national one. Pure."""

import json
import re
from datetime import date

from relais.kernel.decisions import ALLOWED, Decision, refused

#: letters of a text; the longest national one has a tenth of it.
LONGEST = 60_000
#: letters of the name of a structure on a sheet.
LONGEST_NAME = 60
_CODE = re.compile(r"^code:[ \t]*[\"']?([a-z][a-z0-9_]{2,39})[\"']?[ \t]*$", re.MULTILINE)
#: the code that a new text bears until somebody names it: the readers would take it, so the screen refuses it.
TO_NAME = "a_nommer"
_NAMED = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")


def code_of(text: str) -> str:
    """The code that a text says it has, "" when none can be read."""
    found = _CODE.search(text)
    return found[1] if found else ""


def same_breaks(text: str) -> str:
    """A browser posts its own line ends; a file ends with one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def editable(name: str) -> bool:
    """Whether a file laid by hand has a name that an address can bear."""
    return _NAMED.fullmatch(name) is not None


def can_bear(*, name: str, text: str, new: bool, taken: bool) -> Decision:
    """Whether a text may be kept under a name; ``name``: "" for a new one; ``taken``: a local text already has its code."""
    code = code_of(text)
    if len(text) > LONGEST:
        return refused(f"Le texte est trop long : {len(text)} signes, {LONGEST} au plus.")
    if not code:
        return refused("La ligne « code » manque. Exemple : code: aide_cantine")
    if code == TO_NAME:
        return refused("Donnez un nom à ce texte à la ligne « code ». Exemple : code: aide_cantine")
    if new and taken:
        return refused(f"« {code} » existe déjà parmi les textes de cette instance. Ouvrez-le, ou changez la ligne « code ».")
    if not new and code != name:
        return refused(f"Le code d’un texte ne change pas : remettez « code: {name} », ou écrivez un nouveau texte.")
    return ALLOWED


def started(text: str, *, corrects: bool) -> str:
    """A text to begin with, from a national one: the same to correct it, to be named when it is only a model."""
    return text if corrects else _CODE.sub(f"code: {TO_NAME}", text, count=1)


def started_sheet(text: str, *, corrects: bool, structure: str, on: date) -> str:
    """The same for a sheet, which says who wrote it, who checked it and when, and that it corrects."""
    signed = json.dumps(structure[:LONGEST_NAME], ensure_ascii=False)
    kept = [line for line in text.split("\n") if not re.match(r"(verifie_le|verifie_par|structure|corrige):", line)]
    code = next((rank for rank, line in enumerate(kept) if line.startswith("code:")), 0)
    added = [f"structure: {signed}", f"verifie_le: {on:%Y-%m-%d}", f"verifie_par: {signed}"]
    if corrects:
        added.insert(0, "corrige: true")
    return started("\n".join([*kept[: code + 1], *added, *kept[code + 1 :]]), corrects=corrects)
