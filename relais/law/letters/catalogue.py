"""The letters of an instance: the national ones, then those that its structures add or correct by a file."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.letters.letter import SITUATIONS, Letter
from relais.law.letters.reading import load
from relais.law.rights.reading import SheetRefused

DATA = Path(__file__).parent / "data"
#: how the file of a letter ends.
SUFFIX = ".md"
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def letters() -> Mapping[str, Letter]:
    """The national letters by code, in the order of the screen: by situation, then by title."""
    return _ordered(load(sorted(DATA.glob("*.md"))))


def offered(folder: Path | None) -> Mapping[str, Letter]:
    """The national letters, and the ``*.md`` of ``folder``: a code that exists is corrected, another is added.

    A changed folder is read again. When one file is not usable none is taken and a warning says why; ``local_problems`` gives the reasons.
    """
    return _offered(dated_files(folder, SUFFIX))


def local_problems(folder: Path | None) -> tuple[str, ...]:
    """Why the letters of this folder are not offered; empty when they are."""
    try:
        load(local_files(folder, SUFFIX), local=True)
    except SheetRefused as refused:
        return tuple(refused.problems)
    return ()


@lru_cache(maxsize=4)
def _offered(files: tuple[Dated, ...]) -> Mapping[str, Letter]:
    try:
        local = load([path for path, _ in files], local=True)
    except SheetRefused as refused:
        _log.warning("local letters are not offered: %s", " ".join(refused.problems))
        local = []
    return _ordered([*({**letters(), **{one.code: one for one in local}}).values()])


def _ordered(found: list[Letter]) -> Mapping[str, Letter]:
    rank = {code: place for place, code in enumerate(SITUATIONS)}
    return {one.code: one for one in sorted(found, key=lambda one: (rank[one.situation], one.title))}
