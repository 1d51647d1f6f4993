"""``relais screen`` as its user meets it: refusals in one line, a run killed and taken up again, errors in a file of their own."""

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from relais.kernel.months import Month
from relais.law.rights.offer import offer
from relais.law.situation.household import Household
from relais.screening.caseload import answering, cli
from relais.screening.caseload.computing import ChunkFunction, Done
from relais.screening.caseload.store import ChunkStore
from tests.factories.answered import Told

NOVEMBER = Month(2026, 11)
Answers = list[Told]
Households = Sequence[Household]


def answer(households: Households, month: Month) -> Answers:
    result = {
        "right": "rsa",
        "group": "a_demander",
        "monthly_min": 1.0,
        "monthly_max": 2.0,
        "received": None,
        "unknown": [],
        "rules_date": "2026-11-01",
    }
    return [Told({"id": household.id, "month": str(month), "results": [result], "next_questions": []}) for household in households]


def nothing(month: Month) -> None:
    """There is nothing to prepare: no law is asked."""


def caseload(folder: Path, count: int, *, name: str = "foyers.json", wrong: int | None = None) -> Path:
    path = folder / name
    households = []
    for rank in range(count):
        role = "demandeur" if rank != wrong else "voisin"
        households.append({"id": f"foyer-{rank}", "persons": [{"role": role, "facts": {"naissance": "1980-05-01"}}]})
    path.write_text(json.dumps(households), encoding="utf-8")
    return path


@pytest.fixture
def screen(tmp_path: Path) -> Callable[..., int]:
    def run(*words: object, function: ChunkFunction = answer, prepare: Callable[[Month], None] = nothing) -> int:
        parser = argparse.ArgumentParser()
        cli.arguments(parser)
        asked = parser.parse_args([str(word) for word in words])
        return cli.review(asked, today=NOVEMBER, load=lambda: cli.Computing("moteur d’essai", function, prepare), seen=tmp_path / "vue")

    return run


def test_every_household_is_answered_in_file_order(screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen(caseload(tmp_path, 450), "--out", tmp_path / "r.json", "--workers", 2, "--quiet") == 0
    answers = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in answers] == [f"foyer-{rank}" for rank in range(450)]
    assert "450 foyers répondus" in capsys.readouterr().out
    assert not list(tmp_path.glob("*.en-cours"))


