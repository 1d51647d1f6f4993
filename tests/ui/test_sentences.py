"""The texts of law in the language of the page."""

from datetime import date

import pytest
from django.utils import translation

from relais.kernel.sentences import LongDay, Measure, Sentence, quoted
from relais.law.rights.catalogue import catalogue
from relais.ui.sentences import PERIODS, measured, said
from relais.ui.templatetags.relais_ui import dit


@pytest.fixture
def english():
    with translation.override("en"):
        yield


FRENCH = Sentence("La règle n’est connue que jusqu’au {day}.", day=date(2026, 11, 22))


def test_french_is_said_as_it_is() -> None:
    assert said(FRENCH) == FRENCH
    assert type(said(FRENCH)) is str


@pytest.mark.usefixtures("english")
def test_a_sentence_is_filled_again_in_english() -> None:
    assert said(FRENCH) == "The rule is known only up to 22\u00a0November 2026."
    compared = Sentence(
        "{label}\u00a0: {value}, limite {limit}",
        label=Sentence.of("Ressources sous le plafond"),
        value=Measure(1400.5, 1400.5, "€/mois"),
        limit=Measure(1000, 1200, "€/an"),
    )
    assert said(compared) == "Income below the limit: €1,401 / month, limit €1,000 to €1,200 / year"


@pytest.mark.usefixtures("english")
def test_words_of_ours_are_translated_and_what_was_typed_is_not() -> None:
    answers = (quoted("Oui"), quoted("Non, ou parent absent"))
    assert said(Sentence("Cette réponse n’est pas dans la liste\u00a0: {answers}.", answers=answers)) == (
        "This answer is not in the list: “Yes”, “No, or parent absent”."
    )
    assert said(Sentence("«\u00a0{entry}\u00a0»\u00a0: {why}", entry="Oui", why=Sentence("Répondez par oui ou par non."))) == (
        "“Oui”: Answer yes or no."
    )


@pytest.mark.usefixtures("english")
def test_a_text_without_english_stays_french() -> None:
    assert said("Aide écrite par une structure") == "Aide écrite par une structure"
    assert said("") == ""


@pytest.mark.usefixtures("english")
def test_numbers_of_a_sentence_follow_the_page() -> None:
    assert said(Sentence("L’âge va de 0 à {oldest} ans.", oldest=120)) == "The age goes from 0 to 120."
    assert said(Sentence("exactement {value}", value=1234.5)) == "exactly 1,234.50"


def test_a_measure_names_its_unit_once_in_french() -> None:
    assert measured(1000, 1200, "€/mois") == "1\u202f000 à 1\u202f200\u00a0€ / mois"
    assert measured(None, 1200, "€") == measured(float("nan"), 1, "") == ""


def test_every_unit_of_the_cards_is_known() -> None:
    units = {one.unit for card in catalogue().values() for one in card.conditions if one.unit}
    assert {unit.partition("/")[2] for unit in units} <= {"", *PERIODS} and len(units) >= 2


def test_the_filter_keeps_french_spaces_for_french(english: None) -> None:
    assert dit("CAF\u00a0: 3230") == "CAF: 3230"
    with translation.override("fr"):
        assert dit("Union européenne : DE") == "Union européenne\u00a0: DE"


@pytest.mark.usefixtures("english")
def test_a_day_of_a_clock_keeps_its_weekday_and_a_source_stays_french() -> None:
    day = LongDay(date(2026, 12, 7))
    assert str(day) == "lundi 7\u00a0décembre 2026"
    told = Sentence("La date d’envoi ({posted}) ne fait pas partir le délai\u00a0: seule la réception compte.", posted=day)
    assert said(told) == "The date of posting (Monday 7\u00a0December 2026) does not start the time limit: only receipt counts."
    source = Sentence("{source} (à vérifier)", source="CCH, article L. 825-2")
    assert said(Sentence("Délai franc devant le tribunal administratif ({source})\u00a0: la date sûre n’y compte pas.", source=source)) == (
        "“Délai franc” before the administrative court (CCH, article L. 825-2 (to check)): the safe date does not count on it."
    )
