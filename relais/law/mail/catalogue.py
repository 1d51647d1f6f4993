"""The types of letters offered by an instance: the national ones, then those that its structures added or corrected (``sheets.shelf``)."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.mail.mail import SENDERS, Mail
from relais.law.mail.reading import read_data
from relais.law.rights.reading import SheetRefused
from relais.law.sheets.shelf import SUFFIX, Shelf

_log = logging.getLogger(__name__)
DATA = Path(__file__).parent / "data"
_SHELF = Shelf(DATA, read_data, either=(("horloges", "sans_horloge"),))


@lru_cache(maxsize=1)
def national() -> Mapping[str, Mail]:
    """The types of the repository by code, by sender then title; SheetRefused when one is not usable."""
    return _ordered(_SHELF.national())


def offered(folder: Path | None) -> Mapping[str, Mail]:
    """Types by code: the national ones, then the ``*.yaml`` of ``folder``; a changed folder is read again.

    When one local file is not usable, none is, and a warning says why. ``problems_of`` gives the same reasons to ``relais doctor``.
    """
    return _offered(dated_files(folder, SUFFIX))


def problems_of(folder: Path | None) -> tuple[str, ...]:
    """Why the local types of this folder are not used; empty when they are."""
    try:
        _SHELF.local(local_files(folder, SUFFIX), national())
    except SheetRefused as refused:
        return refused.problems
    return ()


@lru_cache(maxsize=4)
def _offered(files: tuple[Dated, ...]) -> Mapping[str, Mail]:
    try:
        local = _SHELF.local([path for path, _ in files], national())
    except SheetRefused as refused:
        _log.warning("local types of letters received are not used: %s", " ".join(refused.problems))
        local = {}
    return _ordered({**national(), **local})


def _ordered(found: Mapping[str, Mail]) -> Mapping[str, Mail]:
    senders = list(SENDERS)
    return {mail.code: mail for mail in sorted(found.values(), key=lambda one: (senders.index(one.senders[0]), one.title))}
