"""The person's sheet: short, promising nothing, made to be read aloud, and mute once folded."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from relais.kernel.readability import PERSON_TARGET, kandel_moles
from relais.law.answers.shape import Answer, Group
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.rights.reading import SheetRefused
from relais.screening.rules import sheet_words
from relais.screening.rules.sheet_person import Kept, PersonSheet, amount_to_write, names_screen_only, outside, person_sheet, spoken
from relais.screening.rules.sheet_words import DATA, TEXTS, languages, words

ON = date(2026, 11, 22)
CARDS = catalogue()


def sheet_of(*codes: str, **changes: Any) -> PersonSheet:
    return person_sheet(kept=[Kept(CARDS[code], **changes) for code in codes], on=ON, french=words("fr"))


def answer_of(code: str = "rsa", **changes: Any) -> Answer:
    usual = Answer(
        right=code, group=Group.TO_CLAIM, monthly_min=312.0, monthly_max=318.0, show_amount=True, received=None, conditions=(), reserves=(),
        settled_by=(), theme="", decided_by="", why_unknown="", stale=False, rules_date=ON,
    )  # fmt: skip
    return replace(usual, **changes)


@pytest.mark.parametrize("code", CARDS)
def test_the_sheet_of_every_right_is_easy_to_read(code: str):
    text = spoken(sheet_of(code, before=date(2027, 1, 15)), "fr")
    assert kandel_moles(text) >= PERSON_TARGET, text


@pytest.mark.parametrize(
    "kept", [("prime_activite", "aide_logement", "c2s_gratuite"), ("aspa", "apa", "cheque_energie"), ("aah", "pch", "cmi")]
)
def test_the_sheets_of_the_stories_are_easy_to_read(kept: tuple[str, ...]):
    text = spoken(sheet_of(*kept), "fr")
    assert kandel_moles(text) >= PERSON_TARGET
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!]\s", text)) <= 25


@pytest.mark.parametrize("code", CARDS)
def test_no_right_promises_and_none_sends_to_a_screen_only(code: str):
    (lines,) = sheet_of(code).rights[0]
    assert "peut-être" in lines.sentence
    assert "à confirmer par" in lines.sentence
    assert re.search(r"\b(Allez|Appelez|appelez|allez)\b", lines.where), "a door or a telephone"
    assert not names_screen_only(lines.where)
    assert lines.amount == ""


@pytest.mark.parametrize(
    "place", ["Allez sur caf.fr", "www.ameli.fr", "Écrivez à aide@ville.example", "Faites-le en ligne", "Avec l’application"]
)
def test_a_place_that_is_only_a_screen_is_completed_by_people(place: str):
    (lines,) = sheet_of("rsa", place=place).rights[0]
    assert lines.where.startswith(place)
    assert lines.where.endswith(words("fr").texts["someone"])


def test_once_folded_nothing_tells_a_right_nor_an_organisation():
    sheet = person_sheet(kept=[Kept(CARDS["rsa"]), Kept(CARDS["aah"])], on=ON, french=words("fr"), service="le CCAS de Roubaix")
    assert outside(sheet) == "Pour vous\ndimanche 22 novembre 2026"
    telling = [*(word for card in CARDS.values() for word in (card.short, card.organisme, card.label)), "CCAS", "droit", "aide"]
    assert [word for word in telling if re.search(rf"\b{re.escape(word)}\b", outside(sheet), re.IGNORECASE)] == []


def test_a_date_is_told_with_its_weekday_else_words():
    assert sheet_of("rsa", before=date(2027, 1, 15)).rights[0][0].when == "Avant le vendredi 15 janvier 2027."
    assert sheet_of("rsa", before=date(2027, 1, 1)).rights[0][0].when == "Avant le vendredi 1er janvier 2027."
    assert sheet_of("rsa").rights[0][0].when == "Dès que vous pouvez."
    assert sheet_of("prime_noel").rights[0][0].when == "En décembre."


def test_at_most_three_rights_and_at_least_one():
    for codes in ((), ("rsa", "aah", "pch", "cmi")):
        with pytest.raises(ValueError, match="one to 3"):
            sheet_of(*codes)


def test_there_is_always_room_to_write_and_more_with_fewer_rights():
    room = [sheet_of(*codes).note_lines for codes in (("rsa",), ("rsa", "aah"), ("rsa", "aah", "c2s_participation"))]
    assert room == sorted(room, reverse=True)
    assert room[0] > room[-1] >= 1


class TestAmounts:
    """A paper that promises what the organisation refuses is what makes people leave."""

    def test_only_a_sure_and_narrow_monthly_amount_may_be_written(self):
        assert amount_to_write(answer_of(), CARDS["rsa"]) == 310
        assert "environ 310" in spoken(sheet_of("rsa", amount=310), "fr")

    @pytest.mark.parametrize(
        "changes",
        [
            {"group": Group.TO_CHECK}, {"group": Group.UNLIKELY}, {"reserves": ("epargne",)}, {"stale": True}, {"received": 300.0},
            {"show_amount": False}, {"monthly_min": None}, {"monthly_max": None}, {"monthly_min": 250.0},
            {"monthly_min": 4.0, "monthly_max": 9.0},
        ],
        ids=str,
    )  # fmt: skip
    def test_any_doubt_leaves_it_out(self, changes: dict[str, Any]):
        assert amount_to_write(answer_of(**changes), CARDS["rsa"]) is None

    def test_a_right_without_monthly_amount_has_none(self):
        by_year = next(card for card in CARDS.values() if card.rule and card.rule.unit == "year")
        assert amount_to_write(answer_of(by_year.code), by_year) is None
        assert amount_to_write(answer_of("pch"), CARDS["pch"]) is None


class TestAnotherLanguage:
    """Written by a person, with the French beside; here an invented language, as nothing is shipped without its author."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        invented = yaml.safe_load((DATA / "sheet_person.fr.yaml").read_text())
        invented |= {"language": "zz", "name": "Zembla", "direction": "rtl", "weekdays": [f"zem{day}" for day in range(7)]}
        invented["texts"] = {key: f"Zz {text}" for key, text in invented["texts"].items()}
        invented["rights"] = {"rsa": {"sentence": "Zem rsa kontu.", "bring": ["zu papir", "zu bail"], "where": "Zem 3230."}}
        (tmp_path / "sheet_person.zz.yaml").write_text(yaml.safe_dump(invented, allow_unicode=True))
        return tmp_path

    def both(self, folder: Path, *cards: Card) -> PersonSheet:
        zz = words("zz", folder=folder)
        return person_sheet(kept=[Kept(card, before=ON) for card in cards], on=ON, french=words("fr"), beside=zz, service="le CCAS")

    def test_it_stands_beside_the_french(self, folder: Path):
        sheet = self.both(folder, CARDS["rsa"])
        assert [lines.words.language for lines in sheet.rights[0]] == ["zz", "fr"]
        assert sheet.rights[0][0].bring == "Zu papir, zu bail."
        assert sheet.rights[0][0].when == "Zz Avant le zem6 22 novembre 2026."
        assert sheet.rights[0][1].sentence == CARDS["rsa"].person_sentence
        assert "Zem rsa kontu." in spoken(sheet, "zz")
        assert "RSA" not in spoken(sheet, "zz")

    def test_what_nobody_translated_stays_in_french_alone(self, folder: Path):
        sheet = self.both(folder, CARDS["rsa"], CARDS["aah"])
        assert [lines.words.language for lines in sheet.rights[1]] == ["fr"]

    def test_the_outside_tells_no_more_in_two_languages(self, folder: Path):
        assert outside(self.both(folder, CARDS["rsa"])).splitlines() == [
            "Zz Pour vous", "zem6 22 novembre 2026", "Pour vous", "dimanche 22 novembre 2026",
        ]  # fmt: skip

    def test_languages_are_found_by_their_files_and_none_is_shipped_without_author(self, folder: Path):
        assert languages(folder=folder) == ("fr", "zz")
        assert languages() == ("fr",)
        with pytest.raises(KeyError):
            words("zz")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"texts": {}}, "un texte est attendu"),
            ({"date": "{day} {month}"}, "attendu entre accolades"),
            ({"months": ["un"]}, "12 noms"),
            ({"language": "yy"}, "nom du fichier"),
            ({"surprise": 1}, "clé inconnue"),
            ({"rights": {"rsa": {"sentence": "Zem."}}}, "au moins 1"),
        ],
        ids=str,
    )
    def test_an_incomplete_file_is_refused_with_its_reasons(self, folder: Path, change: dict[str, Any], said: str):
        path = folder / "sheet_person.zz.yaml"
        path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | change))
        sheet_words._read.cache_clear()
        with pytest.raises(SheetRefused, match=said):
            words("zz", folder=folder)


def test_the_sheet_never_calls_itself_falc():
    shown = [*words("fr").texts.values(), *(DATA.parent / "templates" / "screening").glob("sheet_*.html")]
    assert len(words("fr").texts) == len(TEXTS)
    for text in shown:
        content = text.read_text() if isinstance(text, Path) else text
        assert not re.search(r"\bfalc\b|facile à lire", content, re.IGNORECASE)
