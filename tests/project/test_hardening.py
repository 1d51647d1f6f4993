"""The settings seen by an attacker: what every answer carries, what no page accepts, and what service asks for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from relais.project.commands import serve

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
PAGES = ["/", "/droits/", "/nulle-part/", "/api/v1/simulations", "/sante/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_refused_ones_too_closes_what_a_browser_could_open(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.expects_error_log
def test_a_name_that_is_not_ours_is_refused_with_the_same_headers(client: Client) -> None:
    answer = client.get("/", headers={"host": "pirate.example"})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"pirate" not in answer.content


@pytest.mark.expects_error_log
@pytest.mark.parametrize("path", ["/droits/", "/signaler/", "/connexion/"])
def test_a_file_is_refused_before_it_is_written(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "photo.bin").write_bytes(os.urandom(4 << 20))
    with (tmp_path / "photo.bin").open("rb") as photo:
        answer = Client().post(path, {"text": "x", "photo": photo})
    assert answer.status_code in (400, 413)
    assert [left.name for left in tmp_path.iterdir()] == ["photo.bin"]


@pytest.mark.expects_error_log
def test_a_form_longer_than_any_of_ours_is_refused(client: Client) -> None:
    assert client.post("/signaler/", {"text": "x" * 600_000}).status_code == 400
    assert client.post("/signaler/", {f"f{rank}": "x" for rank in range(1100)}).status_code == 400


PROBE = """
import json, django
django.setup()
from django.conf import settings
names = ("SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE LANGUAGE_COOKIE_SECURE SESSION_COOKIE_HTTPONLY "
         "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS DEBUG DEMO_ALLOWED TRUSTED_PROXIES ALLOWED_HOSTS X_FRAME_OPTIONS "
         "SESSION_EXPIRE_AT_BROWSER_CLOSE SECURE_REDIRECT_EXEMPT").split()
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def in_service(tmp_path: Path, **told: str) -> dict[str, object]:
    """The settings of an instance in service."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    own = {"RELAIS_DATA": str(tmp_path), "RELAIS_ENV": "prod", "DJANGO_SETTINGS_MODULE": "relais.project.settings.prod", **told}
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, env={**kept, **own}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_in_service_cookies_names_and_transport_are_strict_without_a_word(tmp_path: Path) -> None:
    found = in_service(tmp_path, RELAIS_HOSTS="relais.exemple.fr", RELAIS_DEBUG="oui")
    assert found == {
        "SESSION_COOKIE_NAME": "__Host-relais",
        "CSRF_COOKIE_NAME": "__Host-relais-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "DEBUG": False,
        "DEMO_ALLOWED": False,
        "TRUSTED_PROXIES": 1,
        "ALLOWED_HOSTS": ["relais.exemple.fr"],
        "X_FRAME_OPTIONS": "DENY",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SECURE_REDIRECT_EXEMPT": ["^sante/$"],
    }


@pytest.mark.parametrize(
    ("hosts", "name"),
    [("relais.exemple.fr,autre.fr", "relais.exemple.fr"), (".exemple.fr", "exemple.fr"), ("*", "127.0.0.1"), ("", "127.0.0.1")],
)
def test_the_supervisor_asks_for_a_name_that_this_instance_answers_to(monkeypatch: pytest.MonkeyPatch, hosts: str, name: str) -> None:
    monkeypatch.setenv("RELAIS_HOSTS", hosts)
    assert serve._own_name() == name


def test_pages_that_refuse_to_tell_their_health_are_asked_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    announcer = serve.Announcer(host="127.0.0.1", port=8000, data_dir=tmp_path)
    announcer.refused(400)
    announcer()
    assert "mais refuse d’y dire sa santé (code 400)" in capsys.readouterr().out


def test_there_is_no_django_admin_to_read_contents_in() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert not [pattern for pattern in get_resolver().reverse_dict if str(pattern).startswith("admin:")]
    assert Client().get("/admin/").status_code == 404
