"""What makes an instance safe to open: its keys, its lock, its settings in service, its checks."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.checks import run_checks

from relais.project import checks, env, keys
from relais.project.commands import doctor
from relais.project.instance_lock import Busy, own_instance, share_instance

ROOT = Path(__file__).resolve().parents[2]


def test_keys_are_made_once_for_this_account_alone(tmp_path: Path):
    directory = tmp_path / "data" / "keys"
    first = keys.read(directory, keys.DATA)
    assert keys.read(directory, keys.DATA) == first
    assert [path.name for path in directory.iterdir()] == ["data.key"]
    assert keys.readable_by_others(directory) == []
    assert (directory / "data.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_share_one_key(tmp_path: Path):
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(keys.read(tmp_path / "keys", keys.SIGNING))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_rotation_puts_a_new_key_in_front(tmp_path: Path):
    before = keys.read(tmp_path, keys.DATA)
    assert keys.rotate(tmp_path, keys.DATA) == 2
    after = keys.read(tmp_path, keys.DATA)
    assert after[1:] == before
    assert after[0] not in before
    assert (tmp_path / "data.key").stat().st_mode & 0o077 == 0


def test_servers_share_an_instance_and_an_upgrade_wants_it_alone(tmp_path: Path):
    with share_instance(tmp_path), share_instance(tmp_path), pytest.raises(Busy), own_instance(tmp_path):
        pytest.fail("the lock did not hold")
    with own_instance(tmp_path), pytest.raises(Busy), share_instance(tmp_path):
        pytest.fail("the lock did not hold")
    with own_instance(tmp_path):
        pass


IN_SERVICE = """
import django; django.setup()
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0, settings.DEBUG, settings.DEMO_ALLOWED)
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing is gathered here
from django.test import Client
client = Client()
answers = client.get("/sante/"), client.get("/connexion/"), client.get("/sante/", headers={"host": "evil.example"})
print(*(answer.status_code for answer in answers))
"""


def in_service(tmp_path: Path, code: str, **more: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    own |= {"RELAIS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "relais.project.settings.prod", "RELAIS_HOSTS": "testserver", **more}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=own, capture_output=True, text=True, check=True
    ).stdout


def test_in_service_everything_is_closed_by_default(tmp_path: Path):
    lines = in_service(tmp_path, IN_SERVICE).splitlines()
    assert lines[0] == "__Host-relais True True False False"
    assert lines[1] == "200 301 400"


@pytest.mark.parametrize("settings_name", ["RELAIS_HTTPS", "RELAIS_DEMO"])
def test_a_yes_or_no_that_is_neither_stops_at_once(tmp_path: Path, settings_name: str):
    with pytest.raises(subprocess.CalledProcessError):
        in_service(tmp_path, IN_SERVICE, **{settings_name: "peut-être"})


def test_django_finds_nothing_to_say_about_the_tests_settings():
    assert [str(message) for message in run_checks() if not message.is_silenced()] == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "relais.E001"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "relais.W001"),
        ({"DEBUG": True}, "relais.E002"),
        ({"HTTPS": False}, "relais.W002"),
        ({"DEMO_ALLOWED": True}, "relais.W003"),
    ],
)
def test_each_unsafe_setting_is_told_with_what_to_do(settings, tmp_path: Path, change: dict[str, object], found: str):
    safe = {
        "ENVIRONMENT": "prod",
        "ALLOWED_HOSTS": ["relais.exemple.fr"],
        "DEBUG": False,
        "HTTPS": True,
        "DEMO_ALLOWED": False,
        "DATA_DIR": tmp_path,
    }
    for name, value in safe.items():
        setattr(settings, name, value)
    assert checks.check_instance(app_configs=None) == []
    for name, value in change.items():
        setattr(settings, name, value)
    (message,) = checks.check_instance(app_configs=None)
    assert message.id == found
    assert message.hint


@pytest.mark.parametrize(("listen", "proxies", "told"), [("0.0.0.0", 1, True), ("127.0.0.1", 1, False), ("0.0.0.0", 0, False)])
def test_a_port_open_to_all_behind_a_proxy_is_told(monkeypatch, settings, listen: str, proxies: int, told: bool):
    monkeypatch.setenv("RELAIS_LISTEN", listen)
    settings.TRUSTED_PROXIES = proxies
    assert [message.id for message in checks.check_listening()] == (["relais.W004"] if told else [])


def test_keys_that_others_can_read_are_an_error(settings, tmp_path: Path):
    keys.read(tmp_path / "keys", keys.DATA)
    (tmp_path / "keys" / "data.key").chmod(0o644)
    settings.DATA_DIR = tmp_path
    (message,) = checks.check_keys()
    assert "data.key" in message.msg


def test_the_doctor_says_what_is_missing_and_what_works_without(monkeypatch, tmp_path: Path):
    from relais.foundation import pdf

    def broken(*_arguments: object, **_named: object) -> bytes:
        raise pdf.UnableToRender

    monkeypatch.setattr(pdf, "render", broken)
    finding = doctor.look_at_pdf()
    assert not finding.good
    assert not finding.needed
    assert "apt install libpango" in finding.line()
    assert "navigateur" in finding.line()
    monkeypatch.setattr(doctor.locked, "quarrels", lambda lock: ["openfisca-france 176.1.8"])
    assert doctor.look_at_packages().line().startswith("MANQUE")
    assert "openfisca-france 176.1.8" in doctor.look_at_packages().line()


#: what the doctor looks at, its setting, a file that cannot be read, and one that can.
FOLDERS = [
    (doctor.look_at_local_letters, "RELAIS_LOCAL_LETTERS", "creche.md", "courriers nationaux"),
    (doctor.look_at_local_sheets, "RELAIS_LOCAL_SHEETS", "cantine.yaml", "fiches nationales"),
    (doctor.look_at_local_rights, "RELAIS_LOCAL_RIGHTS", "cantine.yaml", "droits nationaux"),
    (doctor.look_at_local_mail, "RELAIS_LOCAL_MAIL", "cantine.yaml", "nationaux"),
]


@pytest.mark.parametrize(("look", "setting", "name", "without"), FOLDERS, ids=[one[1] for one in FOLDERS])
def test_the_doctor_names_the_file_and_the_key_that_keep_local_texts_out(
    monkeypatch, tmp_path: Path, look, setting: str, name: str, without: str
):
    monkeypatch.setenv(setting, str(tmp_path))
    assert look().good and str(tmp_path) in look().what
    (tmp_path / f".#{name}").write_text("an editor's own")
    assert look().good
    head = "code: essai\ncouleur: rouge\n"
    (tmp_path / name).write_text(f"---\n{head}---\nBonjour.\n" if name.endswith(".md") else head)
    finding = look()
    assert not finding.good and not finding.needed
    assert f"{name}, clé « couleur » : clé inconnue" in finding.line()
    assert without in finding.line()
    (tmp_path / name).unlink()
    assert look().good


def test_the_doctor_names_the_line_of_a_list_of_words_that_changes_nothing(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("RELAIS_LOCAL_WORDS", str(tmp_path))
    assert doctor.look_at_local_words().good
    (tmp_path / "nos_mots.tsv").write_text("# les nôtres\ncapricieu*\tce qui a été demandé\nseul\n", encoding="utf-8")
    finding = doctor.look_at_local_words()
    assert not finding.good
    assert not finding.needed
    assert "nos_mots.tsv, ligne 3" in finding.line()
    (tmp_path / "nos_mots.tsv").write_bytes("é".encode("latin-1"))
    assert "UTF-8" in doctor.look_at_local_words().line()


@pytest.mark.parametrize(("raw", "read"), [("oui", True), ("1", True), ("NON", False), ("false", False)])
def test_yes_and_no_are_read_as_people_write_them(monkeypatch, raw: str, read: bool):
    monkeypatch.setenv("RELAIS_DEMO", raw)
    assert env.flag("RELAIS_DEMO", default=not read) is read


def test_forgetting_the_environment_is_the_safe_mistake(monkeypatch):
    monkeypatch.delenv("RELAIS_ENV", raising=False)
    assert env.settings_module() == "relais.project.settings.prod"
    monkeypatch.setenv("RELAIS_ENV", "production")
    with pytest.raises(env.BadSettingError):
        env.settings_module()
