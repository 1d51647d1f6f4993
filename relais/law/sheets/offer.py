"""What an instance offers of one kind of text: the national ones, then those that its structures added or corrected (``shelf``)."""

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.rights.reading import SheetRefused
from relais.law.sheets.shelf import SUFFIX, Shelf, Text

T = TypeVar("T", bound=Text)
_log = logging.getLogger(__name__)
#: folders remembered, each as it stood.
_FOLDERS = 4


class Offer(Generic[T]):
    """The texts of a shelf in the order of the screen. ``key``: what they are sorted by; ``called``: what the log names them."""

    def __init__(self, shelf: Shelf[T], *, key: Callable[[T], tuple[int, str]], called: str) -> None:
        self._shelf, self._key, self._called = shelf, key, called
        self._read = lru_cache(maxsize=1)(lambda: self._ordered(shelf.national()))
        self._with_local = lru_cache(maxsize=_FOLDERS)(self._whole)

    def national(self) -> Mapping[str, T]:
        """The texts of the repository by code; SheetRefused when one is not usable."""
        return self._read()

    def offered(self, folder: Path | None) -> Mapping[str, T]:
        """Texts by code: the national ones, then the ``*.yaml`` of ``folder``; a changed folder is read again.

        When one local file is not usable, none is, and a warning says why. ``problems_of`` gives the same reasons to ``relais doctor``.
        """
        return self._with_local(dated_files(folder, SUFFIX))

    def problems_of(self, folder: Path | None) -> tuple[str, ...]:
        """Why the local texts of this folder are not used; empty when they are."""
        try:
            self._shelf.local(local_files(folder, SUFFIX), self.national())
        except SheetRefused as refused:
            return refused.problems
        return ()

    def _whole(self, files: tuple[Dated, ...]) -> Mapping[str, T]:
        try:
            local = self._shelf.local([path for path, _ in files], self.national())
        except SheetRefused as refused:
            _log.warning("local %s are not used: %s", self._called, " ".join(refused.problems))
            local = {}
        return self._ordered({**self.national(), **local})

    def _ordered(self, found: Mapping[str, T]) -> Mapping[str, T]:
        return {one.code: one for one in sorted(found.values(), key=self._key)}
