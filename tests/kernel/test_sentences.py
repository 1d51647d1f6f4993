"""A sentence is a French text that remembers how it was made."""

import json
import pickle
from dataclasses import asdict, dataclass
from datetime import date

import pytest

from relais.kernel.sentences import Measure, Sentence, blanks, filled, quoted


def test_it_is_a_french_text_for_whoever_needs_nothing_more() -> None:
    said = Sentence("La règle n’est connue que jusqu’au {day}.", day=date(2026, 11, 22))
    assert said == "La règle n’est connue que jusqu’au 22/11/2026."
    assert json.dumps([said], ensure_ascii=False) == '["La règle n’est connue que jusqu’au 22/11/2026."]'


def test_it_remembers_its_template_and_its_values() -> None:
    said = Sentence("{label} : {value}", label=Sentence.of("Loyer"), value=Measure(1000, 1400.4, "€/mois"))
    assert said == "Loyer : 1\u202f000 à 1\u202f400\u00a0€/mois"
    assert said.template == "{label} : {value}"
    assert said.values["value"] == Measure(1000, 1400.4, "€/mois")
    with pytest.raises(TypeError):
        said.values["label"] = "Autre"  # type: ignore[index]


def test_one_figure_is_written_once() -> None:
    assert str(Measure(7, 7.3)) == "7"


def test_a_list_is_joined() -> None:
    assert Sentence("L’un de : {answers}.", answers=(quoted("Oui"), quoted("Non"))) == "L’un de : «\u00a0Oui\u00a0», «\u00a0Non\u00a0»."


def test_a_blank_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        Sentence("{a} et {b}", a="un")


def test_braces_of_a_text_of_data_are_no_blanks() -> None:
    assert Sentence.of('un âge s’écrit {"age": 38} ou {age}') == 'un âge s’écrit {"age": 38} ou {age}'


def test_a_sentence_stays_itself_when_taken_for_a_text() -> None:
    said = Sentence("Âge : {bound} ans", bound=Sentence("au plus {value}", value="25"))
    assert Sentence.of(said) is said


def test_it_survives_a_worker_and_a_copy() -> None:
    said = Sentence("«{entry}» : {why}", entry="x", why=Sentence("Répondez par oui ou par non."))
    for again in (pickle.loads(pickle.dumps(said)), asdict(_Box(said))["text"]):
        assert (again, again.template, again.values["why"].template) == (said, said.template, "Répondez par oui ou par non.")


def test_blanks_are_named_and_filled() -> None:
    assert blanks("{a} et {b_2}, { c }") == {"a", "b_2"}
    assert filled("{a}{a}", {"a": 2}, str) == "22"


@dataclass
class _Box:
    text: Sentence
