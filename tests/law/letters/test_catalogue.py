"""The national letters: enough of them, easy to read, in her voice, each on a text whose mark is said."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from relais.kernel.readability import LETTER_TARGET, kandel_moles, sentences, words
from relais.law.letters.catalogue import letters
from relais.law.letters.letter import SITUATIONS, Kind, Letter
from relais.law.letters.writing import TO_WRITE, Value, asked, examples, written
from tests.architecture.test_wording import RULES

ON = date(2026, 11, 22)
LETTERS = letters()
#: what issue 4 asks for, at least.
ASKED = {
    "identite_agent", "accuse_reception", "motifs_decision", "motifs_refus_silence", "regles_algorithme", "rapo_rsa", "cra_caf",
    "cra_prime_activite", "cra_cpam", "cra_retraite_aspa", "recours_apl", "rapo_mdph", "rectification_indu", "remise_dette",
    "attestation_c2s", "rendez_vous", "envoi_pieces", "piece_manquante", "une_seule_fois", "droit_erreur", "mediateur_caisse",
    "mediateur_ft", "cada", "defenseur_droits", "acces_dossier", "opposition_partage", "opposition_contrainte",
}  # fmt: skip
every_letter = pytest.mark.parametrize("letter", LETTERS.values(), ids=lambda letter: letter.code)


def variants(letter: Letter) -> Iterator[dict[str, Value]]:
    """Every choice with every other, all the rest told; then with what is optional left out."""
    usual = examples(letter, on=ON)
    choices = [field for field in letter.fields if field.kind is Kind.CHOICE]
    for answers in product(*(field.choices for field in choices)):
        told = usual | dict(zip([field.code for field in choices], answers, strict=True))
        yield told
        yield {code: value for code, value in told.items() if not next(one.optional for one in letter.fields if one.code == code)}


def test_all_that_is_asked_is_there():
    assert set(LETTERS) >= ASKED
    assert {letter.situation for letter in LETTERS.values()} == set(SITUATIONS)


def read_aloud(letter: Letter, told: dict[str, Value]) -> str:
    """The body as one reads it: the point of «L. 262-47» ends no sentence."""
    return re.sub(r"\b([LRDA])\.[\s\u00a0\u202f]*(?=\d)", r"\1", written(letter, told).body_text)


@every_letter
def test_it_is_easy_to_read_whatever_is_answered(letter: Letter):
    scores = {kandel_moles(read_aloud(letter, told)): told for told in variants(letter)}
    assert min(scores) >= LETTER_TARGET, scores[min(scores)]


@every_letter
def test_there_is_something_to_measure(letter: Letter):
    for told in variants(letter):
        text = read_aloud(letter, told)
        assert len(words(text)) >= 30 and len(sentences(text)) >= 4, text


def test_the_measure_refuses_the_words_of_an_office():
    assert LETTER_TARGET == 70
    office = (
        "La présente constitue un recours administratif préalable obligatoire, formé conformément aux dispositions législatives et "
        "réglementaires applicables, à l’encontre de la décision notifiée par vos services."
    )
    assert kandel_moles(office) < LETTER_TARGET - 20


@every_letter
def test_its_sentences_are_short(letter: Letter):
    for told in variants(letter):
        # a list is read item by item
        text = written(letter, told).body_text.replace("\n- ", ".\n")
        assert [one for one in sentences(text) if len(words(one)) > 34] == []


@every_letter
def test_it_is_whole_whatever_is_answered(letter: Letter):
    for told in variants(letter):
        done = written(letter, told)
        whole = "\n".join([done.subject, done.body_text, *done.enclosures])
        assert not re.search(r"[{}\[\]]|None|  ", whole), whole
        raw = {code: "oui" if value is True else str(value or "") for code, value in told.items()}
        if {field.code for field in asked(letter, raw) if not field.optional} <= set(told):
            assert TO_WRITE not in whole


@every_letter
def test_it_is_in_her_voice_and_keeps_the_voice_of_the_house(letter: Letter):
    text = written(letter, examples(letter, on=ON)).body_text
    assert re.search(r"\b(je|j’|me|m’|mon|ma|mes)\b", text, re.IGNORECASE)
    shown = [text, letter.title, letter.purpose, letter.when, letter.silence, letter.where, *letter.cautions]
    shown += [part for field in letter.fields for part in (field.question, field.hint, *field.choices.values())]
    assert [(rule, part) for part in shown for rule, (pattern, _) in RULES.items() if pattern.search(part)] == []
    assert "'" not in "".join(shown), "write the typographic apostrophe"


@every_letter
def test_an_article_written_in_it_stands_in_its_references(letter: Letter):
    """No article is invented on the way: what the letter cites, its references name."""
    known = " ".join(reference.text for reference in letter.references)
    for told in variants(letter):
        cited = re.findall(r"\b[LRD]\.\*? ?\d[\d-]*\d", written(letter, told).body_text)
        assert [one for one in cited if one not in known] == []


@every_letter
def test_what_is_known_from_memory_says_so_and_the_rest_has_its_day(letter: Letter):
    assert letter.references
    for reference in letter.references:
        assert reference.to_check is (reference.mark == "M")
        assert reference.to_check or reference.checked_on is not None


@every_letter
def test_nobody_is_asked_what_the_letter_does_not_need(letter: Letter):
    """A question with a condition is not asked when its condition fails, and its answer is then left out."""
    for field in letter.fields:
        if field.when is not None:
            assert field.code not in {one.code for one in asked(letter, {})}


def test_an_answer_to_a_question_no_longer_asked_is_left_out():
    letter = LETTERS["rapo_rsa"]
    told = examples(letter, on=ON) | {"decision": "refus", "situation": "Je touche 600 euros."}
    text = written(letter, told).body_text
    assert "600 euros" not in text
    assert "412" not in text
    assert "Je vous demande de me donner le RSA" in text
