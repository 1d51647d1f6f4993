"""A wheel holds all that the repository holds under ``relais/``, says what it lacks, and starts nothing half-way."""

import gettext
import os
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from relais.project import cli, locked
from relais.project.commands import doctor
from tests.architecture import tracked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_it_holds_pages_styles_cards_places_and_the_lock(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        locks = {name: archive.read(f"relais/project/{name}.lock").decode() for name in ("prod", *locked.EXTRAS)}
    expected = {path for path in tracked.paths() if path.startswith("relais/") and not path.endswith(".po")}
    assert len(expected) > 400
    assert expected - held == set()
    assert locks == {name: tracked.text(f"requirements/{name}.lock") for name in locks}


@pytest.mark.parametrize("room", ["", "law/", "shell/", "demo/"])
def test_its_english_is_compiled_since_it_may_be_installed_read_only(wheel: Path, tmp_path: Path, room: str) -> None:
    catalogue = f"relais/{room}locale/en/LC_MESSAGES/django"
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".po")]
        english = archive.extract(f"{catalogue}.mo", tmp_path)
    with Path(english).open("rb") as compiled:
        told = gettext.GNUTranslations(compiled)
    with (ROOT / f"{catalogue}.po").open("rb") as source:
        plain = [message for message in read_po(source) if isinstance(message.id, str) and message.id and not message.context]
    assert len(plain) > 25
    assert [message.id for message in plain if told.gettext(message.id) != (message.string or message.id)] == []


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked alone, as ``pip install --no-deps`` leaves it: no dependency beside it."""
    folder = tmp_path_factory.mktemp("bare")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(folder: Path, *words: str, isolated: bool) -> "subprocess.CompletedProcess[str]":
    own = {"PATH": os.environ["PATH"], "RELAIS_ENV": "dev", "RELAIS_DATA": str(folder / "data"), "PYTHONPATH": str(folder)}
    command = [sys.executable, *(["-S"] if isolated else []), "-m", "relais", *words]
    return subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, timeout=300, check=False)


def test_alone_it_names_what_to_install_in_one_line(bare: Path) -> None:
    done = run(bare, "migrate", isolated=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "lancez : relais engine install" in done.stderr
    assert run(bare, "--help", isolated=True).returncode == 0


def test_alone_the_doctor_tells_the_missing_packages_and_the_remedy(bare: Path) -> None:
    done = run(bare, "doctor", isolated=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "MANQUE  moteur de droits et dépendances du verrou : annotated-types" in done.stdout
    assert "relais engine install" in done.stdout


@pytest.mark.slow(25)
def test_with_its_dependencies_it_prepares_itself_and_answers(bare: Path) -> None:
    done = run(bare, "migrate", isolated=False)
    assert done.returncode == 0, done.stderr
    assert run(bare, "screen", "--template", "modele.xlsx", isolated=False).returncode == 0
    answered = run(bare, "screen", "modele.xlsx", "--out", "r.json", "--month", "2026-11", "--quiet", isolated=False)
    assert answered.returncode == 0, answered.stderr
    assert run(bare, "doctor", isolated=False).stdout.count("MANQUE") == 0


def test_what_is_installed_here_is_what_the_lock_asks_for() -> None:
    assert locked.quarrels(locked.lock_file()) == []
    assert doctor.look_at_packages().good


def test_a_missing_package_and_another_version_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "prod.lock"
    lock.write_text(
        "django==1.0 \\\n    --hash=sha256:aa\nabsent-package==3.1 \\\n    --hash=sha256:bb\n"
        "windows-only==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:cc\n"
        f"here==1.0 ; platform_machine == '{platform.machine()}' and sys_platform == '{sys.platform}' \\\n    --hash=sha256:dd\n"
        f"there==1.0 ; platform_machine == 'vax' and sys_platform == '{sys.platform}' \\\n    --hash=sha256:ee\n"
    )
    first, *others = locked.quarrels(lock)
    assert first.startswith("django 1.0 (installé : 5.2")
    assert others == ["absent-package 3.1", "here 1.0"]


@pytest.mark.parametrize("extra", locked.EXTRAS)
def test_an_extra_is_told_by_the_doctor_and_added_by_its_own_lock(
    extra: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["engine", "install", "--extra", extra]) == 0
    assert "déjà installé" in capsys.readouterr().out
    monkeypatch.setattr(locked, "quarrels", lambda lock: ["absent-package 3.1"])
    told = next(finding for finding in doctor.look_at_extras() if extra in finding.what)
    assert (told.good, told.needed) == (False, False)
    assert told.line().startswith("absent  ")
    assert f"relais engine install --extra {extra}" in told.line()
    commands: list[list[str]] = []
    monkeypatch.setattr(
        "relais.project.commands.engine.subprocess.run",
        lambda words, check: commands.append(words) or subprocess.CompletedProcess(words, 0),
    )
    assert cli.main(["engine", "install", "--extra", extra]) == 0
    assert commands == [[sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", str(locked.lock_file(extra))]]


def test_an_error_of_ours_is_never_taken_for_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.VERBS, "demo", cli.Verb("relais.project.commands.absent", "x"))
    with pytest.raises(ModuleNotFoundError):
        cli.main(["demo"])
