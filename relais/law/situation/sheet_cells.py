"""The cells of some rows of a sheet, by column: the different ones once each, and for each row which one it holds.

Rows of a text are cut all at once where they lie in memory: a cell is some words of eight bytes, and only those that differ become texts.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from relais.law.situation.block import Column
from relais.law.situation.different import different
from relais.law.situation.rows import AnyRow, TextRow

#: bytes of the longest cell that is compared in words; in a column that holds a longer one, cells are compared as texts.
_LONGEST = 32
_WORD = 8
#: for so many bytes of a word, those that are kept, the first bytes being the lowest.
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)


class Cells:
    """The cells of rows that are all ``width`` cells wide."""

    def __init__(self, count: int, width: int, laid: "_Bytes | list[object]") -> None:
        self._count, self._width, self._laid = count, width, laid

    @staticmethod
    def of_rows(rows: Sequence[AnyRow], width: int) -> "Cells":
        """The cells of any rows."""
        texts = [row for row in rows if isinstance(row, TextRow)]
        delimiters = {row.delimiter for row in texts}
        if len(texts) == len(rows) and len(delimiters) == 1:
            return Cells.of_texts([row.text for row in texts], delimiters.pop(), width)
        return Cells(len(rows), width, list(chain.from_iterable(row.cells for row in rows)))

    @staticmethod
    def of_texts(texts: Sequence[str], delimiter: str, width: int) -> "Cells":
        """The cells of lines of a text."""
        written = delimiter.join(texts)
        if "\0" in written or not texts:
            return Cells(len(texts), width, list(written.split(delimiter)))
        return Cells(len(texts), width, _Bytes(written.encode(), delimiter, width))

    def column(self, rank: int) -> tuple[Column, Sequence[object]]:
        """(rows,) ranks among the different cells of a column, and these; 1, 1.0 and True are three."""
        laid = self._laid
        return laid.column(rank) if isinstance(laid, _Bytes) else _coded(laid[rank :: self._width])

    def __len__(self) -> int:
        """How many rows."""
        return self._count


def _coded(column: Sequence[object]) -> tuple[Column, Sequence[object]]:
    one_kind = len({*map(type, column)}) == 1
    marks = column if one_kind else [(type(cell), cell) for cell in column]
    met: dict[object, int] = {mark: rank for rank, mark in enumerate(dict.fromkeys(marks))}
    codes = np.fromiter(map(met.__getitem__, marks), dtype=np.intp, count=len(column))
    return codes, list(met) if one_kind else [mark[1] for mark in met]  # type: ignore[index]  # pairs, then


class _Bytes:
    """Cells of a text in UTF-8 without a nil character."""

    def __init__(self, written: bytes, delimiter: str, width: int) -> None:
        self._written = written + delimiter.encode() + bytes(_LONGEST)
        ends = np.flatnonzero(np.frombuffer(self._written, np.uint8) == ord(delimiter)).reshape(-1, width)
        self._starts = np.concatenate([[0], ends.ravel()[:-1] + 1]).reshape(ends.shape).T
        self._sizes = ends.T - self._starts
        #: the word that begins at each byte
        self._words = np.ndarray((len(self._written) - _WORD + 1,), "<u8", self._written, strides=(1,))

    def column(self, rank: int) -> tuple[Column, Sequence[object]]:
        """As ``Cells.column``."""
        starts, sizes = self._starts[rank], self._sizes[rank]
        longest = int(sizes.max())
        if longest > _LONGEST:
            return _coded(self._texts(starts, sizes))
        told = np.flatnonzero(sizes)
        if not len(told):
            return np.zeros(len(sizes), np.intp), [""]
        if len(told) < len(sizes):
            codes = np.zeros(len(sizes), np.intp)
            firsts, ranks = self._different(starts[told], sizes[told], longest)
            codes[told] = ranks + 1
            return codes, ["", *self._texts(starts[told[firsts]], sizes[told[firsts]])]
        firsts, ranks = self._different(starts, sizes, longest)
        return ranks, self._texts(starts[firsts], sizes[firsts])

    def _different(self, starts: Column, sizes: Column, longest: int) -> tuple[Column, Column]:
        first = range(0, longest, _WORD)
        words = [self._words[starts + start] & _MASKS[np.clip(sizes - start, 0, _WORD)] for start in first]
        return different(np.stack(words, axis=1))

    def _texts(self, starts: Column, sizes: Column) -> list[str]:
        written = self._written
        return [written[start : start + size].decode() for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)]
