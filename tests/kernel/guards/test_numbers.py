"""Numbers that check themselves: one wrong figure and they are left alone."""

import pytest

from relais.kernel.guards.finding import Kind
from relais.kernel.guards.folding import Folded
from relais.kernel.guards.numbers import is_card, is_iban, is_luhn, is_nir, is_rib
from relais.kernel.guards.reading import findings


@pytest.mark.parametrize(
    "nir", ["2 85 05 59 350 123 89", "1 91 11 62 193 045 89", "1 85 05 2a 004 123 56", "185052b00412383", "2850559350123/89"]
)
def test_a_nir_whose_key_is_right(nir: str):
    assert is_nir(nir)


@pytest.mark.parametrize("nir", ["285055935012388", "2855559350123 38", "28505593501", "3 85 2A 59 350 123 50", "ab"])
def test_a_nir_whose_key_or_shape_is_wrong(nir: str):
    assert not is_nir(nir)


def test_iban_of_several_countries_and_a_wrong_one():
    assert is_iban("fr1420041010050500013m02606")
    assert is_iban("gb29 nwbk 6016 1331 9268 19")
    assert not is_iban("fr1420041010050500013m02607")
    assert not is_iban("fr14200410100505")


def test_rib_key():
    assert is_rib("20041", "01005", "0500013m026", "06")
    assert not is_rib("20041", "01005", "0500013m026", "07")


def test_cards_by_length_prefix_and_check_digit():
    assert is_luhn("4970101234567893")
    assert is_card("4970101234567893")
    assert not is_card("4970101234567894")
    assert not is_card("73282932000074")
    assert not is_card("0000000000000000")


def test_a_siret_of_sixteen_characters_is_no_card():
    assert findings("SIRET 4970 1012 3456 7893") == []


def test_a_folded_text_knows_where_it_comes_from():
    folded = Folded("É\u0301t\u200bé ﬁn")
    assert folded.text == "ete fn"
    assert [folded.origin(place) for place in range(len(folded.text) + 1)] == [0, 2, 4, 5, 6, 7, 8]


def test_kinds_have_one_severity_each():
    assert {kind for kind in Kind if kind.severity == "warn"} == {Kind.NIR, Kind.IBAN, Kind.DOOR_CODE, Kind.HEALTH, Kind.OPINION}
