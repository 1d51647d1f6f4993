"""A structure adds its own rights by files; a wrong file adds nothing and says what to write."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import relais.demo
from relais.kernel.months import Month
from relais.law.rights.card import Card
from relais.law.rights.local import load_local
from relais.law.rights.opening import columns_of, period_of
from relais.law.rights.reading import SheetRefused
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

DEMO = sorted((Path(relais.demo.__file__).parent / "local_rights").glob("*.yaml"))


def _file(tmp_path: Path, name: str = "aide.yaml", **changes: object) -> Path:
    data = yaml.safe_load(DEMO[0].read_text(encoding="utf-8")) | changes
    path = tmp_path / name
    path.write_text(yaml.safe_dump({key: value for key, value in data.items() if value is not None}, allow_unicode=True), encoding="utf-8")
    return path


def _couple(wage: float = 1400.0, **facts: object) -> Household:
    persons = (
        Person("p1", Role.DEMANDEUR, {"naissance": date(1990, 5, 12), "statut": "emploi", "salaire": wage}),
        Person("p2", Role.CONJOINT, {"naissance": date(1992, 8, 1)}),
        Person("p3", Role.ENFANT, {"naissance": date(2018, 3, 10)}),
        Person("p4", Role.ENFANT, {"naissance": date(2024, 11, 2)}),
    )
    return Household("h", Month(2026, 10), persons, {"commune": "59512", "logement": "locataire_vide", "loyer": 620.0, **facts})


def _open(card: Card, *households: Household) -> list[bool]:
    return columns_of(card, to_block(list(households)), {}).opened.tolist()


def _rule(condition: dict[str, object], tmp_path: Path) -> Card:
    return load_local([_file(tmp_path, conditions_generales=[condition])])[0]


def test_the_demo_ships_two_rights_that_say_they_are_fictional():
    cards = load_local(DEMO)
    assert len(cards) == 2
    assert all(card.local and card.family == "local" and "Exemple fictif" in card.label for card in cards)
    assert all("fictif" in card.sentence.lower() and "fictif" in card.person_sentence for card in cards)


def test_the_demo_rights_answer_for_the_couple_of_roubaix():
    canteen, travel = load_local(DEMO)
    assert _open(canteen, _couple(), _couple(1801.0), _couple(commune="59350")) == [True, False, False]
    assert _open(travel, _couple(quotient_familial=900.0), _couple(quotient_familial=901.0), _couple(commune="62041")) == [
        True,
        False,
        False,
    ]
    assert canteen.ceiling == ""
    assert travel.ceiling == "a_verifier"


def test_amounts_keep_their_period():
    canteen, travel = load_local(DEMO)
    block = to_block([_couple(quotient_familial=500.0), _couple(9000.0, quotient_familial=5000.0)])
    assert columns_of(canteen, block, {}).euros.tolist() == [25.0, 0.0]
    assert columns_of(travel, block, {}).euros.tolist() == [10.0, 0.0]
    assert (period_of(canteen), period_of(travel)) == ("month", "year")


@pytest.mark.parametrize(
    ("condition", "household", "expected"),
    [
        ({"type": "age", "operateur": "<", "valeur": 36, "personnes": ["demandeur"]}, _couple(), False),
        ({"type": "age", "operateur": "<", "valeur": 37, "personnes": ["demandeur"]}, _couple(), True),
        ({"type": "age", "operateur": ">", "valeur": 36, "personnes": ["demandeur"]}, _couple(), False),
        ({"type": "quotient_familial", "operateur": "<", "valeur": 700}, _couple(quotient_familial=700.0), False),
        ({"type": "quotient_familial", "operateur": "<", "valeur": 700}, _couple(quotient_familial=699.9), True),
        ({"type": "loyer", "operateur": ">=", "valeur": 620}, _couple(), True),
        ({"type": "enfants", "operateur": "=", "valeur": 2}, _couple(), True),
        ({"type": "personnes_du_foyer", "operateur": ">", "valeur": 4}, _couple(), False),
        ({"type": "couple", "valeur": False}, _couple(), False),
        ({"type": "epcis", "valeurs": ["200093201"]}, _couple(), True),
        ({"type": "regions", "valeurs": ["11"]}, _couple(), False),
        ({"type": "profil", "valeurs": ["emploi"]}, _couple(), True),
        ({"type": "logement", "valeurs": ["heberge"]}, _couple(), False),
        ({"type": "revenus", "operateur": "<", "valeur": 1400, "mois": 0}, _couple(), False),
    ],
)
def test_each_type_of_condition(tmp_path, condition, household, expected):
    assert _open(_rule(condition, tmp_path), household) == [expected]


def test_a_condition_without_words_gets_plain_ones(tmp_path):
    card = _rule({"type": "quotient_familial", "operateur": "<=", "valeur": 700}, tmp_path)
    assert card.declared[0].label == "Quotient familial : au plus 700 €"
    assert card.facts == ("quotient_familial",)


@pytest.mark.parametrize(
    ("changes", "key", "example"),
    [
        ({"code": "Aide Cantine"}, "code", "aide_cantine"),
        ({"nom": None}, "nom", "Aide à la cantine"),
        ({"court": "x" * 26}, "court", "25 signes"),
        ({"montant": "vingt"}, "montant", "montant: 25"),
        ({"montant": -5}, "montant", "montant: 25"),
        ({"periodicite": "trimestrielle"}, "periodicite", "mensuelle"),
        ({"verifie_le": "12/03/2026"}, "verifie_le", "2026-03-12"),
        ({"conditions_generales": []}, "conditions_generales", "quotient_familial"),
        ({"conditions_generales": [{"type": "taille"}]}, "type", "type: age"),
        ({"conditions_generales": [{"type": "communes", "valeurs": [59512]}]}, "valeurs", '"59512"'),
        ({"conditions_generales": [{"type": "age", "operateur": "~", "valeur": 3}]}, "operateur", "<="),
        ({"conditions_generales": [{"type": "age", "operateur": ">="}]}, "valeur", "valeur: 700"),
        ({"canaux": [{"moyen": "pigeon", "mots": "x"}]}, "moyen", "guichet"),
        ({"canaux": [{"moyen": "en ligne", "mots": "Site"}]}, "canaux", "Accueil du CCAS"),
        ({"colour": 1}, "colour", "clé inconnue"),
    ],
)
def test_a_bad_file_names_file_key_and_an_example(tmp_path, changes, key, example):
    with pytest.raises(SheetRefused) as caught:
        load_local([_file(tmp_path, **changes)])
    assert any("aide.yaml" in problem and f"« {key} »" in problem and example in problem for problem in caught.value.problems)


def test_one_bad_file_adds_nothing_and_all_files_are_read(tmp_path):
    good, bad, worse = _file(tmp_path), _file(tmp_path, "b.yaml", code="autre_aide", ou=None), tmp_path / "absent.yaml"
    with pytest.raises(SheetRefused) as caught:
        load_local([good, bad, worse])
    assert {problem.split(",")[0].split("\u00a0")[0].split(" ")[0] for problem in caught.value.problems} == {"b.yaml", "absent.yaml"}


def test_a_code_taken_by_the_catalogue_or_by_another_file_is_refused(tmp_path):
    with pytest.raises(SheetRefused, match="« rsa » existe déjà"):
        load_local([_file(tmp_path, code="rsa")])
    with pytest.raises(SheetRefused, match="existe déjà"):
        load_local([_file(tmp_path), _file(tmp_path, "deux.yaml")])
