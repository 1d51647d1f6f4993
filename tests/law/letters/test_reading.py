"""A file of letter that is not usable says which file, which key and what is wrong; one that is comes in at once."""

import logging
from pathlib import Path

import pytest

from relais.law.letters.catalogue import letters, local_problems, offered
from relais.law.letters.reading import load
from relais.law.rights.reading import SheetRefused

GOOD = """---
code: place_en_creche
titre: Demander une place en crèche
but: La commission étudie votre demande.
situation: demander
mots: [crèche, garde]
destinataire: Service petite enfance
ou: À la mairie.
envoi: simple
quand: Avant mars.
sans_reponse: Appelez la mairie.
objet: Demande d’une place en crèche
references: [{texte: Règlement des crèches, marque: P, verifie_le: 2026-03-12}]
champs:
  - {code: enfant, genre: texte, question: "Prénom de l’enfant ?", exemple: Lina}
  - {code: mode, genre: choix, question: "Combien de jours ?", choix: {plein: cinq jours, autre: un autre rythme}}
  - {code: rythme, genre: texte, question: "Lequel ?", si: mode = autre, exemple: deux jours}
---
Je demande une place pour {enfant}, {mode} par semaine.
[si rythme] Je précise : {rythme}.
"""


def file_of(folder: Path, text: str, name: str = "creche.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> str:
    with pytest.raises(SheetRefused) as refused:
        load([file_of(folder, text)])
    return str(refused.value)


def test_a_structure_adds_a_letter_by_a_file(tmp_path: Path):
    assert list(offered(tmp_path)) == list(letters())
    file_of(tmp_path, GOOD)
    added = offered(tmp_path)["place_en_creche"]
    assert added.local
    assert len(offered(tmp_path)) == len(letters()) + 1
    assert local_problems(tmp_path) == ()


def test_a_structure_corrects_a_national_letter_by_its_code(tmp_path: Path):
    file_of(tmp_path, GOOD.replace("place_en_creche", "rapo_rsa"))
    assert offered(tmp_path)["rapo_rsa"].title == "Demander une place en crèche"
    assert letters()["rapo_rsa"].title != "Demander une place en crèche"


def test_a_changed_file_is_read_again_and_hidden_files_are_not(tmp_path: Path):
    import os

    path = file_of(tmp_path, GOOD)
    file_of(tmp_path, "nothing", ".#creche.md")
    assert offered(tmp_path)["place_en_creche"].where == "À la mairie."
    file_of(tmp_path, GOOD.replace("À la mairie.", "Au guichet."))
    os.utime(path, ns=(1, 1))
    assert offered(tmp_path)["place_en_creche"].where == "Au guichet."


def test_one_wrong_file_adds_nothing_and_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    file_of(tmp_path, GOOD)
    file_of(tmp_path, "Bonjour", "autre.md")
    assert list(offered(tmp_path)) == list(letters())
    assert "autre.md" in caplog.text
    assert "« --- »" in local_problems(tmp_path)[0]


@pytest.mark.parametrize(
    ("wrong", "by", "said"),
    [
        ("code: place_en_creche", "code: Crèche", "creche.md, clé « code » : 3 à 40 lettres minuscules"),
        ("titre: Demander une place en crèche\n", "", "clé « titre » : un texte est attendu. Exemple : titre:"),
        ("envoi: simple", "envoi: pigeon", "clé « envoi » : « pigeon » n’est pas prévu"),
        ("situation: demander", "situation: jardin", "clé « situation » : « jardin » n’est pas prévu"),
        ("marque: P, verifie_le: 2026-03-12", "marque: P", "clé « verifie_le » : une date est attendue"),
        ("mots: [crèche, garde]", "mots: [crèche, garde", "le YAML est mal écrit à la ligne"),
        ("ou: À la mairie.", "ou: À la mairie.\nou_bien: rien", "clé « ou_bien » : clé inconnue"),
        ("pour {enfant}", "pour {enfent}", "« {enfent} » n’est pas un champ"),
        ("[si rythme] Je", "Je", "« {rythme} » peut être vide. Commencez sa ligne par « [si rythme] »"),
        ("[si rythme]", "[si rytme]", "« rytme » n’est pas un champ déclaré avant"),
        ("si: mode = autre", "si: mode = deux", "« deux » n’est pas une réponse de « mode » (plein, autre)"),
        ("si: mode = autre", "si: mode == autre", "la condition « mode == autre » ne se lit pas"),
        ("{enfant}, {mode}", "Lina, {mode}", "champ « enfant » : il n’est écrit nulle part"),
        ("code: enfant", "code: adresse", "« adresse » est demandé pour tous les courriers"),
        ("pour {enfant}", "pour {enfant", "une accolade ou un crochet est de trop"),
        ("{enfant}, {mode} par semaine.", "{enfant}, {mode} par semaine.\n[si rythme]", "rien ne suit la condition"),
        ("choix: {plein: cinq jours, autre: un autre rythme}", "choix: {}", "un champ « choix » donne ses réponses"),
        ("code: mode", "code: enfant", "deux champs portent le même code"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, wrong: str, by: str, said: str):
    assert wrong in GOOD
    assert said in problems_of(tmp_path, GOOD.replace(wrong, by, 1))


def test_a_file_that_is_not_text_or_has_no_body_is_told(tmp_path: Path):
    path = tmp_path / "image.md"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SheetRefused, match="fichier illisible"):
        load([path])
    head = GOOD.split("---\n")[1]
    assert "le texte de la lettre manque" in problems_of(tmp_path, f"---\n{head}---\n\n")


def test_two_files_with_one_code_are_told(tmp_path: Path):
    with pytest.raises(SheetRefused, match="déjà dans un autre fichier"):
        load([file_of(tmp_path, GOOD), file_of(tmp_path, GOOD, "encore.md")])
