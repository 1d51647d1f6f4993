"""Rules of money, budgets and sheets: what always holds, and cases done by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relais.aids.rules import money
from relais.aids.rules.budget import CAF, HEADS, OECD, Budget, classes, computed, parts, units
from relais.aids.rules.guard import naming
from relais.aids.rules.sheet import Sheet, budget_text, read_budget, read_sheet, sheet_text

#: a machine that does other things meanwhile draws slowly, and proves as much.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
AGES = st.lists(st.integers(0, 110), max_size=8).map(tuple)
LINES = st.dictionaries(st.sampled_from(["loyer", "autres", "salaires"]), st.integers(0, 10_000_000))
BUDGETS = st.builds(
    Budget,
    adults=st.lists(st.integers(18, 110), min_size=1, max_size=4).map(tuple),
    children=AGES,
    resources=LINES,
    charges=LINES,
    scale=st.sampled_from([OECD, CAF, HEADS]),
    days=st.integers(28, 31),
)


@PATIENT
@given(amount=st.integers(1, 10_000_000), count=st.integers(1, money.LONGEST), first=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_schedule_sums_to_the_amount_and_follows_the_months(amount: int, count: int, first: date) -> None:
    if amount < count:
        with pytest.raises(ValueError, match="parts"):
            money.schedule(amount=amount, count=count, first=first)
        return
    rows = money.schedule(amount=amount, count=count, first=first)
    assert sum(row.amount for row in rows) == amount
    assert max(row.amount for row in rows) - min(row.amount for row in rows) <= 1
    assert [row.rank for row in rows] == list(range(1, count + 1))
    months = [row.on.year * 12 + row.on.month for row in rows]
    assert months == list(range(months[0], months[0] + count)), "one each month, none left out"
    assert all(row.on.day <= first.day for row in rows)


@PATIENT
@given(asked=st.integers(1, 10**7), amount=st.integers(0, 10**7), ceiling=st.none() | st.integers(1, 10**7))
def test_what_is_granted_never_passes_what_is_asked_nor_the_ceiling(asked: int, amount: int, ceiling: int | None) -> None:
    for outcome in (money.GRANTED, money.PARTLY, money.REFUSED, money.POSTPONED):
        if money.may_grant(outcome=outcome, amount=amount, asked=asked, ceiling=ceiling):
            assert amount <= asked
            assert ceiling is None or amount <= ceiling or not amount
            assert bool(amount) == (outcome in {money.GRANTED, money.PARTLY})


@PATIENT
@given(granted=st.integers(0, 10**7), amounts=st.lists(st.integers(-5, 10**6), max_size=12))
def test_payments_never_pass_what_was_granted(granted: int, amounts: list[int]) -> None:
    engaged = 0
    for amount in amounts:
        if money.may_engage(amount=amount, granted=granted, engaged=engaged):
            engaged += amount
    assert 0 <= engaged <= granted


@PATIENT
@given(envelope=st.integers(0, 10**7), amounts=st.lists(st.integers(1, 10**6), max_size=12))
def test_a_strict_envelope_is_never_passed(envelope: int, amounts: list[int]) -> None:
    consumed = 0
    for amount in amounts:
        if money.fits(amount=amount, envelope=envelope, consumed=consumed, strict=True):
            consumed += amount
    assert consumed <= envelope


@PATIENT
@given(told=BUDGETS)
def test_a_budget_is_computed_to_the_centime_and_kept_as_it_was_told(told: Budget) -> None:
    found = computed(told)
    assert found.left == sum(told.resources.values()) - sum(told.charges.values())
    assert abs(Fraction(found.left, told.days) / found.units - found.daily) <= Fraction(1, 2)
    assert abs(Fraction(found.resources) / found.parts - found.quotient) <= Fraction(1, 2)
    assert found.units >= 1
    assert read_budget(budget_text(told)) == told
    sheet = Sheet("2026-0001", "Énergie", "tiers", told, 100, "Coupure", None, "Payer")
    assert read_sheet(sheet_text(sheet)) == sheet
    assert sum(sheet.ages.values()) == told.persons


def test_units_and_parts_done_by_hand() -> None:
    assert units(adults=(34, 36), children=(4, 14), scale=OECD) == Fraction(23, 10)
    assert units(adults=(34,), children=(), scale=OECD) == 1
    assert units(adults=(34, 36), children=(4, 14), scale=HEADS) == 4
    assert [parts(children=number) for number in range(5)] == [2, Fraction(5, 2), 3, 4, Fraction(9, 2)]
    assert parts(children=0, adults=3) == Fraction(5, 2)
    told = Budget((34,), (4, 9), {"salaires": 95_000, "familiales": 34_200}, {"loyer": 52_000, "energie": 11_050})
    found = computed(told)
    assert (found.left, found.units, found.daily) == (66_150, Fraction(16, 10), 1_378)
    assert (found.parts, found.quotient) == (3, 43_067)
    assert classes((34, 4, 9, 13)) == {"0 à 5 ans": 1, "6 à 13 ans": 2, "25 à 59 ans": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mme Bakri élève seule ses enfants", ["Bakri"]),
        ("INÈS a perdu son emploi", ["INÈS"]),
        ("née le 12/03/1988, suivie depuis", ["12/03/1988"]),
        ("joignable au 06 12 34 56 78", ["06 12 34 56 78"]),
        ("habite 12 bis rue des Lilas", ["12 bis rue"]),
        ("écrire à ines@exemple.fr", ["ines@exemple.fr"]),
        ("Coupure annoncée, deux enfants, 320,50 € dus", []),
        ("Son voisin M. Duval l’aide", ["Duval"]),
    ],
)
def test_what_may_name_her_is_told(text: str, found: list[str]) -> None:
    told = naming(text, names=("Inès", "Bakri"))
    assert all(any(one in passage for passage in told) for one in found)
    assert bool(told) == bool(found)


def test_each_refusal_says_why() -> None:
    assert "commission" in money.may_decide_alone(amount=1, up_to=0).reason
    assert "inscrivez" in money.may_decide_alone(amount=10, up_to=9).reason
    assert money.may_decide_alone(amount=9, up_to=9)
    assert "Dépasser" in money.fits(amount=2, envelope=1, consumed=0, strict=False).reason
    assert money.fits(amount=2, envelope=None, consumed=0, strict=True)
    assert money.still_due([(100, True), (50, False)]) == 50