def test_the_notice_is_printed_before_the_first_run_only(
    screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = caseload(tmp_path, 3)
    screen(source, "--out", tmp_path / "r.json", "--workers", 1, "--quiet")
    assert "Base légale" in capsys.readouterr().err
    screen(source, "--out", tmp_path / "r.json", "--workers", 1, "--quiet")
    assert "Base légale" not in capsys.readouterr().err


def test_twelve_months_follow_each_other(screen: Callable[..., int], tmp_path: Path) -> None:
    screen(caseload(tmp_path, 2), "--out", tmp_path / "r.json", "--months", 12, "--workers", 1, "--quiet")
    answers = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [each["month"] for each in answers if each["id"] == "foyer-1"][:3] == ["2026-11", "2026-12", "2027-01"]
    assert len(answers) == 24


def test_each_month_is_prepared_once_before_any_worker_is_forked(
    screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready: list[str] = []

    def shared(households: Households, month: Month) -> Answers:
        assert len(ready) == 12, "a worker inherits what the command prepared"
        return answer(households, month)

    def prepare(month: Month) -> None:
        ready.append(str(month))

    words = (caseload(tmp_path, 450), "--out", tmp_path / "r.json", "--months", 12, "--workers", 2)
    assert screen(*words, function=shared, prepare=prepare) == 0
    assert (ready[0], ready[-1], len(ready)) == ("2026-11", "2027-10", 12)
    assert "Règles de 2026-11 : préparation…" in capsys.readouterr().err


def test_a_wrong_row_goes_to_the_file_of_errors_and_the_rest_goes_on(screen: Callable[..., int], tmp_path: Path) -> None:
    assert screen(caseload(tmp_path, 5, wrong=2), "--out", tmp_path / "r.json", "--workers", 1, "--quiet") == 1
    answers = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in answers] == ["foyer-0", "foyer-1", "foyer-3", "foyer-4"]
    rows = list(csv.reader((tmp_path / "r.json.erreurs.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][1] == "foyer-2"
    assert rows[1][4] == "non répondu"


def test_a_household_in_two_files_is_refused_the_second_time(screen: Callable[..., int], tmp_path: Path) -> None:
    first, second = caseload(tmp_path, 3), caseload(tmp_path, 4, name="autre.json")
    assert screen(first, second, "--out", tmp_path / "r.json", "--workers", 1, "--quiet") == 1
    assert [each["id"] for each in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))] == [f"foyer-{rank}" for rank in range(4)]


def test_a_stopped_run_is_taken_up_where_it_was(
    screen: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, seen = caseload(tmp_path, 900), tmp_path / "lots"

    def told(households: Households, month: Month) -> Answers:
        with seen.open("a", encoding="utf-8") as calls:  # workers are other processes
            calls.write(f"{households[0].id}\n")
        return answer(households, month)

    real = ChunkStore.put

    def stop_at_the_third(store: ChunkStore, done: Done) -> None:
        if done.number == 2:
            raise KeyboardInterrupt
        real(store, done)

    with monkeypatch.context() as patch:
        patch.setattr(ChunkStore, "put", stop_at_the_third)
        assert screen(source, "--out", tmp_path / "r.json", "--workers", 1, "--quiet", function=told) == 1
    assert not (tmp_path / "r.json").exists()
    seen.unlink()
    assert screen(source, "--out", tmp_path / "r.json", "--workers", 1, "--quiet", function=told) == 0
    assert "Reprise : 2 lots déjà faits." in capsys.readouterr().err
    assert seen.read_text(encoding="utf-8").split() == [f"foyer-{first}" for first in range(100, 900, 50)]
    assert len(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))) == 900


def test_a_changed_file_is_not_taken_up_with_old_answers(
    screen: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = caseload(tmp_path, 3)
    ChunkStore(tmp_path / "r.json.en-cours").open("un autre passage")
    ChunkStore(tmp_path / "r.json.en-cours").put(Done(0, b'{"id": "vieux"}'))
    screen(source, "--out", tmp_path / "r.json", "--workers", 1, "--quiet")
    assert "vieux" not in (tmp_path / "r.json").read_text(encoding="utf-8")
    assert cli.OUTDATED in capsys.readouterr().err


def test_a_changed_right_or_another_version_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answering.rules_digest(tmp_path)
    assert before == answering.rules_digest(tmp_path)
    monkeypatch.setattr(answering, "offer", lambda _folder: {code: replace(card, label="autre") for code, card in offer(None).items()})
    assert answering.rules_digest(tmp_path) != before
    monkeypatch.undo()
    monkeypatch.setattr(answering, "__version__", "99")
    assert answering.rules_digest(tmp_path) != before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "donnez au moins un fichier"),
        (["nulle-part.csv", "--out", "r.csv"], "fichier introuvable : nulle-part.csv"),
        (["{source}"], "donnez le fichier des réponses"),
        (["{source}", "--out", "{source}"], "remplacerait un fichier d’entrée"),
        (["{source}", "--out", "r.pdf"], "format inconnu « pdf »"),
        (["{source}", "--out", "r.csv", "--month", "novembre"], "mois illisible « novembre »"),
        (["{source}", "--out", "r.csv", "--workers", "0"], "--workers va de 1 à 64"),
        (["{source}", "--out", "dossier-absent/r.csv"], "n’existe pas"),
        (["{source}", "--out", "."], "est un dossier"),
        (["--template", "modele.csv"], "donnez un nom en .xlsx ou .parquet"),
    ],
)
def test_a_command_that_cannot_start_says_why_in_one_line(
    screen: Callable[..., int], tmp_path: Path, words: list[str], message: str
) -> None:
    source = str(caseload(tmp_path, 1))
    with pytest.raises(cli.BadUsage, match=message) as refusal:
        screen(*[word.format(source=source) for word in words])
    assert "\n" not in str(refusal.value)


def test_an_answer_being_written_by_another_command_is_refused(
    screen: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = caseload(tmp_path, 3)

    def taken(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("relais.screening.caseload.store.fcntl.lockf", taken)
    with pytest.raises(cli.BadUsage, match="une autre commande écrit déjà"):
        screen(source, "--out", tmp_path / "r.json", "--quiet")
    assert not (tmp_path / "r.json").exists()


def test_an_unreadable_file_leaves_nothing_behind(screen: Callable[..., int], tmp_path: Path) -> None:
    source = tmp_path / "photo.csv"
    source.write_bytes(b"")
    with pytest.raises(cli.BadUsage, match=r"photo\.csv"):
        screen(source, "--out", tmp_path / "r.csv", "--quiet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo.csv"]


def test_the_model_can_be_screened_as_it_is(screen: Callable[..., int], tmp_path: Path) -> None:
    assert screen("--template", tmp_path / "modele.xlsx") == 0
    assert screen(tmp_path / "modele.xlsx", "--out", tmp_path / "r.xlsx", "--workers", 1, "--quiet") == 0


def test_a_template_never_replaces_a_file(screen: Callable[..., int], tmp_path: Path) -> None:
    (tmp_path / "modele.xlsx").write_text("le travail d’une semaine")
    with pytest.raises(cli.BadUsage, match="existe déjà"):
        screen("--template", tmp_path / "modele.xlsx")
