"""Two halves give the key back; one alone, a slip of the pen or a stranger's half does not."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.foundation.vault.halves import Half, WrongHalf, join, split

KEY = bytes(range(32))


@given(key=st.binary(min_size=32, max_size=32))
def test_both_halves_give_the_key_back_however_they_are_typed(key: bytes):
    one, two = split("0a1b2c3d", key)
    typed = one.printed().lower().replace(" ", "-")
    assert join(Half.read(two.printed()), Half.read(typed)) == ("0a1b2c3d", key)


def test_one_half_says_nothing_of_the_key():
    one, two = split("0a1b2c3d", KEY)
    assert KEY not in (one.share, two.share)
    assert split("0a1b2c3d", KEY)[0].share != one.share


@pytest.mark.parametrize("place", [0, 3, 20, 60])
def test_a_wrong_letter_shows(place: int):
    printed = split("0a1b2c3d", KEY)[0].printed().replace(" ", "").replace("\n", "")
    wrong = printed[:place] + ("B" if printed[place] != "B" else "C") + printed[place + 1 :]
    with pytest.raises(WrongHalf):
        Half.read(wrong)


@pytest.mark.parametrize("typed", ["", "bonjour", "A" * 72, "é" * 72])
def test_what_is_no_half_is_refused(typed: str):
    with pytest.raises(WrongHalf):
        Half.read(typed)


def test_the_same_half_twice_and_halves_of_two_pairs_are_refused():
    one, two = split("0a1b2c3d", KEY)
    other, _ = split("0a1b2c3d", os.urandom(32))
    with pytest.raises(WrongHalf, match="deux fois"):
        join(one, one)
    with pytest.raises(WrongHalf, match="ne vont pas ensemble"):
        join(other, two)
    again, _ = split("0a1b2c3d", KEY)
    with pytest.raises(WrongHalf, match="ne vont pas ensemble"):
        join(again, two)
