"""Communes: found by what people type, located, counted against the reference table when it is there."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relais.law.places.place import departement, is_metropole, is_place, place
from relais.law.places.search import by_postal, current_code, search
from relais.law.places.table import table

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT.parent / "shared" / "data" / "geo" / "communes_2026.csv"
if not REFERENCE.exists():  # a worktree lies one folder deeper
    REFERENCE = ROOT.parents[1] / "shared" / "data" / "geo" / "communes_2026.csv"


def codes(text: str, limit: int = 5) -> list[str]:
    return [found.code for found in search(text, limit)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("roub", "59512"),
        ("ROUBAIX", "59512"),
        ("59100", "59512"),
        ("59512", "59512"),
        ("Roubaix (59100)", "59512"),
        ("roubaix 59", "59512"),
        ("saint-denis 93", "93066"),
        ("St-Denis 974", "97411"),
        ("saint etienne", "42218"),
        ("l’haÿ", "94038"),
        ("ascq", "59009"),
        ("paris", "75056"),
        ("paris 11", "75111"),
        ("Paris 1er", "75101"),
        ("75011", "75111"),
        ("marseille 1", "13201"),
        ("lyon 3e", "69383"),
        ("69003", "69383"),
        ("2a004", "2A004"),
        ("Arbignieu", "01015"),
        ("69232", "69123"),
        ("97400", "97411"),
    ],
)
def test_the_first_answer_is_the_place_meant(typed: str, code: str) -> None:
    assert codes(typed)[0] == code


def test_an_exact_name_comes_before_longer_ones_and_large_towns_before_small() -> None:
    found = search("lille", 4)
    assert found[0].code == "59350"
    assert [one.population for one in found[1:]] == sorted((one.population for one in found[1:]), reverse=True)


def test_a_postal_code_of_an_arrondissement_does_not_answer_the_whole_city() -> None:
    assert by_postal("75011") == ["75111"]
    assert "13055" not in by_postal("13001")


def test_a_postal_code_lists_its_communes_once_each() -> None:
    found = codes("01400", 50)
    assert len(found) == len(set(found)) > 5
    assert found[-1] == "01400", "also the INSEE code of another commune, which comes last"
    assert all("01400" in place(code).postal for code in found[:-1])


@pytest.mark.parametrize("typed", ["", "  ", "zzzz", "00000", "𝔘𝔘", "99999"])
def test_nothing_resembling_answers_nothing(typed: str) -> None:
    assert search(typed) == []
    assert search("roubaix", 0) == []


def test_a_place_says_where_it_lies() -> None:
    roubaix = place("59512")
    assert roubaix is not None
    assert (roubaix.departement, roubaix.departement_name, roubaix.region_name) == ("59", "Nord", "Hauts-de-France")
    assert (roubaix.epci, roubaix.epci_name) == ("200093201", "Métropole Européenne de Lille")
    assert roubaix.label == "Roubaix (59100)"
    eleventh = place("75111")
    assert eleventh is not None
    assert (eleventh.mother, eleventh.epci_name) == ("75056", "Métropole du Grand Paris")
    assert place("75056").label == "Paris (75)"
    assert place("75011") is None and place("") is None
    assert not is_place("75011")


def test_territories() -> None:
    assert [departement(code) for code in ("59512", "2A004", "97411", "98818")] == ["59", "2A", "974", "988"]
    assert is_metropole("2B033") and not is_metropole("97411") and not is_metropole("98818")


def test_every_place_has_a_departement_and_a_region() -> None:
    for code in table().code:
        assert place(code).region_name


def test_former_communes_lead_to_a_commune_of_today() -> None:
    assert all(now in table().rank for _, _, now in table().former)
    assert current_code("59512") == "59512"
    assert current_code("69232") == "69123"
    assert current_code("00000") is None
    assert codes("75011") == ["75111"], "the postal code of today, not the code of Bonneuil-sur-Marne before 1968"


def test_same_communes_as_the_reference_table() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference table ../shared/data/geo is not on this machine")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(table().code) == 35_014
    wrong = [
        row["code_insee"]
        for row in rows
        if (here := place(row["code_insee"])) is None
        or (here.name, here.departement, here.region, here.population)
        != (row["nom"], row["departement"], row["region"], int(row["population"] or 0))
        or set(here.postal) != set(row["codes_postaux"].replace("|", " ").replace(";", " ").split())
        or (here.epci != row["epci"] and not here.mother)
    ]
    assert wrong == []


def test_loads_quickly() -> None:
    """Measured in the test's own process, without the interpreter's start; processor time, and room for a slow machine."""
    table.cache_clear()
    best = 1.0
    for _ in range(3):
        table.cache_clear()
        start = time.process_time()
        table()
        best = min(best, time.process_time() - start)
    assert best < 0.2


def package(folder: Path) -> Path:
    """A small package laid out like the real one."""
    data = {
        "communes": [
            {"code": "97101", "nom": "Là-bas", "type": "commune-actuelle", "departement": "971", "region": "01", "codesPostaux": ["97139"]},
            {"code": "01001", "nom": "Ici", "type": "commune-actuelle", "departement": "01", "region": "84", "codesPostaux": ["01400"],
             "population": 860, "anciensCodes": ["01999"]},
            {"code": "01002", "nom": "Autrefois", "type": "commune-deleguee", "chefLieu": "01001", "departement": "01", "region": "84"},
        ],
        "epci": [{"code": "200", "nom": "CC", "membres": [{"code": "01001"}]}],
        "departements": [{"code": "01", "nom": "Ain", "region": "84"}, {"code": "971", "nom": "Guadeloupe", "region": "01"}],
        "regions": [{"code": "84", "nom": "ARA"}, {"code": "01", "nom": "Guadeloupe"}],
    }  # fmt: skip
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": "6.0.0"}), "utf-8")
    for name, rows in data.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(rows), "utf-8")
    return folder


def test_the_tool_writes_the_same_bytes_twice(tmp_path: Path) -> None:
    folder = package(tmp_path / "package")
    tool = ROOT / "tools" / "make_places.py"
    outs = [tmp_path / "one.gz", tmp_path / "two.gz"]
    for out in outs:
        subprocess.run([sys.executable, tool, folder, out], check=True, capture_output=True)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_tool_refuses_a_vintage_it_does_not_know(tmp_path: Path) -> None:
    folder = package(tmp_path / "package")
    (folder / "package.json").write_text(json.dumps({"version": "7.0.0"}), "utf-8")
    ended = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_places.py", folder, tmp_path / "out.gz"], check=False, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "7.0.0" in ended.stderr
    assert not (tmp_path / "out.gz").exists()
