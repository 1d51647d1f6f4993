"""Logs help to find a fault and say nothing of anybody."""

import json
import logging

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client

from relais.foundation.logs import JsonLines


def line_of(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(JsonLines().format(record))


@pytest.mark.django_db
def test_a_request_is_told_by_its_route_without_what_was_asked(client: Client, caplog):
    with caplog.at_level("INFO", "relais.requests"):
        answer = client.get("/connexion/?salaire=1400", headers={"User-Agent": "Navigateur de Mme Martin"})
    line = line_of(caplog.records[-1])
    assert line["route"] == "/connexion/"
    assert line["status"] == 200
    assert answer["X-Request-ID"] == line["request_id"]
    assert not any(word in json.dumps(line) for word in ("1400", "Martin", "127.0.0.1"))


@pytest.mark.django_db
def test_a_probe_that_is_answered_leaves_no_line(client: Client, caplog):
    with caplog.at_level("INFO", "relais.requests"):
        client.get("/sante/")
    assert caplog.records == []


def test_an_unknown_address_is_not_repeated(client: Client, caplog):
    with caplog.at_level("INFO"):
        client.get("/dossier-de-mme-martin/")
    lines = [json.dumps(line_of(record)) for record in caplog.records]
    assert lines
    assert not any("martin" in line for line in lines)


def test_an_error_tells_its_type_and_place_never_its_message():
    try:
        int("salaire de Mme Martin : 1400")
    except ValueError as problem:
        record = logging.LogRecord("relais", logging.ERROR, __file__, 1, "échec", (), (type(problem), problem, problem.__traceback__))
    line = line_of(record)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["crossed"][0]
    assert "Martin" not in json.dumps(line)


def test_django_s_own_lines_lose_the_path():
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, __file__, 1, "Invalid HTTP_HOST header: %s", ("martin.example",), None
    )
    assert line_of(record)["event"] == "django.security.DisallowedHost"
    assert DisallowedHost.__name__ in record.name


@pytest.mark.django_db
@pytest.mark.expects_error_log
def test_health_says_when_the_database_is_gone(client: Client, monkeypatch):
    from django.db import OperationalError, connection

    assert client.get("/sante/").json()["etat"] == "ok"

    def gone():
        raise OperationalError("secret-host:5432")

    with monkeypatch.context() as cut:
        cut.setattr(connection, "cursor", gone)
        answer = client.get("/sante/")
    assert answer.status_code == 503
    assert "secret-host" not in answer.content.decode()
