"""The relais command: French, quick to help, one line per refusal."""

import errno
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relais.project import cli
from relais.project.terminal import french
from tests import empty

ROOT = Path(__file__).resolve().parents[2]


def relais(*words: str, tmp: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a user would, in an instance of its own."""
    import os

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    own = {"RELAIS_ENV": "dev", "RELAIS_DATA": str(tmp), **environment}
    return subprocess.run(
        [sys.executable, "-m", "relais", *words], cwd=ROOT, env={**kept, **own}, capture_output=True, text=True, timeout=300, check=False
    )


def test_every_verb_has_a_sentence_and_a_module_that_speaks_french():
    from importlib import import_module

    for name, verb in {**cli.VERBS, **cli.INNER_VERBS}.items():
        module = import_module(verb.module)
        assert callable(module.run), name
        parser = cli.FrenchParser(prog=f"relais {name}", description=verb.help)
        module.arguments(parser)
        text = parser.format_help()
        assert text.startswith("usage : relais")
        assert "show this help" not in text


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^  {name} ", said, re.M) for name in cli.VERBS)


def test_help_is_quick_and_loads_no_framework(tmp_path: Path):
    code = "import sys, relais.project.cli as c; c.main(['--help']); sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    times = []
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
        times.append(time.perf_counter() - began)
        assert done.returncode == 0
    assert min(times) < 1.0, "0.1 s on an idle machine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "dites quoi faire"),
        (["nope"], "je ne connais pas « nope »"),
        (["serve", "--porte", "3"], "je ne connais pas : --porte 3"),
        (["serve", "--port", "abc"], "--port : 'abc' n’est pas une valeur acceptée"),
        (["serve", "--port"], "il manque une valeur après --port"),
        (["restore"], "il manque : ARCHIVE"),
        (["restore", "--check", "nulle-part.tar.gz"], "fichier introuvable : nulle-part.tar.gz"),
        (["serve", "--check", "--port", "99999"], "n’est pas un numéro de port"),
        (["engine"], "il manque : ACTE"),
        (["keys", "burn"], "n’est pas dans la liste"),
        (["serve", "--port", "70000"], "n’est pas un numéro de port"),
        (["serve", "--workers", "0"], "--workers va de 1 à 64"),
        (["serve", "--threads", "-1"], "--threads va de 1 à 64"),
        (["serve", "--host", "256.1.1.1"], "n’est pas une adresse de cette machine"),
        (["feedback", "answer", "x", "corrige"], "feedback answer : NUMÉRO"),
        (["renewals", "run", "--chunk", "0"], "--chunk va de 1 à 100000"),
        (["rights", "run", "--chunk", "10001"], "--chunk va de 1 à 10000"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]):
    assert cli.main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("relais : ")
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_an_unreadable_setting_is_one_line_and_exit_2(monkeypatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("RELAIS_PORT", "huit mille")
    assert cli.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert said == "relais : le réglage RELAIS_PORT est refusé : « huit mille » n’est pas un nombre entier\n"


def test_a_port_already_taken_is_told_in_french_with_another_to_take(monkeypatch, capsys: pytest.CaptureFixture[str]):
    taken = OSError(errno.EADDRINUSE, "Address already in use")
    monkeypatch.setattr(socket.socket, "bind", lambda self, address: (_ for _ in ()).throw(taken))
    assert cli.main(["serve", "--port", "8123"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "le port 8123 est déjà pris" in said
    assert "RELAIS_PORT=8124" in said


def test_make_run_refuses_a_bad_port_before_it_prepares_anything():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nrun: venv", 1)[1].split("\n\n", 1)[0]
    verbs = re.findall(r"\$\(RELAIS\) (.+)", recipe)
    assert verbs[0] == "serve --check"
    assert verbs[-1] == "serve"
    assert cli.main(["serve", "--check", "--port", "18107"]) == 0, "it says nothing and serves nothing"


def test_a_message_that_we_do_not_know_stays_as_it_is():
    assert french("something new") == "something new"


@pytest.mark.slow(45)
def test_an_instance_from_nothing_to_its_restored_backup(tmp_path: Path):
    assert relais("doctor", tmp=tmp_path).returncode == 1
    assert relais("migrate", tmp=tmp_path).returncode == 0
    assert relais("demo", tmp=tmp_path).stdout == relais("demo", tmp=tmp_path).stdout
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0
    made = relais("backup", tmp=tmp_path).stdout
    archive = re.search(r"(\S+\.tar\.gz)", made)[1]
    assert "peut être restaurée ici" in relais("restore", "--check", archive, tmp=tmp_path).stdout
    elsewhere = relais("restore", "--check", archive, tmp=tmp_path / "ailleurs")
    assert (elsewhere.returncode, "une fois ses clés remises" in elsewhere.stdout) == (0, True)
    refused = relais("restore", archive, tmp=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert relais("restore", "--force", archive, tmp=tmp_path).returncode == 0
    assert relais("upgrade", tmp=tmp_path).returncode == 0
    assert relais("doctor", tmp=tmp_path).returncode == 0
    assert "make doctor" in relais("doctor", tmp=tmp_path, RELAIS_ENV="").stdout
    assert "démonstration est refusée" in relais("demo", tmp=tmp_path, RELAIS_ENV="prod").stderr


@pytest.mark.slow
def test_serving_what_was_never_prepared_is_refused(tmp_path: Path):
    refused = relais("serve", "--port", "18106", tmp=tmp_path, RELAIS_ENV="prod")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "relais migrate" in refused.stderr


@pytest.mark.slow(20)
def test_an_upgrade_that_fails_leaves_the_instance_as_it_was(tmp_path: Path):
    empty.lay(tmp_path)
    relais("migrate", tmp=tmp_path)
    relais("demo", tmp=tmp_path)
    relais("journal", "seal", tmp=tmp_path)
    import sqlite3
    from contextlib import closing

    members = "SELECT count(*) FROM accounts_member"
    with closing(sqlite3.connect(tmp_path / "relais.sqlite3")) as connection:
        before = connection.execute(members).fetchone()
        changed = connection.execute("UPDATE foundation_journalhead SET number = number + 1 WHERE chain != 'instance'")
        assert changed.rowcount >= 1, "there is an end to move"
        connection.commit()
    failed = relais("upgrade", tmp=tmp_path)
    assert failed.returncode == 1
    assert "fin manquante" in failed.stderr
    assert "revenue à l’état d’avant" in failed.stderr
    with closing(sqlite3.connect(tmp_path / "relais.sqlite3")) as connection:
        assert connection.execute(members).fetchone() == before


@pytest.mark.slow
def test_an_organisation_and_its_first_account(tmp_path: Path):
    empty.lay(tmp_path)
    relais("migrate", tmp=tmp_path)
    words = ["createadmin", "--organisation", "CCAS de Montbrume", "--identifier", "tom", "--name", "Tom"]

    def typed(password: str) -> "subprocess.CompletedProcess[str]":
        import os

        own = {**os.environ, "RELAIS_ENV": "dev", "RELAIS_DATA": str(tmp_path)}
        own.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "relais", *words]
        return subprocess.run(command, cwd=ROOT, env=own, input=password, capture_output=True, text=True, timeout=300, check=False)

    weak = typed("court\n")
    assert (weak.returncode, weak.stderr.count("\n")) == (1, 1)
    assert "sept mots" in weak.stderr
    assert typed("Roseau-lanterne-galet-41\n").returncode == 0
    assert "identifiant" in typed("Roseau-lanterne-galet-41\n").stderr.lower()
