"""The catalogue of rights: complete sheets only, refused with the file and the key."""

import re
from pathlib import Path

import pytest
import yaml

from relais.kernel.readability import PERSON_TARGET, kandel_moles
from relais.law.rights import catalogue as module
from relais.law.rights.catalogue import FAMILIES, catalogue, order_of, read_card
from relais.law.rights.reading import SheetRefused
from relais.law.situation.catalogue import facts

CODES = sorted(catalogue())
SOURCE = Path(module.__file__).parent / "rsa" / "card.yaml"


def _sheet(tmp_path: Path, **changes: object) -> Path:
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8")) | changes
    path = tmp_path / "rsa" / "card.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({key: value for key, value in data.items() if value is not None}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_order_is_by_family_then_frequency():
    cards = list(catalogue().values())
    assert cards == sorted(cards, key=order_of)
    assert [FAMILIES.index(card.family) for card in cards] == sorted(FAMILIES.index(card.family) for card in cards)


@pytest.mark.parametrize("code", CODES)
def test_a_card_says_how_to_claim_without_a_screen(code):
    card = catalogue()[code]
    assert {channel.kind for channel in card.channels} & {"paper", "phone", "counter", "partner"}
    assert not re.search(r"https?://|www\.|@|\.fr\b", card.where)


@pytest.mark.parametrize("code", CODES)
def test_what_the_person_reads_is_plain(code):
    card = catalogue()[code]
    assert kandel_moles(card.person_sentence) >= PERSON_TARGET
    assert kandel_moles(f"{card.person_sentence} {card.where}") >= PERSON_TARGET
    assert 1 <= len(card.bring) <= 4
    assert "à confirmer" in card.person_sentence or "aura peut-être" in card.person_sentence


@pytest.mark.parametrize("code", CODES)
def test_a_verified_reference_is_dated_and_the_rest_says_it_is_to_check(code):
    references = catalogue()[code].references
    assert all(reference.checked_on is not None and reference.mark in "VPM" for reference in references)


@pytest.mark.parametrize("code", CODES)
def test_french_typography_is_kept_in_what_is_printed(code):
    text = (SOURCE.parents[1] / code / "card.yaml").read_text(encoding="utf-8")
    assert not re.search(r" [;!?»€%]|« | :|\d €|'[a-zé]", text), "espaces insécables et apostrophes"


def test_every_condition_is_labelled_and_every_fact_known():
    for card in catalogue().values():
        assert all(condition.label for condition in (*card.conditions, *card.declared, *card.guards))
        assert set(card.facts) <= set(facts())


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"code": "rsaa"}, "code"),
        ({"short": "x" * 26}, "short"),
        ({"colour": "red"}, "colour"),
        ({"facts": ["salaire", "couleur"]}, "couleur"),
        ({"rule": None}, "rule"),
        ({"references": []}, "references"),
        ({"references": [{"text": "CASF", "mark": "M"}]}, "checked_on"),
        ({"references": [{"text": "CASF", "checked_on": "hier", "mark": "M"}]}, "checked_on"),
        ({"channels": [{"kind": "online", "words": "Site"}]}, "channels"),
        ({"conditions": [{"left": ["rsa"], "comparison": "true"}]}, "label"),
        ({"conditions": [{"label": "x", "left": ["rsa"], "comparison": "<"}]}, "right"),
        ({"organisme": "mairie de Nulle-Part"}, "organisme"),
        ({"openers": [{"handicap_taux": "cent"}]}, "openers"),
        ({"received_fact": "recu_rien"}, "facts"),
        ({"rules_date": None}, "rules_date"),
    ],
)
def test_a_bad_sheet_is_refused_by_file_and_key(tmp_path, changes, key):
    with pytest.raises(SheetRefused) as caught:
        read_card(_sheet(tmp_path, **changes))
    assert any("rsa/card.yaml" in problem and key in problem for problem in caught.value.problems)


def test_all_problems_are_said_at_once(tmp_path):
    with pytest.raises(SheetRefused) as caught:
        read_card(_sheet(tmp_path, organisme="?", family="?", colour=1))
    assert len(caught.value.problems) == 3


def test_no_offline_channel_must_be_said_in_words(tmp_path):
    channels = [{"kind": "online", "words": "Site seulement, aucun canal non numérique connu"}]
    assert read_card(_sheet(tmp_path, channels=channels)).channels[0].kind == "online"


def test_a_broken_yaml_names_its_line(tmp_path):
    path = _sheet(tmp_path)
    path.write_text("code: rsa\nlabel: [\n", encoding="utf-8")
    with pytest.raises(SheetRefused, match=r"card\.yaml.*ligne"):
        read_card(path)


def test_a_latin_1_file_is_refused_in_words(tmp_path):
    path = _sheet(tmp_path)
    path.write_bytes("code: rsa\nlabel: santé".encode("latin-1"))
    with pytest.raises(SheetRefused, match="UTF-8"):
        read_card(path)


def test_a_code_already_taken_is_refused(tmp_path):
    _sheet(tmp_path)
    with pytest.raises(SheetRefused, match="existe déjà"):
        catalogue((tmp_path,))
