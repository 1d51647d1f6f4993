"""French spaces, amounts and dates, as people read them."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.ui.typography import (
    brief_date,
    euros,
    euros_range,
    french,
    french_markup,
    hour,
    long_date,
    month_and_year,
    number,
    relative,
    short_date,
)

N, B = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Pourquoi ?", f"Pourquoi{N}?"),
        ("Pourquoi?", f"Pourquoi{N}?"),
        ("Attention ! Voici : un point ; deux", f"Attention{N}! Voici{B}: un point{N}; deux"),
        ("« sans doute non »", f"«{B}sans doute non{B}»"),
        ("«à vérifier»", f"«{B}à vérifier{B}»"),
        ("l'aide d'urgence...", "l’aide d’urgence…"),
        ("12 345 € et 20 %", f"12{N}345{B}€ et 20{B}%"),
        ("M. Roux et Mme Petit, n° 12", f"M.{B}Roux et Mme{B}Petit, n°{B}12"),
        ("à 12:30, voir https://exemple.fr/a?b=c", "à 12:30, voir https://exemple.fr/a?b=c"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("en 2027 450 personnes", "en 2027 450 personnes"),
        ("1 234 567 habitants", f"1{N}234{N}567 habitants"),
    ],
)
def test_french_text_gets_its_spaces(typed: str, printed: str) -> None:
    assert french(typed) == printed


def test_html_keeps_its_tags_and_entities() -> None:
    assert (
        french_markup('<a href="/x?a=1 ; b" title="Quoi ?">Quoi ?</a> &amp; suite')
        == f'<a href="/x?a=1 ; b" title="Quoi ?">Quoi{N}?</a> &amp; suite'
    )


@given(st.text(alphabet="aé1 ':;!?«».€%\u00a0\u202f", max_size=40))
def test_a_second_passage_changes_nothing(text: str) -> None:
    assert french(french(text)) == french(text)


@given(st.text(alphabet="abcé0123 :;!?«»€%", max_size=40))
def test_only_spaces_change(text: str) -> None:
    def bare(words: str) -> str:
        return words.replace(" ", "").replace(N, "").replace(B, "")

    assert bare(french(text)) == bare(text)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1234, f"1{N}234{B}€"),
        (1234.56, f"1{N}234,56{B}€"),
        (Decimal("1234.5"), f"1{N}234,50{B}€"),
        ("650", f"650{B}€"),
        (0, f"0{B}€"),
        (-120, f"\u2212120{B}€"),
        (2.675, f"2,68{B}€"),
        (999.999, f"1{N}000{B}€"),
        (-0.001, f"0{B}€"),
    ],
)
def test_an_amount_is_written_as_on_a_statement(value: object, printed: str) -> None:
    assert euros(value) == printed


def test_an_amount_in_english() -> None:
    assert euros(-1234.5, language="en") == "\u2212€1,234.50"
    assert euros_range(120, 180.2, language="en-gb") == "between €120 and €180"


def test_an_amount_rounded_to_the_euro() -> None:
    assert euros(182.5, decimals=0) == f"183{B}€"
    assert number(0.256, decimals=1) == "0,3"


def test_a_range_that_is_one_euro_is_one_amount() -> None:
    assert euros_range(119.6, 120.4) == f"120{B}€"
    assert euros_range(120, 180) == f"entre 120{B}€ et 180{B}€"


@pytest.mark.parametrize("wrong", ["douze", float("nan"), float("inf"), object()])
def test_what_is_not_an_amount_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        euros(wrong)


def test_a_date_says_its_weekday() -> None:
    assert long_date(date(2027, 1, 15)) == f"vendredi 15{B}janvier 2027"
    assert long_date(date(2027, 1, 1)) == f"vendredi 1er{B}janvier 2027"
    assert long_date(date(2027, 1, 15), language="en") == f"Friday 15{B}January 2027"
    assert short_date(date(2027, 8, 1)) == f"1er{B}août 2027"
    assert [brief_date(date(2026, month, 1)) for month in (2, 7, 11)] == [f"dim. 1er{B}févr.", f"mer. 1er{B}juill.", f"dim. 1er{B}nov."]
    assert brief_date(date(2026, 11, 23), language="en") == f"Mon 23{B}Nov"
    assert month_and_year(2027, 2) == "février 2027"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "aujourd’hui"),
        (date(2026, 11, 23), "demain"),
        (date(2026, 11, 21), "hier"),
        (date(2026, 11, 25), f"dans 3{B}jours"),
        (date(2026, 11, 20), f"il y a 2{B}jours"),
        (date(2026, 12, 7), f"dans 2{B}semaines"),
        (date(2027, 2, 22), f"dans 3{B}mois"),
        (date(2028, 12, 1), f"dans 2{B}ans"),
        (date(2024, 11, 1), f"il y a 2{B}ans"),
    ],
)
def test_a_distance_is_said_as_people_say_it(day: date, words: str) -> None:
    assert relative(day, today=date(2026, 11, 22)) == words


def test_a_distance_in_english() -> None:
    today = date(2026, 11, 22)
    assert relative(date(2026, 11, 25), today=today, language="en") == f"in 3{B}days"
    assert relative(date(2026, 11, 15), today=today, language="en") == f"7{B}days ago"


def test_an_hour_in_a_sentence_is_said_and_not_read_from_a_clock() -> None:
    assert [hour(time(9, 30)), hour(time(14)), hour(time(0, 5))] == [f"9{B}h{B}30", f"14{B}h", f"0{B}h{B}05"]
    assert [hour(time(9, 30), language="en"), hour(time(14), language="en")] == ["9:30", "14:00"]
