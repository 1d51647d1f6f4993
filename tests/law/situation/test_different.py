"""Rows that are equal are found equal, and no others, even when their digests are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.law.situation import different as module
from relais.law.situation.different import different

rows_of_three = st.lists(st.tuples(*[st.sampled_from([0, 1, 2, 1 << 40, 3 << 62, (1 << 64) - 1])] * 3), min_size=1, max_size=40)


def check(rows: list[tuple[int, ...]]) -> None:
    table = np.array(rows, dtype=np.uint64)
    firsts, ranks = different(table)
    assert (table[firsts][ranks] == table).all()
    assert len(firsts) == len(set(rows)) == len(set(ranks.tolist()))


@given(rows_of_three)
def test_each_row_finds_its_equals(rows):
    check(rows)


def test_one_row_and_rows_all_equal():
    check([(5, 6, 7)])
    check([(5, 6, 7)] * 9)


def test_two_rows_of_one_digest_stay_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_digests", lambda rows: np.zeros(len(rows), np.uint64))
    check([(1, 2, 3), (4, 5, 6), (1, 2, 3), (7, 8, 9)])
