"""A sheet read column by column gives the households that rows give, and leaves to the rows all that something is to be said of."""

import csv
import pickle
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from relais.law.answers.units import ordered
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Scope
from relais.law.situation.files import raw_cases
from relais.law.situation.household import Household
from relais.law.situation.rows import SheetCase
from relais.law.situation.sheet_columns import SheetReader, Together
from relais.law.situation.sheet_lines import SheetLines, in_lines
from tests.factories.caseloads import write_caseload
from tests.law.situation.households import MONTH

HOUSEHOLDS = 80
#: what people write in a cell, right or wrong.
WORDS = (
    *("", " ", "?", "nsp", "refus", "abc", "oui", "non", "Oui", "0", "1", "-5", "12", "1400", "1 400,50 €", "650+120", "99999999"),
    *("1400 puis 900 depuis août 2026", "900 depuis 2026-08, avant 1400", "12/03/1988", "1988-03-12", "31/02/1990", "38 ans", "1875-01-01"),
    *(
        "2027-06-01",
        "2031-01-01",
        "hors_UE",
        "UE",
        "FR",
        "emploi",
        "salarié",
        "locataire_vide",
        "loc",
        "enfant",
        "conjoint",
        "autre",
        "dem",
    ),
    *("59512", "1001", "99999", "Roubaix", "=1+1", "p1", "p 1", "x" * 300, "2,5", "1e9", "nan", "٣"),
)


def read(path: Path) -> tuple[list[SheetCase], Together]:
    cases = [case for case in raw_cases(path) if isinstance(case, SheetCase)]
    together = SheetReader(cases[0].header, MONTH).read(cases)
    lines = in_lines(cases)
    if isinstance(lines, SheetLines):
        same(lines, cases)
        from_lines = SheetReader(cases[0].header, MONTH).read(lines)
        assert (from_lines.places, from_lines.others) == (together.places, together.others)
        assert list(from_lines.cohort or ()) == list(together.cohort or ())
    return cases, together


def same(lines: SheetLines, cases: list[SheetCase]) -> None:
    """Each case is found again, and says the same."""
    sent = pickle.loads(pickle.dumps(lines))
    assert len(sent) == len(cases)
    for rank, case in enumerate(cases):
        assert (sent[rank].id, sent[rank].line, sent[rank].position) == (case.id, case.line, case.position)
        assert sent[rank].read(MONTH) == case.read(MONTH)
    assert [case.id for case in sent[1:3]] == [case.id for case in cases[1:3]]


def agree(cases: list[SheetCase], read_together: Together) -> None:
    """What is read in columns is what rows give, without a word; the others are all there, in order."""
    assert sorted([*read_together.places, *read_together.others]) == list(range(len(cases)))
    told: list[Household] = [] if read_together.cohort is None else list(read_together.cohort)
    for place, household in zip(read_together.places, told, strict=True):
        case = cases[place].read(MONTH)
        assert case.household is not None
        assert case.problems == ()
        assert ordered(case.household) == household


def spoilt(path: Path, seed: int, share: float) -> Path:
    """The same file, some of its cells drawn among ``WORDS``, or from another row of the column."""
    chance = random.Random(seed)
    header, *rows = csv.reader(path.read_text("utf-8").splitlines(), delimiter=";")
    for row in rows:
        for rank in range(1, len(row)):
            if chance.random() < share:
                row[rank] = chance.choice(WORDS) if chance.random() < 0.5 else chance.choice(rows)[rank]
        if chance.random() < share / 4:
            row[0] = chance.choice(["", "f1", "f2", row[0]])
        if chance.random() < share / 4:
            row.append("de trop")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    return path


def test_a_clean_file_is_read_in_columns(tmp_path: Path) -> None:
    cases, together = read(write_caseload(tmp_path / "f.csv", HOUSEHOLDS))
    agree(cases, together)
    assert len(together.places) > 0.9 * HOUSEHOLDS


@pytest.mark.parametrize("share", [0.005, 0.05])
@pytest.mark.parametrize("seed", range(8))
def test_a_spoilt_file_is_read_as_its_rows_are(tmp_path: Path, seed: int, share: float) -> None:
    cases, together = read(spoilt(write_caseload(tmp_path / "f.csv", HOUSEHOLDS, seed=seed), seed, share))
    agree(cases, together)
    fine = sum(not (case := one.read(MONTH)).problems and case.household is not None for one in cases)
    # ages a few months apart from a limit are left to the rows; nothing else that is fine is
    assert len(together.places) >= 0.9 * fine


@pytest.mark.parametrize("code", list(facts()))
def test_each_word_in_each_column(tmp_path: Path, code: str) -> None:
    """A file with one household by word: the demandeur, and a child who bears it too when the fact is one of a person."""
    path = tmp_path / "f.csv"
    path.write_text(
        "\n".join(
            [
                f"menage;role;_rien;{code}",
                *(
                    f"f{rank};{role};;{word}"
                    for rank, word in enumerate(WORDS)
                    for role in (("demandeur", "enfant") if facts()[code].scope is Scope.PERSON else ("demandeur",))
                ),
            ]
        ),
        "utf-8",
    )
    cases, together = read(path)
    agree(cases, together)
    assert together.places


@pytest.mark.parametrize("spoil", [lambda text: text + "a" * 400 + ";enfant;3", lambda text: text.replace("é", "\0")], ids=["long", "nil"])
def test_cells_that_are_too_long_or_hold_a_nil_are_compared_as_texts(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    path = tmp_path / "f.csv"
    lines = [f"f{rank};demandeur;{cell}" for rank, cell in enumerate(["400"] * 300 + ["400é", "40", "", "400", "é" * 30])]
    path.write_text(spoil("\n".join(["menage;role;loyer", *lines, ""])), "utf-8")
    cases, together = read(path)
    agree(cases, together)
    assert together.cohort is not None
    assert [one.facts.get("loyer") for one in together.cohort][299:303] == [400.0, 40.0, None, 400.0]


def test_a_line_without_household_keeps_rows_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("menage;role;loyer\na;demandeur;400\n;enfant;400\nb;demandeur;300\n", "utf-8")
    cases, together = read(path)
    assert in_lines(cases) is cases
    agree(cases, together)
    assert together.places == [1]
    assert [one.id for one in pickle.loads(pickle.dumps(cases))] == ["a", "b"]


def test_rows_that_say_the_dwelling_twice(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    rows = ["a;demandeur;450;refus", "a;enfant;450,00;", "b;demandeur;450;100", "b;enfant;460;100", "c;enfant;;refus", "c;demandeur;500;7"]
    path.write_text("\n".join(["menage;role;loyer;epargne", *rows]), "utf-8")
    cases, together = read(path)
    agree(cases, together)
    assert together.cohort is not None
    assert together.cohort.ids == ("a", "c")
    assert together.cohort[0].refused == {"epargne"}
    assert together.cohort[1].facts == {"loyer": 500.0, "epargne": 7.0}
    assert together.cohort[1].persons[0].id == "p2"


def test_cells_of_a_workbook_that_are_equal_and_not_the_same(tmp_path: Path) -> None:
    """``True``, ``1`` and ``1.0`` are one key of a dictionary; only two of them are an amount."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in (
        ["menage", "role", "loyer", "colocation"],
        *([f"f{rank}", "demandeur", cell, cell] for rank, cell in enumerate((1, True, 1.0))),
    ):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    cases, together = read(tmp_path / "f.xlsx")
    agree(cases, together)
    assert together.places == [0, 2]
