"""Files that nobody should send and somebody will: each wrong household is named, the others are answered, nothing is lost."""

import argparse
import csv
import errno
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from relais.kernel.months import Month
from relais.law.situation.household import Household
from relais.screening.caseload import cli
from relais.screening.caseload.computing import ChunkFunction, Done
from relais.screening.caseload.reading import count_households
from relais.screening.caseload.store import ChunkStore
from tests.factories.answered import Told

Answers = list[Told]
Households = Sequence[Household]
HEADER = "menage;role;naissance;salaire;commune;loyer"
FINE = "bon;demandeur;12/3/1980;900;Lille 59000;400"


def answer(households: Households, month: Month) -> Answers:
    return [Told({"id": household.id, "month": str(month), "results": [], "next_questions": []}) for household in households]


class Run:
    """One review of a file into ``r.json``: its exit code, the ids answered, and the refusals by household."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "r.json"

    def __call__(self, *sources: Path, function: ChunkFunction = answer) -> int:
        parser = argparse.ArgumentParser()
        cli.arguments(parser)
        asked = parser.parse_args([*map(str, sources), "--out", str(self.out), "--workers", "1"])
        seen = self.folder / "vue"
        return cli.review(asked, today=Month(2026, 11), load=lambda: cli.Computing("essai", function, lambda month: None), seen=seen)

    def answered(self) -> list[str]:
        return [each["id"] for each in json.loads(self.out.read_text(encoding="utf-8"))]

    def refused(self) -> dict[str, str]:
        rows = csv.DictReader((self.folder / "r.json.erreurs.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
        return {row["foyer"]: row["message"] for row in rows}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def sheet(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join((HEADER, *lines, FINE)).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["faux;demandeur;31/02/1990;1400;Roubaix 59100;620"], "Cette date n’existe pas"),
        (["faux;demandeur;12/3/1990;1400;Roubaix 59100;-620"], "ne peut pas être négatif"),
        (["faux;demandeur;12/3/1990;1400;Atlantide;620"], "commune est inconnue"),
        (["faux;demandeur;12/3/1990;NaN;Roubaix 59100;620"], "ne se lit pas"),
        (["faux;demandeur;12/3/1990;1e999;Roubaix 59100;620"], "ne se lit pas"),
        (["faux;demandeur;12/3/1870;;;"], "L’année 1870"),
        (["faux;demandeur;12/3/1990;;;", "faux;enfant;1/1/1985;;;"], "séparent cet enfant de son parent"),
        (["faux;demandeur;12/3/1980;;;", *["faux;enfant;1/1/2015;;;"] * 40], "41 lignes"),
        (["faux;voisin;12/3/1990;;;"], "rôle"),
        (["faux;demandeur;12/3/1990;1400;Roubaix 59100;620;en trop"], "7 cases pour 6 colonnes"),
    ],
)
def test_a_wrong_household_is_named_and_the_next_is_answered(run: Run, tmp_path: Path, lines: list[str], said: str) -> None:
    assert run(sheet(tmp_path / "cas.csv", *lines)) == 1
    assert run.answered() == ["bon"]
    assert said.lower() in run.refused()["faux"].lower()


def test_an_id_that_comes_back_is_refused_and_the_first_is_kept(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["deux;demandeur;1/1/1970;;;", "autre;demandeur;1/1/1971;;;", "deux;demandeur;1/1/1972;;;"]
    assert run(sheet(tmp_path / "cas.csv", *lines)) == 1
    assert run.answered() == ["deux", "autre", "bon"]
    assert "déjà été lu" in run.refused()["deux"]
    assert "1 foyer refusé," in capsys.readouterr().err


def test_a_household_with_three_mistakes_is_one_household(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sheet(tmp_path / "cas.csv", "faux;demandeur;31/02/1990;nan;Atlantide;-3")) == 1
    assert "1 foyer refusé," in capsys.readouterr().err


def test_an_endless_identifier_does_not_fill_the_file_of_errors(run: Run, tmp_path: Path) -> None:
    name = "x" * 200_000
    assert run(sheet(tmp_path / "cas.csv", f"{name};demandeur;1980;;;", "b;demandeur;1981;;;", f"{name};demandeur;1980;;;")) == 1
    assert run.answered() == ["b", "bon"]
    assert (tmp_path / "r.json.erreurs.csv").stat().st_size < 2000


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ('{"id":"faux","persons":[{"role":"demandeur","facts":{"naissance":{"age":1e999}}}]}', "un âge"),
        ('{"id":"\\ud800","persons":[{"role":"demandeur"}]}', "coupé en deux"),
        ('{"id":"faux","persons":[{"role":"demandeur"}],"facts":{"commune":"\\udfff"}}', "coupé en deux"),
    ],
)
def test_json_that_cannot_be_written_back_does_not_end_the_run(run: Run, tmp_path: Path, first: str, said: str) -> None:
    source = tmp_path / "cas.json"
    source.write_text(f'[{first}, {{"id":"bon","persons":[{{"role":"demandeur"}}]}}]')
    assert run(source) == 1
    assert run.answered() == ["bon"]
    (message,) = run.refused().values()
    assert said in message


def test_braces_in_a_cell_are_only_braces(run: Run, tmp_path: Path) -> None:
    assert run(sheet(tmp_path / "cas.csv", "{x};demandeur;{0};{a};{commune};{")) == 1
    assert list(run.refused()) == ["{x}"]


def test_a_formula_in_an_identifier_stays_a_text_in_the_file_of_errors(run: Run, tmp_path: Path) -> None:
    assert run(sheet(tmp_path / "cas.csv", "=2+5;demandeur;31/02/1990;;;", "@SOMME(A1);demandeur;31/02/1990;;;")) == 1
    assert list(run.refused()) == ["'=2+5", "'@SOMME(A1)"]


def test_latin_1_is_read(run: Run, tmp_path: Path) -> None:
    assert run(sheet(tmp_path / "cas.csv", "été;demandeur;12/3/1990;1 400,50;Besançon 25000;620", encoding="latin-1")) == 0
    assert run.answered() == ["été", "bon"]


def test_nan_in_json_is_refused_where_it_stands(run: Run, tmp_path: Path) -> None:
    good = '{"id": "bon", "persons": [{"role": "demandeur", "facts": {"naissance": "1980-05-01"}}]}'
    wrong = good.replace("bon", "faux").replace('"1980-05-01"', '"1980-05-01", "salaire": NaN')
    source = tmp_path / "cas.json"
    source.write_text(f"[{wrong}, {good}]", encoding="utf-8")
    assert run(source) == 1
    assert run.answered() == ["bon"]


def workbook(path: Path) -> Path:
    Workbook().save(path)
    return path


def only_titles(path: Path) -> Path:
    path.write_text(f"{HEADER}\n\n", encoding="utf-8")
    return path


def binary(path: Path) -> Path:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20)
    return path


def titles(path: Path) -> Path:
    path.write_text(";".join(f"truc {rank}" for rank in range(60)) + "\n", encoding="utf-8")
    return path


def endless(path: Path) -> Path:
    path.write_text(f"{HEADER}\n{FINE}\n" + "x;" * 600_000, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (only_titles, "aucun foyer dans"),
        (workbook, "est vide"),
        (binary, "ni un CSV, ni un classeur Excel"),
        (titles, "autres erreurs de titre"),
        (endless, "dépasse un million"),
    ],
)
def test_a_file_that_is_no_caseload_is_refused_before_anything_is_loaded(
    run: Run, tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    source = make(tmp_path / "cas.csv")
    with pytest.raises(cli.BadUsage, match=said) as refusal:
        run(source, function=lambda documents, month: pytest.fail("computed"))
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cas.csv"]


def test_the_second_file_is_looked_at_before_the_first_is_computed(run: Run, tmp_path: Path) -> None:
    good = sheet(tmp_path / "cas.csv")
    with pytest.raises(cli.BadUsage, match=r"photo\.csv"):
        run(good, binary(tmp_path / "photo.csv"), function=lambda documents, month: pytest.fail("computed"))


@pytest.mark.parametrize("kind", ["cas.csv", "cas.json", "cas.jsonl"])
def test_households_are_counted_as_they_are_read(tmp_path: Path, kind: str) -> None:
    source = tmp_path / kind
    if kind == "cas.csv":
        sheet(source, "a;demandeur;faux;;;", "a;enfant;2015;;;", ";enfant;2015;;;", "b;demandeur;1980;;;", "a;demandeur;1980;;;")
    else:
        ids = ["a", "b", "a", "bon"]
        documents = [json.dumps({"id": name, "persons": []}) for name in ids]
        source.write_text("\n".join(documents) if kind == "cas.jsonl" else "[" + ",".join(documents) + "]", encoding="utf-8")
    assert count_households([source]) == 4


def test_a_full_disk_keeps_what_is_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sheet(tmp_path / "cas.csv", *[f"f{rank};demandeur;1980;;;" for rank in range(400)])
    kept, real = [], ChunkStore.put

    def full(store: ChunkStore, done: Done) -> None:
        if done.number == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept.append(done.number)
        real(store, done)

    with monkeypatch.context() as patch:
        patch.setattr(ChunkStore, "put", full)
        assert run(source) == 1
    assert kept == [0, 1]
    assert "disque plein. Les lots finis sont gardés" in capsys.readouterr().err
    assert run(source) == 0
    assert "Reprise : 2 lots déjà faits." in capsys.readouterr().err
    assert len(run.answered()) == 401


def test_a_file_that_goes_away_in_mid_run_keeps_what_is_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sheet(tmp_path / "cas.csv", *[f"f{rank};demandeur;1980;;;" for rank in range(400)])
    from relais.law.situation import sheets

    whole = sheets.csv_rows

    def broken(path: Path) -> Iterator[object]:
        for rank, row in enumerate(whole(path)):
            if rank == 300:
                raise OSError(errno.EIO, "Input/output error")
            yield row

    with monkeypatch.context() as patch:
        patch.setattr("relais.law.situation.files.csv_rows", broken)
        patch.setattr(cli, "count_households", lambda paths: 401)
        assert run(source) == 1
    assert "Les lots finis sont gardés" in capsys.readouterr().err
    assert run(source) == 0
    assert len(run.answered()) == 401
