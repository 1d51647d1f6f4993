"""The register of algorithms and the capability sheet say what runs, and only what a test shows."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relais.law.rights.catalogue import catalogue
from relais.shell.registers import algorithms, capabilities, in_force

ROOT = Path(__file__).resolve().parents[2]


def test_every_test_named_is_there() -> None:
    named = [path for algorithm in algorithms() for path in algorithm.tests] + [one.evidence for one in capabilities() if one.evidence]
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).is_file()] == []
    assert [path for path in named if "def test_" not in (ROOT / path).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    "place", ["tests/screening/api/", "tests/screening/test_sheet", "tests/journeys/", "tests/law/", "tests/foundation/"]
)
def test_the_sheet_of_capabilities_covers_each_face(place: str) -> None:
    assert any(one.done and one.evidence.startswith(place) for one in capabilities())


def test_every_test_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 25
    assert {path for path in named if not (ROOT / path).is_file()} == set()
    done = [line for line in text.splitlines() if re.search(r"\| done[ :]", line)]
    assert [line for line in done if "`tests/" not in line and "by absence" not in line and "no such feature" not in line] == []
    assert "| written" not in text


def test_what_relais_does_is_shown_by_a_test() -> None:
    assert all(one.evidence for one in capabilities() if one.done)
    assert any(not one.done for one in capabilities())


def test_the_register_reads_what_really_runs() -> None:
    force = in_force()
    assert "openfisca-france" in force.engine
    assert len(force.rights) == len(catalogue())
    assert len(force.facts) > 20
    assert force.inputs


def test_an_engine_that_is_absent_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.shell import registers

    def absent() -> None:
        raise RuntimeError("not installed")

    monkeypatch.setattr(registers, "installed", absent)
    assert registers._engine() == "non installé"


@pytest.mark.django_db
def test_the_register_bears_the_parts_that_the_law_asks_for(client: Client) -> None:
    page = BeautifulSoup(client.get("/algorithmes/").content, "html.parser").get_text(" ", strip=True)
    for part in ("Responsable", "Version", "Sources", "Opérations", "Erreurs et limites connues", "R.311-3-1-2", "2024/1689", "Essais"):
        assert part in page, part
    for card in catalogue().values():
        assert card.label.split("(")[0].split("'")[0].strip()[:12] in page.replace("’", "'") or card.label in page


@pytest.mark.django_db
def test_the_capability_sheet_shows_both_sides(client: Client) -> None:
    page = BeautifulSoup(client.get("/capacites/").content, "html.parser").get_text(" ", strip=True)
    assert "Ce qu’il fait" in page
    assert "Ce qu’il ne fait pas" in page
    assert "tests/ui/test_typography.py" in page


@pytest.mark.django_db
def test_the_source_is_offered_with_or_without_an_address(client: Client, settings: object) -> None:
    assert "demandez-la" in client.get("/code-source/").content.decode()
    settings.SOURCE_URL = "https://exemple.fr/relais"  # type: ignore[attr-defined]
    assert 'href="https://exemple.fr/relais"' in client.get("/code-source/").content.decode()


@pytest.mark.django_db
def test_robots_are_kept_away_from_simulations(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /droits/" in answer.content.decode()
