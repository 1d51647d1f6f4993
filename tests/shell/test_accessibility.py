"""The statement of accessibility claims no more than what is shown."""

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relais.shell.accessibility import grid
from relais.shell.rules import Conformity, Tally, conformity, tally

ROOT = Path(__file__).resolve().parents[2]
CRITERIA = [criterion for theme in grid().themes for criterion in theme.criteria]
#: criteria by theme in the RGAA 4.1.2.
SIZES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]


def exists(evidence: str) -> bool:
    path, _, name = evidence.partition("::")
    file = ROOT / path
    return file.is_file() and (not name or f"def {name}(" in file.read_text("utf-8"))


def test_the_grid_is_whole() -> None:
    assert [len(theme.criteria) for theme in grid().themes] == SIZES
    expected = [f"{theme}.{number}" for theme, size in enumerate(SIZES, 1) for number in range(1, size + 1)]
    assert [criterion.id for criterion in CRITERIA] == expected
    assert all(criterion.title for criterion in CRITERIA)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.id)
def test_a_claim_names_a_test_that_exists(criterion: object) -> None:
    state, evidence = criterion.state, criterion.evidence  # type: ignore[attr-defined]
    assert state in {"conforme", "non_conforme", "non_applicable", "non_teste"}
    assert not evidence or exists(evidence), evidence
    if state in {"conforme", "non_applicable"}:
        assert evidence, "conforme and non_applicable name the test that shows it"
    if state in {"non_conforme", "non_applicable"}:
        assert criterion.note, "say why"  # type: ignore[attr-defined]


def test_evidence_that_is_gone_would_be_seen() -> None:
    assert not exists("tests/shell/test_every_page.py::test_gone")
    assert not exists("tests/gone.py")


def test_the_tally_counts_every_criterion() -> None:
    counts = grid().counts
    assert counts.total == 106
    assert counts == tally(criterion.state for criterion in CRITERIA)
    with pytest.raises(TypeError):
        tally(["parfait"])


AUDIT = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("counts", "audited_on", "claim"),
    [
        (Tally(106, 0, 0, 0), AUDIT, Conformity.TOTAL),
        (Tally(80, 6, 20, 0), AUDIT, Conformity.PARTIAL),
        (Tally(43, 43, 20, 0), AUDIT, Conformity.PARTIAL),
        (Tally(40, 46, 20, 0), AUDIT, Conformity.NONE),
        (Tally(106, 0, 0, 0), None, Conformity.NONE),
        (Tally(105, 0, 0, 1), AUDIT, Conformity.NONE),
        (Tally(0, 0, 106, 0), AUDIT, Conformity.NONE),
    ],
)
def test_what_may_be_claimed(counts: Tally, audited_on: date | None, claim: Conformity) -> None:
    assert conformity(counts=counts, audited_on=audited_on) is claim


@pytest.mark.django_db
def test_every_page_bears_the_mention_and_the_statement_says_the_same(client: Client) -> None:
    home = BeautifulSoup(client.get("/").content, "html.parser")
    link = home.select_one("footer a[href='/accessibilite/']")
    assert link is not None
    assert link.get_text(strip=True).endswith(grid().claim)
    statement = BeautifulSoup(client.get("/accessibilite/").content, "html.parser").get_text(" ", strip=True)
    assert str(grid().claim) in statement
    assert "Aucun audit" in statement
    assert "Défenseur des droits" in statement
