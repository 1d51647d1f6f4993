"""``relais law``: dates with their why, as text and JSON; every mistake is one French line and exit code 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from relais.law.clocks.tables import rules
from relais.project import cli

ROOT = Path(__file__).resolve().parents[2]


def law(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = cli.main(["law", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def clock(*words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    code, out, err = law("clock", *words, "--json", capsys=capsys)
    assert (code, err) == (0, "")
    found: dict[str, object] = json.loads(out)
    return found


def dates(found: dict[str, object]) -> dict[str, tuple[str, str, str]]:
    return {one["code"]: (one["safe"], one["legal"], one["meaning"]) for one in found["dates"]}  # type: ignore[attr-defined]


def test_the_json_has_the_shape_of_the_issue(capsys: pytest.CaptureFixture[str]):
    found = clock("--rule", "indu.prime_activite", "--received", "2026-12-31", capsys=capsys)
    assert list(found) == ["rule", "start", "dates", "notes"]
    assert (found["rule"], found["start"]) == ("indu.prime_activite", "2026-12-31")
    assert all(list(one) == ["code", "safe", "legal", "meaning", "source"] for one in found["dates"])  # type: ignore[attr-defined]
    assert dates(found) == {
        "droit_rectification": ("2027-01-20", "2027-01-20", "limite"),
        "cra": ("2027-03-01", "2027-03-01", "limite"),
        "retenues": ("2027-03-01", "2027-03-01", "reprise"),
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("recours.apl --received 2026-10-06", {"recours": ("2026-12-07", "2026-12-07", "limite")}),
        ("silence.c2s --received 2026-09-03 --complete 2026-10-05", {"silence": ("2026-12-05", "2026-12-05", "acceptation")}),
        (
            "recours.prestations_familiales --received 2026-09-12 --suspended 2026-10-01..2026-10-31",
            {"recours": ("2026-12-14", "2026-12-14", "limite")},
        ),
        (
            "recours.tribunal_administratif --received 2026-09-12 --interrupted 2026-10-01..2026-12-01",
            {"tribunal": ("2027-02-01", "2027-02-02", "limite")},
        ),
        ("recours.caisse --received 2027-10-20 --zone reunion", {"recours": ("2027-12-21", "2027-12-21", "limite")}),
        ("recours.mdph --received 2026-10-01..2026-10-08", {"recours": ("2026-12-01", "2026-12-08", "limite")}),
    ],
)
def test_each_option_changes_the_clock(words: str, expected: dict[str, object], capsys: pytest.CaptureFixture[str]):
    assert dates(clock("--rule", *words.split(), capsys=capsys)) == expected


def test_missing_items_asked_with_a_last_day_suspend_until_it(capsys: pytest.CaptureFixture[str]):
    words = "silence.mdph --received 2026-06-15 --asked 2026-07-01..2026-07-15 --complete 2026-08-20"
    assert dates(clock("--rule", *words.split(), capsys=capsys))["silence"] == ("2026-10-29", "2026-10-29", "refus")


def test_the_text_says_the_dates_in_full_with_their_articles(capsys: pytest.CaptureFixture[str]):
    code, out, err = law("clock", "--rule", "silence.titre_sejour", "--received", "2026-05-12", capsys=capsys)
    assert (code, err) == (0, "")
    said = out.replace("\u00a0", " ")
    assert "Refus : samedi 12 septembre 2026" in said
    assert "Dernier jour : vendredi 13 novembre 2026 (date sûre : jeudi 12 novembre 2026)" in said
    assert "R. 432-2" in said
    assert "Seul le courrier reçu fait foi." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--rule recours.rien --received 2026-10-06", "je ne connais pas la règle « recours.rien » ; possibles : recours.rsa,"),
        ("--rule nulle_part --received 2026-10-06", "« relais law rules » donne la liste"),
        ("--rule recours.rsa --received 2026-02-31", "le jour « 2026-02-31 » n’existe pas"),
        ("--rule recours.rsa --received 06/10/2026", "écrivez par exemple 2026-11-22"),
        ("--rule recours.rsa --received 1812-01-01", "hors des années 2000 à 2100"),
        ("--rule recours.rsa --received 2100-12-31", "entre les années 2000 et 2100"),
        ("--rule recours.rsa", "dites quand le courrier a été reçu"),
        ("--rule recours.rsa --received 2026-10-06 --posted 2026-10-09", "avant d’être posté"),
        ("--rule recours.rsa --received 2026-10-06 --filed 2026-10-01", "ne se dépose pas avant"),
        ("--rule recours.rsa --received 2026-10-06 --zone lune", "zone inconnue « lune »"),
        ("--rule recours.rsa --received 2026-10-06 --suspended 2026-10-08", "deux dates sont attendues"),
        ("--rule recours.rsa --received 2026-10-06..", "n’est pas une date"),
        ("--rule recours.rsa --received 2026-10-06 --couleur bleu", "je ne connais pas : --couleur bleu"),
        ("--received 2026-10-06", "il manque : --rule"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(words: str, said: str, capsys: pytest.CaptureFixture[str]):
    code, out, err = law("clock", *words.split(), capsys=capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert said in err.replace("\u00a0", " ")


def test_rules_lists_every_code_with_its_sources_and_marks(capsys: pytest.CaptureFixture[str]):
    code, out, _ = law("rules", capsys=capsys)
    assert code == 0
    assert all(f"  {rule}  " in out for rule in rules())
    assert "[V] Code de la sécurité sociale, article R. 133-9-2" in out
    assert "(à vérifier)" in out
    code, out, _ = law("rules", "--json", capsys=capsys)
    listed = json.loads(out)
    assert [row["code"] for row in listed] == list(rules())
    assert all(row["sources"] and row["mark"] in "VPM" and row["valid_until"] for row in listed)


def test_changed_reads_a_file_and_says_what_to_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "css.json"
    versions = [{"id": "LEGIARTI000043281678", "etat": "MODIFIE"}, {"id": "LEGIARTI000099999999", "etat": "VIGUEUR"}]
    file.write_text(json.dumps([{"id": "LEGIARTI000099999999", "cid": "C", "articleVersions": versions}]), encoding="utf-8")
    code, out, _ = law("changed", str(file), capsys=capsys)
    assert code == 0
    assert "Règles à relire\u00a0: indu.caf" in out
    code, out, _ = law("changed", str(file), "--json", capsys=capsys)
    assert json.loads(out)["changes"]
    code, out, err = law("changed", str(tmp_path / "absent.json"), capsys=capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_clock_is_quick_and_needs_neither_django_nor_numpy():
    code = (
        "import sys, relais.project.cli as c; c.main(['law', 'clock', '--rule', 'recours.rsa', '--received', '2026-10-06']);"
        "sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0
