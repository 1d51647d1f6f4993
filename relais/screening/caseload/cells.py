"""Cells as a CSV writes them; those with nothing to quote, nearly all, without asking the module that knows how to."""

import csv
import io
import re
from collections.abc import Sequence

_TO_QUOTE = re.compile(r'["\r\n]')


def cells(values: Sequence[object], delimiter: str) -> str:
    """Two cells or more, without a line end."""
    text = delimiter.join(["" if value is None else str(value) for value in values])
    if text.count(delimiter) == len(values) - 1 and not _TO_QUOTE.search(text):
        return text
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerow(values)
    return written.getvalue().removesuffix("\r\n")
