"""The sheets offered by an instance: the national ones, then those that its structures added or corrected (``shelf``)."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.rights.reading import SheetRefused
from relais.law.sheets.reading import read_data
from relais.law.sheets.sheet import NEEDS, Sheet
from relais.law.sheets.shelf import SUFFIX, Shelf

_log = logging.getLogger(__name__)
DATA = Path(__file__).parent / "data"
_SHELF = Shelf(DATA, read_data)


@lru_cache(maxsize=1)
def national() -> Mapping[str, Sheet]:
    """The sheets of the repository by code, in the order of the needs then of the titles; SheetRefused when one is not usable."""
    return _ordered(_SHELF.national())


def offered(folder: Path | None) -> Mapping[str, Sheet]:
    """Sheets by code: the national ones, then the ``*.yaml`` of ``folder``; a changed folder is read again.

    When one local file is not usable, none is, and a warning says why. ``problems_of`` gives the same reasons to ``relais doctor``.
    """
    return _offered(dated_files(folder, SUFFIX))


def problems_of(folder: Path | None) -> tuple[str, ...]:
    """Why the local sheets of this folder are not used; empty when they are."""
    try:
        _SHELF.local(local_files(folder, SUFFIX), national())
    except SheetRefused as refused:
        return refused.problems
    return ()


@lru_cache(maxsize=4)
def _offered(files: tuple[Dated, ...]) -> Mapping[str, Sheet]:
    try:
        local = _SHELF.local([path for path, _ in files], national())
    except SheetRefused as refused:
        _log.warning("local sheets of procedures are not used: %s", " ".join(refused.problems))
        local = {}
    return _ordered({**national(), **local})


def _ordered(found: Mapping[str, Sheet]) -> Mapping[str, Sheet]:
    needs = list(NEEDS)
    return {sheet.code: sheet for sheet in sorted(found.values(), key=lambda one: (needs.index(one.needs[0]), one.title))}
