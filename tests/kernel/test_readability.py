"""The measure of Kandel and Moles: relative, on the two texts of the doctrine (§8.4)."""

import pytest

from relais.kernel.readability import kandel_moles, sentences, syllables, words

PLAIN = "Vous avez reçu une lettre de la CAF. Vous devez répondre avant le 15 mars."
JARGON = (
    "La présente décision implicite de rejet, née du silence gardé pendant deux mois par l’administration sur la réclamation "
    "préalable obligatoire, est susceptible de faire l’objet d’un recours contentieux devant la juridiction administrative "
    "territorialement compétente dans le délai réglementaire."
)


def test_a_plain_text_scores_about_as_the_doctrine_measured():
    assert kandel_moles(PLAIN) == pytest.approx(113.9, rel=0.10)


def test_jargon_scores_far_below():
    assert kandel_moles(JARGON) < 40
    assert kandel_moles(PLAIN) - kandel_moles(JARGON) > 60


def test_an_elision_and_a_number_are_one_word():
    assert words("L’aide vaut 1 200,50 € en 2026.") == ["L’aide", "vaut", "1 200,50", "en", "2026"]
    assert syllables("l’aide") == syllables("aide")


def test_a_decimal_does_not_end_a_sentence():
    assert len(sentences("Le plafond est de 10.50 euros. Il change en avril !")) == 2


def test_longer_sentences_lower_the_score():
    assert kandel_moles("Le chat dort. Le chien court.") > kandel_moles("Le chat dort et le chien court.")


def test_a_text_without_a_word_is_refused():
    with pytest.raises(ValueError, match="no word"):
        kandel_moles(" … ")
