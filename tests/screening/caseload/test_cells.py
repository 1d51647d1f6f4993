"""Cells are written as the csv module writes them."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from relais.screening.caseload.cells import cells

written = st.one_of(st.none(), st.floats(), st.integers(), st.text(alphabet=st.sampled_from("ab;,\"'\r\n\t é\x0b\u2028")))


@given(st.lists(written, min_size=2, max_size=6), st.sampled_from(";,"))
def test_cells_are_those_of_the_csv_module(values, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerow(values)
    assert cells(values, delimiter) + "\r\n" == text.getvalue()
