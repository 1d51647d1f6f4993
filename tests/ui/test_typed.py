"""What people type for an amount or a date."""

from datetime import date
from decimal import Decimal

import pytest

from relais.ui.typed import read_amount, read_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1400", "1400"),
        ("1 400,50", "1400.50"),
        ("1\u202f400,50\u00a0€", "1400.50"),
        ("1.400", "1400"),
        ("1.400,5", "1400.5"),
        ("620.45", "620.45"),
        ("650+120", "770"),
        ("650 + 120,5 euros", "770.5"),
        ("0", "0"),
        ("٦٥٠", "650"),
    ],
)
def test_amounts_are_read_as_meant(typed: str, meant: str) -> None:
    assert read_amount(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "douze", "12,345", "1,2,3", "12+", "1e5", "1.40.0", "++"])
def test_what_is_no_amount_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="1\u202f400,50"):
        read_amount(typed)


def test_a_negative_or_huge_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="négatif"):
        read_amount("-620")
    with pytest.raises(ValueError, match="trop grand"):
        read_amount("14000000")


@pytest.mark.parametrize("typed", ["12/3/88", "12-03-1988", "12.03.1988", "12 3 1988", "12031988", "1988-03-12", " 12/03/1988 "])
def test_dates_are_read_as_meant(typed: str) -> None:
    assert read_date(typed, today=TODAY, birth=True) == date(1988, 3, 12)


def test_a_birth_year_of_two_figures_is_never_in_the_future() -> None:
    assert read_date("1/2/26", today=TODAY, birth=True) == date(2026, 2, 1)
    assert read_date("1/2/27", today=TODAY, birth=True) == date(1927, 2, 1)
    assert read_date("1/2/27", today=TODAY) == date(2027, 2, 1)


@pytest.mark.parametrize("typed", ["31/02/2020", "12/13/1988", "00/01/2000"])
def test_a_date_that_does_not_exist_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="n’existe pas"):
        read_date(typed, today=TODAY)


@pytest.mark.parametrize("typed", ["", "hier", "1988", "12/3", "1/1/1", "12/3/188"])
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="12/03/1988"):
        read_date(typed, today=TODAY)
