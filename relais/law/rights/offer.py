"""The rights offered by an instance: the national catalogue, then the local rights of its structures."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.rights.local import load_local
from relais.law.rights.reading import SheetRefused

_log = logging.getLogger(__name__)
#: how the file of a local right ends.
SUFFIX = ".yaml"


def offer(folder: Path | None) -> Mapping[str, Card]:
    """Rights by code: the catalogue, then the ``*.yaml`` of ``folder`` (no folder, no local right).

    A changed folder is read again. When one file is not usable none is added and a warning says why: the national rights are
    still answered. ``local_problems`` gives the same reasons to ``relais doctor``.
    """
    return _offered(dated_files(folder, SUFFIX))


def local_problems(folder: Path | None) -> tuple[str, ...]:
    """Why the local rights of this folder are not offered; empty when they are."""
    try:
        load_local(local_files(folder, SUFFIX))
    except SheetRefused as refused:
        return tuple(refused.problems)
    return ()


@lru_cache(maxsize=4)
def _offered(sheets: tuple[Dated, ...]) -> Mapping[str, Card]:
    try:
        local = load_local([path for path, _ in sheets])
    except SheetRefused as refused:
        _log.warning("local rights are not offered: %s", " ".join(refused.problems))
        local = []
    return {**catalogue(), **{card.code: card for card in local}}
