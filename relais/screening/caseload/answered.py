"""What a chunk function gives for each household: its answers, written in the form of the output when asked."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from relais.law.answers.documents import Form


class Together(Protocol):
    """The answers of the households of a chunk that were answered together."""

    def tally(self, places: Sequence[int]) -> Mapping[tuple[str, str], int]:
        """(right, group) → how many of the households at these places."""
        ...


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

    @property
    def place(self) -> int:
        """Its place among those answered together."""
        ...

    @property
    def answers(self) -> Together:
        """Those answered together."""
        ...
