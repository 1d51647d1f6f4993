"""The English is English: no French word stays but names, and names come with their gloss."""

import pytest

from relais.law.rights.catalogue import catalogue
from relais.ui import catalogues
from tests.factories.english import french_left


def english(room: str) -> list[str]:
    said = []
    for message in catalogues.read(catalogues.english(room)):
        if message.id:
            said += [message.string] if isinstance(message.string, str) else list(message.string)
    return said


@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_no_french_is_left_in_the_english(room: str) -> None:
    said = english(room)
    assert len(said) > 20
    left = {text: word for text in said if (word := french_left(text))}
    assert left == {}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Income below the limit", ""),
        ("Call the CAF: 3230, or go to France services.", ""),
        ("Code de la sécurité sociale, article L.521-1 (two children)", ""),
        ("Revenu de solidarité active (RSA, minimum income)", ""),
        ("Income sous le plafond", "le"),
        ("Written : so", " :"),
        ("About 283 € par mois", "par"),
        ("l’organisme decides", "l’o"),
    ],
)
def test_french_is_seen_and_names_are_spared(text: str, left: str) -> None:
    assert french_left(text) == left


def test_each_right_is_named_in_french_with_its_meaning_in_english() -> None:
    """A claim is made under the French name: it must be there, and what it means beside it."""
    cards = catalogue().values()
    said = {str(one.id): str(one.string) for one in catalogues.read(catalogues.english("law"))}
    assert len(cards) >= 41
    unexplained = [said[card.label] for card in cards if "(" not in said[card.label]]
    assert unexplained == []
    kept = [card.code for card in cards if card.label.split("(")[0].strip().split()[0].lower() not in said[card.label].lower()]
    assert kept == []


def test_the_glossary_says_the_words_of_the_page() -> None:
    section = (catalogues.PACKAGE.parent / "docs" / "glossary.md").read_text("utf-8").split("## In English, on the screen")[1]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ") and not line.startswith("| French")]
    said = "\n".join(text for room in catalogues.ROOMS for text in english(room)).lower().replace("\u00a0", " ")
    assert len(rows) > 45
    assert [words for _french, words in rows if not _all_said(words.lower(), said)] == []


def _all_said(words: str, said: str) -> bool:
    """The words as they are, or each of the several that a line lists."""
    return words in said or all(word in said for word in words.split(", "))
