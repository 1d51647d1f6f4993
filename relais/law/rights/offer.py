"""The rights offered by an instance: the national catalogue, then the local rights of its structures."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.rights.local import load_local
from relais.law.rights.reading import SheetRefused

_log = logging.getLogger(__name__)


def offer(folder: Path | None) -> Mapping[str, Card]:
    """Rights by code: the catalogue, then the ``*.yaml`` of ``folder`` (no folder, no local right).

    A changed folder is read again. When one file is not usable none is added and a warning says why: the national rights are
    still answered. ``local_problems`` gives the same reasons to ``relais doctor``.
    """
    return _offered(_sheets(folder))


def local_problems(folder: Path | None) -> tuple[str, ...]:
    """Why the local rights of this folder are not offered; empty when they are."""
    try:
        load_local([path for path, _ in _sheets(folder)])
    except SheetRefused as refused:
        return tuple(refused.problems)
    return ()


def _sheets(folder: Path | None) -> tuple[tuple[Path, int], ...]:
    """Files and their dates: what tells that a folder changed."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple((path, path.stat().st_mtime_ns) for path in sheets(folder))


def sheets(folder: Path) -> list[Path]:
    """The files that tell a local right, in order: those an editor hides beside them («.#aide.yaml») are not."""
    return sorted(path for path in folder.glob("*.yaml") if path.is_file() and not path.name.startswith("."))


@lru_cache(maxsize=4)
def _offered(sheets: tuple[tuple[Path, int], ...]) -> Mapping[str, Card]:
    try:
        local = load_local([path for path, _ in sheets])
    except SheetRefused as refused:
        _log.warning("local rights are not offered: %s", " ".join(refused.problems))
        local = []
    return {**catalogue(), **{card.code: card for card in local}}
