"""What a chunk function gives for each household: its answers, written in the form of the output when asked."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from relais.law.answers.documents import Form


class Answered(Protocol):
    """The answers of one household for one month."""

    @property
    def id(self) -> str:
        """The household."""
        ...

    @property
    def month(self) -> str:
        """2026-11."""
        ...

    def document(self) -> bytes:
        """All of it as JSON in UTF-8, on one line."""
        ...

    def each(self, form: Form) -> Sequence[str]:
        """What ``form`` makes of the line of each right."""
        ...

    def groups(self) -> Iterable[tuple[str, str]]:
        """The right and the group of each answer."""
        ...
