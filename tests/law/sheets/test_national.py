"""The national sheets: complete, sourced, readable, in accord with the cards of the rights."""

from datetime import timedelta

import pytest

from relais.kernel.readability import PERSON_TARGET, kandel_moles
from relais.law.clocks.tables import rules
from relais.law.rights.catalogue import catalogue
from relais.law.sheets.catalogue import national
from relais.law.sheets.sheet import SCREEN, Age, Sheet

SHEETS = national()
each = pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))


@each
def test_a_way_without_a_screen_is_known_or_said_to_be_unknown(sheet: Sheet) -> None:
    kinds = {channel.kind for channel in sheet.channels}
    assert sheet.offline == bool(kinds - {SCREEN})
    assert kinds


@each
def test_every_fact_has_its_source_and_what_is_from_memory_says_so(sheet: Sheet) -> None:
    references = dict(sheet.references)
    facts = [channel.said for channel in sheet.channels] + [*sheet.levers, *sheet.appeals, *sheet.filers]
    facts += [one for one in (sheet.silence, sheet.renewal) if one]
    assert all(said.source in references for said in facts)
    from_memory = [said for said in sheet.statements if said.source and references[said.source].mark == "M"]
    assert all(said.unverified for said in from_memory)
    assert all(reference.checked_on == sheet.verified_on for reference in references.values())


@each
def test_the_sheet_of_the_person_is_easy_to_read(sheet: Sheet) -> None:
    assert kandel_moles(sheet.person.spoken()) >= PERSON_TARGET


@each
def test_numbers_are_those_of_the_cards(sheet: Sheet) -> None:
    """A person who reads both papers must not find two numbers for one caisse."""
    told = {channel.number for channel in sheet.channels if channel.number}
    cards = [catalogue()[code] for code in sheet.rights]
    written = " ".join(channel.words for card in cards for channel in card.channels if channel.kind == "phone").replace("\u202f", " ")
    if told and any(character.isdigit() for character in written):
        assert any(number in written for number in told), (told, written)


@each
def test_time_makes_a_sheet_old(sheet: Sheet) -> None:
    assert sheet.age(on=sheet.verified_on) is Age.FRESH
    assert sheet.age(on=sheet.verified_on + timedelta(days=184)) in (Age.OLD, Age.EXPIRED)


def test_no_one_word_leads_to_two_titles() -> None:
    titles = [sheet.title for sheet in SHEETS.values()]
    assert len(set(titles)) == len(titles)


@each
def test_a_clock_that_a_sentence_rests_on_exists(sheet: Sheet) -> None:
    assert {said.rule for said in sheet.statements if said.rule} <= set(rules())


def test_the_procedures_of_the_toolbox_are_there() -> None:
    expected = (
        "c2s ame rsa rsa_declaration prime_activite aide_logement aah pch aeeh asf aspa titre_sejour france_travail actualisation ass"
        " domiciliation fsl cheque_energie dalo aide_juridictionnelle droit_au_compte franceconnect ameli email_telephone"
    )
    assert set(expected.split()) <= set(SHEETS)
