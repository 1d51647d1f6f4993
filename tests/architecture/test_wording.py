"""The voice of the screens (LOOK): doublets rather than a median dot, no «veuillez», buttons that say the act."""

import re

import pytest

from tests.architecture import tracked

#: «data·inclusion» is the name of a national schema, spelled so by its owner.
PROPER_NAMES = ("data·inclusion", "Data·Inclusion")
MEDIAN_DOT = re.compile(r"[A-Za-zÀ-ÿ][·•‧][A-Za-zÀ-ÿ]")
PLEASE = re.compile(r"\bveuillez\b", re.I)
VALIDATE = re.compile(r">\s*(?:\{%\s*trans(?:late)?\s+[\"'])?Valider\b|\b(?:label|text|value)=[\"']Valider\b|_\([\"']Valider\b")
#: Titles written in the masculine alone; the doublet («travailleuses et travailleurs sociaux») or a neutral word is expected.
MASCULINE_ONLY = re.compile(
    r"(?<!travailleuses et )(?<!travailleuse ou )\b(?:travailleurs? (?:social|sociaux)|assistants? (?:social|sociaux)|"
    r"(?:le|un|du|au|votre) (?:conseiller|directeur|médiateur|éducateur|instructeur|administrateur|employeur social)\b(?! ou| ou |/|\())",
    re.I,
)
RULES = {
    "median dot": (MEDIAN_DOT, "write both forms: «travailleuses et travailleurs»"),
    "veuillez": (PLEASE, "say the act: «Écrivez votre date de naissance»"),
    "valider": (VALIDATE, "a button says what happens: «Enregistrer le dépôt»"),
    "masculine only": (MASCULINE_ONLY, "write both forms or a neutral word"),
}


#: An ordinary space where French sets a no-break one; code and tables' rules apart.
LOOSE_SPACE = re.compile(r"(?<=\S) [;:!?»](?=\s|$|[)\].,*|])|« ", re.M)
CODE = re.compile(r"^(?: {4,}|\t).*$|`[^`]*`", re.M)


def loose_spaces(content: str) -> list[str]:
    """Lines of French text with an ordinary space before ; : ! ? » or after «."""
    return [line.strip()[:120] for line in CODE.sub("", content).splitlines() if LOOSE_SPACE.search(line)]


def french_documents() -> list[str]:
    """The documents that hosts, directors and users read."""
    folders = ("docs/operating/", "docs/using/", "LISEZMOI.md", "docs/data-dictionary.md", "docs/doctrine-register.md")
    return [path for path in tracked.ending(".md") if path.startswith(folders)]


def faults(rule: str, content: str) -> list[str]:
    """Lines of a template or of a data file that break a rule of voice."""
    for name in PROPER_NAMES:
        content = content.replace(name, "")
    return [line.strip()[:120] for line in content.splitlines() if RULES[rule][0].search(line)]


def read_by_users() -> list[str]:
    """Templates, and the data files whose words are shown."""
    return [path for path in tracked.ending(".html", ".yaml", ".txt") if path.startswith("relais/")]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_screens_speak_with_the_voice_of_the_house(rule: str):
    found = {path: lines for path in read_by_users() if (lines := faults(rule, tracked.text(path)))}
    assert found == {}, RULES[rule][1]


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("median dot", "<p>Un·e assistant·e</p>", "<p>Le schéma data·inclusion</p>"),
        ("veuillez", "<p>Veuillez patienter</p>", "<p>Attendez quelques secondes</p>"),
        (
            "valider",
            "<button>\n</button><button> Valider</button>",
            "<button>Enregistrer le dépôt</button>",
        ),
        ("masculine only", "<p>Les travailleurs sociaux décident</p>", "<p>Les travailleuses et travailleurs sociaux décident</p>"),
    ],
)
def test_each_rule_sees_the_fault_and_spares_the_right_form(rule: str, wrong: str, right: str):
    assert faults(rule, wrong)
    assert not faults(rule, right)


def test_there_is_something_to_read():
    assert "relais/law/situation/facts.yaml" in read_by_users()


def test_french_documents_keep_french_spaces():
    assert len(french_documents()) > 8
    assert {path: lines for path in french_documents() if (lines := loose_spaces(tracked.text(path)))} == {}


def test_a_loose_space_is_found_and_code_is_spared():
    assert loose_spaces("Attention : « non » ?") == ["Attention : « non » ?"]
    assert loose_spaces("Attention\u00a0: «\u00a0non\u00a0»\u202f?\n    if x : y\nécrivez `a : b`") == []
