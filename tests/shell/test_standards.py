"""The page of standards says each one with its version, the test that proves it, what is not covered, and what each tool changes (S35)."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relais.law.engine.versions import installed
from relais.law.places.table import table
from relais.shell.accessibility import grid
from relais.shell.standards import FAMILIES, READERS, Standard, Use, by_family, consequences, counts, standards
from tests.architecture.test_requirements import names_in

#: those that the doctrine names, and those that somebody would look for.
ASKED = {"rgaa", "rgpd", "cnil-2021-028", "cnil-2021-122", "data-inclusion", "openfisca-france", "cog", "siren", "mediation-numerique"}
ASKED |= {"proconnect", "pdf-ua", "pdf-a", "nir", "falc"}


def there(named: str) -> bool:
    path, _colons, name = named.partition("::")
    return name in names_in(path)


@pytest.mark.parametrize("standard", standards(), ids=lambda one: one.code)
def test_every_proof_is_a_test_that_exists(standard: Standard) -> None:
    assert [named for named in standard.tests if not there(named)] == []


def test_a_proof_that_is_gone_would_be_seen() -> None:
    assert there("tests/shell/test_standards.py::test_a_proof_that_is_gone_would_be_seen")
    assert not there("tests/shell/test_standards.py::test_gone")
    assert not there("tests/shell/gone.py::test_gone")


def test_each_standard_is_there_once_in_its_family_and_says_what_it_does_not_cover() -> None:
    codes = [one.code for one in standards()]
    assert len(codes) == len(set(codes))
    assert set(codes) >= ASKED
    assert [title for title, _found in by_family()] == [str(title) for title in FAMILIES.values()]
    assert all(one.limits for one in standards())
    assert sum(count for _words, count in counts()) == len(codes)


@pytest.mark.parametrize(
    "change",
    [
        {"tests": ()},
        {"limits": ()},
        {"family": "ailleurs"},
        {"version": ""},
        {"state": Use.NOT_YET},
        {"state": Use.NOT_YET, "tests": ()},
    ],
)
def test_nothing_is_claimed_without_its_version_its_test_and_its_limits(change: dict[str, object]) -> None:
    whole: dict[str, object] = {"code": "x", "family": "droit", "name": "X", "state": Use.WHOLE, "purpose": "p", "limits": ("l",)}
    whole |= {"version": "1", "tests": ("t",)}
    Standard(**whole)  # type: ignore[arg-type]  # as the data file gives it
    with pytest.raises(ValueError, match="x:"):
        Standard(**{**whole, **change})  # type: ignore[arg-type]  # the same


def test_versions_are_those_that_run() -> None:
    told = {one.code: one.in_force for one in standards()}
    assert told["openfisca-france"] == str(installed())
    assert told["cog"] == table().vintage
    assert told["data-inclusion"] == ""
    assert {one.reader for one in standards() if one.reader} == set(READERS)
    # no audit: the statement and this page agree that it is followed in part
    rgaa = next(one for one in standards() if one.code == "rgaa")
    assert (rgaa.state is Use.PARTLY) == (grid().audited_on is None)


@pytest.mark.django_db
def test_the_interface_announces_the_version_that_the_page_says(client: Client) -> None:
    told = next(one for one in standards() if one.code == "openapi").in_force
    assert client.get("/api/openapi.json").json()["openapi"].startswith(f"{told}.")


@pytest.mark.django_db
def test_the_page_shows_each_with_its_proof_and_what_is_not_used(client: Client) -> None:
    page = BeautifulSoup(client.get("/normes/").content, "html.parser")
    text = " ".join(page.get_text(" ", strip=True).split())
    for standard in standards():
        heading = page.find(id=standard.code)
        row = heading.find_parent("tr") if heading is not None else None
        assert row is not None, standard.code
        told = row.get_text(" ", strip=True)
        assert standard.words in told
        assert all(named in told for named in standard.tests)
        assert ("Rien à prouver" in told) == (standard.state is Use.NOT_YET)
    assert "aucun organisme n’a contrôlé Relais" in text
    assert page.find("a", href="/accessibilite/")
    assert page.find("a", href="/algorithmes/")


@pytest.mark.django_db
def test_each_tool_says_who_gains_who_gives_what_may_harm_and_what_limits_it(client: Client) -> None:
    rows = BeautifulSoup(client.get("/normes/").content, "html.parser").select("#consequences ~ table tbody tr")
    assert len(rows) == len(consequences()) >= 10
    assert all(cell.get_text(strip=True) for row in rows for cell in row.find_all(["th", "td"]))
    assert len({one.name for one in consequences()}) == len(rows)
