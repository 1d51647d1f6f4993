"""A structure adds or corrects a sheet by a file; a wrong file changes nothing, and says what to write and where."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from relais.law.rights.reading import SheetRefused
from relais.law.sheets.catalogue import DATA, national, offered, problems_of
from relais.law.sheets.reading import read_data

NEW: dict[str, Any] = yaml.safe_load((DATA / "c2s.yaml").read_text("utf-8")) | {"code": "cantine", "structure": "CCAS de Lille"}
CORRECTION: dict[str, Any] = {
    "code": "c2s",
    "corrige": True,
    "structure": "CCAS de Lille",
    "verifie_le": NEW["verifie_le"],
    "verifie_par": "Solène, référente numérique",
    "pieges": ["Le guichet de la rue Basse est fermé."],
}


def write(folder: Path, name: str, content: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def refused(**changes: object) -> str:
    with pytest.raises(SheetRefused) as problem:
        read_data({key: value for key, value in (NEW | changes).items() if value is not None}, "cantine.yaml")
    return str(problem.value)


def test_a_new_sheet_stands_beside_the_national_ones(tmp_path: Path) -> None:
    write(tmp_path, "cantine.yaml", NEW)
    assert set(offered(tmp_path)) == {*national(), "cantine"}
    assert offered(tmp_path)["cantine"].owner == "CCAS de Lille"


def test_a_correction_replaces_only_the_keys_it_writes(tmp_path: Path) -> None:
    write(tmp_path, "c2s.yaml", CORRECTION)
    corrected = offered(tmp_path)["c2s"]
    assert [trap.words for trap in corrected.traps] == ["Le guichet de la rue Basse est fermé."]
    assert corrected.channels == national()["c2s"].channels
    assert (corrected.owner, corrected.verified_by) == ("CCAS de Lille", "Solène, référente numérique")
    assert "css_l861_1" not in dict(corrected.references), "only a replaced trap cited it"


def test_a_code_already_taken_must_say_that_it_corrects(tmp_path: Path) -> None:
    write(tmp_path, "c2s.yaml", {key: value for key, value in CORRECTION.items() if key != "corrige"})
    assert problems_of(tmp_path) == ("c2s.yaml, clé « code » : « c2s » existe déjà. Pour corriger ce texte, ajoutez « corrige: true ».",)


def test_a_correction_says_what_it_corrects_and_who_checked(tmp_path: Path) -> None:
    write(tmp_path, "rien.yaml", {**CORRECTION, "code": "inconnue"})
    write(tmp_path, "sans_date.yaml", {key: value for key, value in CORRECTION.items() if key != "verifie_le"})
    unknown, undated = problems_of(tmp_path)
    assert "aucun texte national n’a le code « inconnue »" in unknown
    assert undated.startswith("sans_date.yaml, clé « verifie_le »")


def test_one_wrong_file_and_none_is_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "c2s.yaml", CORRECTION)
    write(tmp_path, "faux.yaml", NEW | {"canaux": []})
    assert offered(tmp_path) == national()
    assert "faux.yaml" in caplog.text


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "c2s.yaml", CORRECTION)
    assert offered(tmp_path)["c2s"].verified_by.startswith("Solène")
    write(tmp_path, "c2s.yaml", {**CORRECTION, "verifie_par": "Karim"})
    os.utime(path, ns=(1, 1))
    assert offered(tmp_path)["c2s"].verified_by == "Karim"


def test_a_file_hidden_by_an_editor_and_an_absent_folder_are_nothing(tmp_path: Path) -> None:
    write(tmp_path, ".#c2s.yaml", {"faux": 1})
    assert problems_of(tmp_path) == problems_of(tmp_path / "absent") == problems_of(None) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titre": None}, "cantine.yaml, clé « titre » : un texte est attendu. Exemple : titre: Demander"),
        ({"code": "Été"}, "clé « code » : 3 à 40 lettres minuscules sans accent"),
        ({"besoins": ["manger"]}, "clé « besoins » : « manger » n’est pas prévu ; possibles : argent, sante"),
        ({"droits": ["rmi"]}, "clé « droits » : « rmi » n’est pas prévu"),
        ({"canaux": [{"moyen": "fax", "mots": "x", "source": "page_c2s"}]}, "canaux n° 1, clé « moyen » : « fax » n’est pas prévu"),
        ({"canaux": [{"moyen": "guichet", "mots": "CCAS"}]}, "canaux n° 1, clé « source » : un texte est attendu"),
        ({"canaux": [{"moyen": "guichet", "mots": "CCAS", "source": "loi"}]}, "« loi » n’est pas sous « sources »"),
        ({"canaux": [{"moyen": "téléphone", "mots": "CCAS", "source": "page_c2s"}]}, "le moyen n° 1 est un téléphone : écrivez « numero »"),
        (
            {"canaux": [{"moyen": "formulaire", "formulaire": "S3711", "mots": "x", "source": "page_c2s"}]},
            "clé « formulaire » : « S3711 » : un numéro cerfa à cinq chiffres",
        ),
        ({"canaux": [{"moyen": "en ligne", "mots": "Site", "source": "page_c2s"}]}, "ou bien « aucun_canal_non_numerique: true »"),
        ({"aucun_canal_non_numerique": True}, "jamais les deux"),
        ({"silence": None}, "clé « silence » : écrivez soit cette clé, soit « sans_silence: true »"),
        ({"sans_silence": True}, "clé « silence » : écrivez soit cette clé"),
        ({"verifie_le": "hier"}, "clé « verifie_le » : une date est attendue"),
        ({"pieges": "aucun"}, "clé « pieges » : une liste est attendue"),
        ({"pieges": [{"mots": "x"}]}, "pieges n° 1, clé « source »"),
        ({"couleur": "rouge"}, "clé « couleur » : clé inconnue"),
        (
            {"personne": {**NEW["personne"], "etapes": [{"picto": "chat", "mots": "x"}] * 2}},
            "« chat » n’est pas prévu",
        ),
        ({"sources": {**NEW["sources"], "de_trop": NEW["sources"]["cartes"]}}, "« de_trop » ne sert à aucune phrase"),
        ({"sources": {**NEW["sources"], "cartes": {"texte": "x", "lu_le": NEW["verifie_le"], "marque": "Z"}}}, "clé « marque » : « Z »"),
    ],
)
def test_a_message_says_the_file_the_key_and_what_to_write(changes: dict[str, object], said: str) -> None:
    assert said in refused(**changes)


def test_yaml_badly_written_says_its_line(tmp_path: Path) -> None:
    (tmp_path / "faux.yaml").write_text("code: [a\ntitre: b: c", encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    assert problem.startswith("faux.yaml : le YAML est mal écrit à la ligne 2")
