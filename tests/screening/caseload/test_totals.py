"""Small numbers are hidden, and cannot be had by subtraction."""

from relais.screening.caseload.totals import Totals, masked


def test_a_small_count_hides_a_second_one() -> None:
    assert masked({"a_demander": 3, "a_verifier": 40, "sans_doute_non": 57}) == {
        "a_demander": "moins de 11",
        "a_verifier": "masqué",
        "sans_doute_non": "57",
    }


def test_two_small_counts_are_enough() -> None:
    assert masked({"a_demander": 3, "a_verifier": 4, "sans_doute_non": 93}) == {
        "a_demander": "moins de 11",
        "a_verifier": "moins de 11",
        "sans_doute_non": "93",
    }


def test_large_counts_are_shown() -> None:
    assert masked({"a_demander": 11, "a_verifier": 89}) == {"a_demander": "11", "a_verifier": "89"}


def test_the_table_of_a_small_file_says_nothing() -> None:
    assert Totals(10, {("rsa", "a_demander"): 10}).table() == ["  Totaux non montrés : moins de 11 foyers."]


def test_the_table_has_a_line_a_right_and_a_column_a_group() -> None:
    header, line = Totals(40, {("rsa", "a_demander"): 28, ("rsa", "a_verifier"): 12}).table()
    assert header.split() == ["à", "demander", "à", "vérifier", "sans", "doute", "non", "on", "ne", "sait", "pas"]
    assert line.split() == ["rsa", "28", "12", "0", "0"]
