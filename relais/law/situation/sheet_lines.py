"""Households of a text as its lines, in columns: what is sent from the process that cuts a file to those that read it.

A line is an object nowhere: a chunk of a thousand households is a few lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import overload

from relais.law.situation.cases import RawCase
from relais.law.situation.header import Header
from relais.law.situation.rows import AnyRow, Group, SheetCase, TextRow


@dataclass(frozen=True, slots=True)
class SheetLines(Sequence[SheetCase]):
    """N households told by lines of text alone, as many as ``counts`` says for each. A sequence of cases, each made when it is asked for.

    ``numbers`` and ``texts``: of all the lines, end to end. ``again``: the households whose id was met higher in the file.
    """

    header: Header
    delimiter: str
    positions: Sequence[int]
    ids: Sequence[str]
    counts: Sequence[int]
    again: Sequence[bool]
    numbers: Sequence[int]
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, rank: int) -> SheetCase: ...
    @overload
    def __getitem__(self, rank: slice) -> Sequence[SheetCase]: ...
    def __getitem__(self, rank: int | slice) -> SheetCase | Sequence[SheetCase]:
        if isinstance(rank, slice):
            return [self[one] for one in range(len(self))[rank]]
        rank = range(len(self))[rank]
        start = sum(self.counts[:rank])
        told = range(start, start + self.counts[rank])
        rows: list[AnyRow] = [TextRow(self.numbers[line], self.texts[line], self.delimiter) for line in told]
        return SheetCase(self.positions[rank], Group(self.ids[rank], rows, count=len(rows)), self.header, self.again[rank])

    def starts(self) -> Sequence[int]:
        """Where the lines of each household begin."""
        return list(accumulate(self.counts[:-1], initial=0))


def in_lines(cases: Sequence[RawCase]) -> Sequence[RawCase]:
    """The same cases, as lines when all of them are nothing else and bear one header."""
    sheets = [case for case in cases if isinstance(case, SheetCase)]
    if not cases or len(sheets) < len(cases) or any(case.header is not sheets[0].header for case in sheets):
        return cases
    rows = list(chain.from_iterable(case.group.rows for case in sheets))
    texts = [row for row in rows if isinstance(row, TextRow)]
    plain = not any(case.group.orphans for case in sheets) and sum(case.group.count for case in sheets) == len(texts)
    if not plain or len({row.delimiter for row in texts}) != 1:
        return cases
    return SheetLines(
        sheets[0].header,
        texts[0].delimiter,
        [case.position for case in sheets],
        [case.group.id for case in sheets],
        [case.group.count for case in sheets],
        [case.again for case in sheets],
        [row.line for row in texts],
        [row.text for row in texts],
    )
