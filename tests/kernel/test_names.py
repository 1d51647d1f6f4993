"""Names are found as people write them and as they sound."""

import pytest

from relais.kernel.names import family_words, folded, heard, same_family, told_apart


def test_accents_signs_and_ligatures_are_laid_aside() -> None:
    assert folded("  Éléonore D’Aubigné-Roux ") == "eleonore d aubigne roux"
    assert folded("Cœur ÆTHER Straße") == "coeur aether strasse"
    assert folded("—  !") == ""


@pytest.mark.parametrize(
    "written",
    [
        ("Philippe", "Filipe", "Phillipe"),
        ("Gauthier", "Gautier", "Gothié"),
        ("Moreau", "Moro", "Maureau"),
        ("Dupont", "Dupond", "Dupon"),
        ("Martin", "Martain"),
        ("Bakri", "Bacri", "Bakry"),
        ("Christophe", "Kristof"),
        ("Chevalier", "Chevallier", "Chevalié"),
        ("Rousseau", "Rouseau"),
        ("Mohamed", "Mohammed"),
        ("Inès", "Ines", "Inez"),
    ],
)
def test_what_sounds_alike_is_heard_alike(written: tuple[str, ...]) -> None:
    assert len({heard(name) for name in written}) == 1


@pytest.mark.parametrize(("one", "other"), [("Martin", "Marin"), ("Dupont", "Dubois"), ("Inès", "Agnès"), ("Awa", "Eva"), ("Roux", "Rey")])
def test_what_sounds_otherwise_is_not(one: str, other: str) -> None:
    assert heard(one) != heard(other)


def test_a_sign_that_says_nothing_is_left_out() -> None:
    assert heard("H. 42 Bakri") == "bakri"


@pytest.mark.parametrize(
    ("shown", "family"),
    [
        ("Inès Bakri", "bakri"),
        ("Mme Petit", "petit"),
        ("M. Le Goff", "le goff"),
        ("Anne-Lise Roux-Petit", "roux petit"),
        ("Sabrina", ""),
    ],
)
def test_the_family_name_is_what_follows_a_title_or_the_first_word(shown: str, family: str) -> None:
    assert " ".join(family_words(shown)) == family


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Le Goff", "LEGOFF", True),
        ("N’Guyên", "Nguyen", True),
        ("Roux-Petit", "petit", True),
        ("Éloi", "Eloi", True),
        ("de la Tour", "de la Roche", False),
        ("Ben Ali", "Ben Salah", False),
        ("Petit", "Petitjean", False),
        ("", "Petit", False),
    ],
)
def test_two_family_names_are_one_whatever_accents_case_and_hyphens(one: str, other: str, same: bool) -> None:
    words = [told_apart(name) for name in (one, other)]
    assert same_family(*words) is same
    assert same_family(*reversed(words)) is same
