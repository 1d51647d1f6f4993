"""A structure adds or corrects a type of letter by a file; a wrong file changes nothing, and says what to write and where."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from relais.law.mail.catalogue import DATA, national, offered, problems_of
from relais.law.mail.reading import read_data
from relais.law.rights.reading import SheetRefused

NEW: dict[str, Any] = yaml.safe_load((DATA / "refus_apl.yaml").read_text("utf-8")) | {"code": "cantine", "structure": "CCAS de Lille"}
CORRECTION: dict[str, Any] = {
    "code": "refus_apl", "corrige": True, "structure": "CCAS de Lille", "verifie_le": NEW["verifie_le"], "verifie_par": "Solène",
    "eviter": ["Ne téléphonez pas le lundi."],
}  # fmt: skip


def write(folder: Path, name: str, content: object) -> None:
    (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def refused(**changes: object) -> str:
    with pytest.raises(SheetRefused) as problem:
        read_data({key: value for key, value in (NEW | changes).items() if value is not None}, "cantine.yaml")
    return str(problem.value)


def test_a_new_type_stands_beside_the_national_ones(tmp_path: Path) -> None:
    write(tmp_path, "cantine.yaml", NEW)
    assert set(offered(tmp_path)) == {*national(), "cantine"}
    assert problems_of(tmp_path) == ()


def test_a_correction_replaces_only_the_keys_it_writes(tmp_path: Path) -> None:
    write(tmp_path, "refus_apl.yaml", CORRECTION)
    corrected = offered(tmp_path)["refus_apl"]
    assert [said.words for said in corrected.avoid] == ["Ne téléphonez pas le lundi."]
    assert corrected.meaning == national()["refus_apl"].meaning
    assert (corrected.owner, corrected.verified_by) == ("CCAS de Lille", "Solène")


def test_a_correction_may_take_the_clock_away(tmp_path: Path) -> None:
    write(tmp_path, "refus_apl.yaml", {**CORRECTION, "sans_horloge": "La date est dans la lettre."})
    corrected = offered(tmp_path)["refus_apl"]
    assert corrected.clocks == () and corrected.no_clock is not None


def test_one_wrong_file_and_none_is_used(tmp_path: Path) -> None:
    write(tmp_path, "cantine.yaml", NEW)
    write(tmp_path, "rien.yaml", {**CORRECTION, "code": "inconnu"})
    assert set(offered(tmp_path)) == set(national())
    (problem,) = problems_of(tmp_path)
    assert problem == "rien.yaml, clé « corrige » : aucun texte national n’a le code « inconnu ». Vérifiez le code."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            {key: value for key, value in CORRECTION.items() if key != "corrige"},
            "existe déjà. Pour corriger ce texte, ajoutez « corrige: true »",
        ),
        ({key: value for key, value in CORRECTION.items() if key != "verifie_le"}, "clé « verifie_le » : qui corrige un texte dit quand"),
        ({key: value for key, value in NEW.items() if key != "structure"}, "clé « structure » : dites qui a écrit ce texte"),
        ([], "un groupe de clés est attendu"),
    ],
)
def test_the_folder_says_what_is_wrong(tmp_path: Path, content: object, said: str) -> None:
    write(tmp_path, "a.yaml", content)
    assert said in "\n".join(problems_of(tmp_path))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titre": None}, "clé « titre » : un texte est attendu. Exemple : titre: La mairie refuse"),
        ({"code": "É"}, "clé « code » : « É » : 3 à 40 lettres minuscules"),
        ({"expediteurs": ["voisin"]}, "« voisin » n’est pas prévu ; possibles : caf,"),
        ({"aspect": ["Une page."]}, "clé « aspect » : au moins 2 élément attendu"),
        ({"horloges": ["recours.inconnu"]}, "« recours.inconnu » n’est pas prévu"),
        ({"horloges": None}, "écrivez soit les délais qui partent, soit « sans_horloge: … »"),
        ({"faits": ["couleur"]}, "faits n° 1, clé « fait » : « couleur » n’est pas prévu"),
        ({"faits": ["montant"] * 5}, "au plus 4 : deux ou trois suffisent"),
        ({"dabord": ["Lisez."] * 6}, "au plus 5 gestes"),
        ({"sens": [{"mots": "Non.", "source": "rien"}]}, "sens n° 1, clé « source » : « rien » n’est pas sous « sources »"),
        ({"courriers": [{"lettre": "rien", "pour": "Écrire."}]}, "« rien » n’est pas un courrier national"),
        ({"courriers": [{"lettre": "recours_apl", "pour": "Écrire.", "avec": {"decision": "oui"}}]}, "n’est pas un choix de ce courrier"),
        ({"courriers": [{"lettre": "cada", "pour": "Écrire.", "reprend": {"rien": "recu"}}]}, "« rien » n’est pas une question"),
        ({"courriers": [{"lettre": "cada", "pour": "Écrire.", "reprend": {"refus_du": "hier"}}]}, "« hier » n’est pas prévu"),
        ({"appeler": [{"qui": "CAF", "mots": "Là.", "numero": "zéro"}]}, "un numéro de téléphone, entre guillemets"),
        ({"appeler": [{"qui": "CAF", "mots": "Là.", "numero": "3230"}]}, "clé « source » : un texte est attendu"),
        ({"mediation": "la voisine"}, "« la voisine » n’est pas une règle"),
        ({"couleur": "rouge"}, "clé « couleur » : clé inconnue"),
        ({"sources": {"x": {"texte": "Un texte", "lu_le": NEW["verifie_le"], "marque": "P"}}}, "« x » ne sert à aucune phrase"),
        ({"depart": {"question": "Quand ?"}}, "depart, clé « sinon » : un texte est attendu"),
    ],
)  # fmt: skip
def test_the_loader_says_what_is_wrong_and_where(changes: dict[str, object], said: str) -> None:
    assert said in refused(**changes)
