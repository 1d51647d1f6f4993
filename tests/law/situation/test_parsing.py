"""What people type is understood, or refused with a sentence that helps."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relais.kernel.months import Month
from relais.law.situation.catalogue import facts
from relais.law.situation.days import read_birth, read_date
from relais.law.situation.facts import Kind
from relais.law.situation.parsing import is_value, parse, parse_cell, read_commune_code
from relais.law.situation.typed import REFUSED, UNKNOWN, AmbiguousPlaceError, Told, Typed, UnreadableError

MONTH = Month(2026, 11)


def read(code: str, text: str, **options: bool) -> Typed:
    return parse(facts()[code], text, month=MONTH, **options)


def refusal(code: str, text: str, **options: bool) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(code, text, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("1400", 1400.0),
        ("1 400,50", 1400.5),
        ("1\u00a0400,50", 1400.5),
        ("1\u202f400", 1400.0),
        ("1.400,50", 1400.5),
        ("1,400.50", 1400.5),
        ("1.400", 1400.0),
        ("1400.5", 1400.5),
        ("1400 €", 1400.0),
        ("1 400 euros par mois", 1400.0),
        ("650+120", 770.0),
        ("650 + 120,50 €", 770.5),
        ("0", 0.0),
        ("rien", 0.0),
        ("Néant", 0.0),
        ("1.400.000", 1_400_000.0),
    ],
)
def test_amounts(typed: str, euros: float) -> None:
    assert read("loyer", typed).value == euros


@pytest.mark.parametrize("typed", ["abc", "nan", "NaN", "inf", "1e9", "1.40.0", "+", "1+", "12 €€ 4x", "--5", "0x10", "٣", "1_000"])
def test_what_is_no_amount_is_refused_with_an_example(typed: str) -> None:
    assert "650+120" in refusal("loyer", typed)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("-50", "négatif"), ("− 50", "négatif"), ("-50+100", "négatif"), ("99999999", "trop grand"), ("9" * 190, "trop grand")],
)
def test_amounts_that_cannot_be(typed: str, word: str) -> None:
    assert word in refusal("loyer", typed)


def test_a_pasted_page_is_not_an_answer() -> None:
    assert "trop longue" in refusal("loyer", "1+" * 5000)


@pytest.mark.parametrize("code", list(facts()))
@pytest.mark.parametrize(
    ("typed", "state"),
    [("", UNKNOWN), ("  ", UNKNOWN), ("?", UNKNOWN), ("Ne sait pas", UNKNOWN), ("refus", REFUSED), ("Ne souhaite pas répondre", REFUSED)],
)
def test_every_fact_may_be_unknown_or_refused(code: str, typed: str, state: Typed) -> None:
    assert read(code, typed) == state


@pytest.mark.parametrize(
    ("typed", "day", "approximate"),
    [
        ("12/3/88", date(1988, 3, 12), False),
        ("12-03-1988", date(1988, 3, 12), False),
        ("12.3.88", date(1988, 3, 12), False),
        ("12 mars 1988", date(1988, 3, 12), False),
        ("12 MARS 88", date(1988, 3, 12), False),
        ("1er août 2001", date(2001, 8, 1), False),
        ("1988-03-12", date(1988, 3, 12), False),
        ("12031988", date(1988, 3, 12), False),
        ("12/3/26", date(2026, 3, 12), False),
        ("1/8/27", date(2027, 8, 1), False),
        ("1/9/27", date(1927, 9, 1), False),
        ("38 ans", date(1988, 5, 1), True),
        ("38", date(1988, 5, 1), True),
        ("38 years old", date(1988, 5, 1), True),
        ("6 months", date(2026, 5, 1), True),
        ("0", date(2026, 5, 1), True),
        ("6 mois", date(2026, 5, 1), True),
        ("mars 1988", date(1988, 3, 15), True),
        ("03/1988", date(1988, 3, 15), True),
        ("1988", date(1988, 7, 1), True),
    ],
)
def test_birth_dates_and_ages(typed: str, day: date, approximate: bool) -> None:
    assert read("naissance", typed) == Typed(Told.KNOWN, day, approximate)


@pytest.mark.parametrize("age", [0, 1, 17, 38, 99])
def test_an_age_gives_a_birth_date_of_that_age(age: int) -> None:
    born = read("naissance", str(age)).value
    assert isinstance(born, date)
    assert MONTH.months_since(Month.of(born)) // 12 == age


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2000", "Cette date n’existe pas\u00a0: février 2000 a 29 jours."),
        ("31/4/88", "avril 1988 a 30 jours"),
        ("00/01/2000", "janvier 2000 a 31 jours"),
        ("12/13/2000", "il n’y a pas de mois 13"),
        ("2000-13-01", "il n’y a pas de mois 13"),
        ("1/9/2027", "plus de neuf mois"),
        ("12/03/1850", "1850"),
        ("12/03/1901", "plus de 120 ans"),
        ("121", "120"),
        ("12/03", "ne se lit pas"),
        ("hier", "ne se lit pas"),
        ("12 jui 88", "ne se lit pas"),
        ("1/2/3/4", "ne se lit pas"),
    ],
)
def test_dates_that_cannot_be(typed: str, said: str) -> None:
    assert said in refusal("naissance", typed)


def test_an_expected_birth_is_ahead_by_nine_months_at_most() -> None:
    assert read("naissance_prevue", "12/3/27").value == date(2027, 3, 12)
    assert "neuf mois" in refusal("naissance_prevue", "12/3/28")


CHANGED_IN_AUGUST = (1400.0,) * 9 + (900.0,) * 4


@pytest.mark.parametrize(
    "typed",
    [
        "900 depuis 2026-08, avant 1400",
        "900 depuis août 2026, avant 1 400,00 €",
        "900 depuis août, 1400 avant",
        "avant 1400, 900 depuis 08/2026",
        "Avant 1400, puis 900 depuis août",
        "1400 puis 900 depuis août 2026",
        "1400 jusqu’en juillet 2026 puis 900",
        "1400 jusqu'à juillet, puis 900",
        "2025-11: 1400; 2026-08: 900",
        "2025-11 = 1400 ; 2026-08 = 900",
    ],
)
def test_an_income_that_changed(typed: str) -> None:
    assert read("salaire", typed).value == CHANGED_IN_AUGUST


def test_one_figure_is_each_month_and_steps_follow_each_other() -> None:
    assert read("salaire", "1 400,50").value == (1400.5,) * 13
    assert read("salaire", "1400 puis 900 depuis mai puis 0 depuis octobre 2026").value == (1400.0,) * 6 + (900.0,) * 5 + (0.0,) * 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("900 depuis août", "Et avant"),
        ("1400 puis 900", "Depuis quel mois"),
        ("1400 puis 900 depuis septembre puis 0 depuis août", "Depuis quel mois"),
        ("1400 puis 900 depuis 2027-01", "après le mois examiné"),
        ("1400 puis 900 depuis demain", "demain"),
        ("1400 puis -9 depuis août", "négatif"),
        ("2026-08: 900; 2026-08: 950", "une fois"),
        ("2026-13: 900", "ne se lit pas"),
    ],
)
def test_changes_that_cannot_be_read(typed: str, said: str) -> None:
    assert said in refusal("salaire", typed)


@pytest.mark.parametrize(("typed", "value"), [("oui", True), ("O", True), ("1", True), ("non", False), ("N", False), ("0", False)])
def test_flags(typed: str, value: bool) -> None:
    assert read("enceinte", typed).value is value
    assert "oui ou par non" in refusal("enceinte", "peut-être")


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("nationalite", "FR", "FR"),
        ("nationalite", "française", "FR"),
        ("nationalite", "hors", "hors_UE"),
        ("statut_couple", "Marie", "mariage"),
        ("logement", "locataire HLM", "locataire_hlm"),
        ("logement", "heberge", "heberge"),
        ("logement", "propriétaire", "proprietaire"),
        ("aeeh_complement", "1", "c1"),
    ],
)
def test_choices_by_code_label_or_beginning(code: str, typed: str, value: str) -> None:
    assert read(code, typed).value == value


def test_a_choice_refused_says_the_list() -> None:
    assert "« Locataire HLM »".replace(" ", "\u00a0", 1) in refusal("logement", "locataire").replace("HLM\u00a0»", "HLM »")
    assert "Plusieurs" in refusal("logement", "locataire")
    assert "Union européenne" in refusal("nationalite", "martienne")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("roub", "59512"),
        ("59100", "59512"),
        ("59512", "59512"),
        ("saint-denis 93", "93066"),
        ("Lille", "59350"),
        ("75011", "75111"),
        ("Paris", "75056"),
    ],
)
def test_places(typed: str, code: str) -> None:
    assert read("commune", typed).value == code


def test_several_communes_give_a_short_list() -> None:
    with pytest.raises(AmbiguousPlaceError, match="Saint-Denis") as caught:
        read("commune", "saint denis")
    assert 2 <= len(caught.value.candidates) <= 8
    assert {place.code for place in caught.value.candidates} >= {"93066", "97411"}


def test_files_do_not_guess_a_commune() -> None:
    assert read("commune", "Roubaix", guess=False).value == "59512"
    assert read("commune", "Roubaix 59100", guess=False).value == "59512"
    assert "Roubia" in refusal("commune", "roub", guess=False)
    assert "Bousignies" in refusal("commune", "59100", guess=False), "59100 is also an INSEE code"
    assert "inconnue" in refusal("commune", "Zzyzx")


def test_an_insee_code_is_exact() -> None:
    assert read_commune_code("1001") == "01001"
    assert read_commune_code(" 2a004 ") == "2A004"
    with pytest.raises(UnreadableError, match="99999"):
        read_commune_code("99999")


@pytest.mark.parametrize(
    ("code", "cell", "value"),
    [
        ("loyer", 620, 620.0),
        ("loyer", 620.456, 620.46),
        ("loyer", "1 400,50", 1400.5),
        ("salaire", 1400.0, (1400.0,) * 13),
        ("naissance", datetime(1988, 3, 12, tzinfo=UTC), date(1988, 3, 12)),
        ("naissance", date(1988, 3, 12), date(1988, 3, 12)),
        ("naissance", 38.0, date(1988, 5, 1)),
        ("naissance", 1988, date(1988, 7, 1)),
        ("enceinte", True, True),
        ("enceinte", 1.0, True),
        ("parts", 2.5, 2.5),
        ("parts", 2.0, 2.0),
        ("aeeh_complement", 2.0, "c2"),
        ("commune", 59512, "59512"),
        ("commune", 1001.0, "01001"),
        ("loyer", None, None),
    ],
)
def test_cells_of_sheets(code: str, cell: object, value: object) -> None:
    assert parse_cell(facts()[code], cell, month=MONTH).value == value


@pytest.mark.parametrize(
    ("code", "cell", "said"),
    [
        ("loyer", float("nan"), "pas un nombre"),
        ("salaire", float("inf"), "trop grand"),
        ("loyer", -1, "négatif"),
        ("parts", float("nan"), "ne se lit pas"),
        ("naissance", datetime(2031, 1, 1, tzinfo=UTC), "neuf mois"),
        ("loyer", True, "ne se lit pas"),
        ("enceinte", 2, "oui ou par non"),
        ("commune", float("inf"), "inconnue"),
        ("loyer", datetime(2026, 1, 1, tzinfo=UTC), "ne se lit pas"),
    ],
)
def test_cells_that_cannot_be(code: str, cell: object, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        parse_cell(facts()[code], cell, month=MONTH)


@settings(deadline=None)
@given(code=st.sampled_from(list(facts())), text=st.text(max_size=30) | st.text(alphabet="0123456789,. +-/€ansmoidepuvr:;", max_size=30))
def test_whatever_is_typed_is_read_or_refused(code: str, text: str) -> None:
    try:
        told = read(code, text)
    except UnreadableError as error:
        assert str(error).endswith((".", "»")) and len(str(error)) < 600
    else:
        assert (told.state is Told.KNOWN) == (told.value is not None)
        assert told.value is None or is_value(facts()[code], told.value)


@settings(deadline=None)
@given(amount=st.floats(0, 9_999_999).map(lambda value: round(value, 2)))
def test_amounts_written_in_french_are_read_back(amount: float) -> None:
    written = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")
    assert read("loyer", written).value == pytest.approx(amount)


def test_is_value_by_kind() -> None:
    good = {Kind.MONEY: 1.0, Kind.NUMBER: 2, Kind.MONTHLY: (0.0,) * 13, Kind.FLAG: True, Kind.DATE: date(2000, 1, 1), Kind.PLACE: "59512"}
    for fact in facts().values():
        value = good.get(fact.kind, next(iter(fact.choices), None))
        assert is_value(fact, value)
        assert not is_value(fact, (1.0,))
        assert not is_value(fact, float("nan"))


def test_only_a_birth_may_be_told_by_an_age() -> None:
    with pytest.raises(UnreadableError) as birth:
        read_birth("avant-hier", month=Month(2026, 11))
    with pytest.raises(UnreadableError) as day:
        read_date("avant-hier", latest=date(2026, 11, 22))
    assert "l’âge" in str(birth.value)
    assert "l’âge" not in str(day.value)
