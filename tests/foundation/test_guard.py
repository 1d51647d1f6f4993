"""Reading never writes, whatever the view does."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from relais.foundation.guard import EXEMPT_TABLES, ReadsNeverWrite, WriteOnRead, writes_on_read, written_table
from relais.foundation.models import WorkerBeat
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db


def writing(_request) -> HttpResponse:
    WorkerBeat.objects.create(pk="w", beat_at=NOW)
    return HttpResponse("fait")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_read_that_writes_fails(method: str):
    with pytest.raises(WriteOnRead, match="foundation_workerbeat"), transaction.atomic():
        ReadsNeverWrite(writing)(getattr(RequestFactory(), method)("/"))
    assert not WorkerBeat.objects.exists()


def test_a_post_writes():
    ReadsNeverWrite(writing)(RequestFactory().post("/"))
    assert WorkerBeat.objects.exists()


def test_a_view_may_say_why_it_writes():
    declared = writes_on_read("La ligne de lecture du journal est la preuve demandée.")(writing)
    guard = ReadsNeverWrite(lambda request: (guard.process_view(request, declared, (), {}), declared(request))[1])
    guard(RequestFactory().get("/"))
    assert WorkerBeat.objects.exists()


def test_the_watch_ends_with_the_request():
    ReadsNeverWrite(lambda _request: HttpResponse())(RequestFactory().get("/"))
    WorkerBeat.objects.create(pk="w", beat_at=NOW)
    assert not connection.execute_wrappers


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('SELECT "a" FROM "t"', None),
        ('SELECT "a" FROM "t" FOR UPDATE', None),
        ('INSERT INTO "t" ("a") VALUES (1)', "t"),
        ("insert or ignore into t values (1)", "t"),
        ('UPDATE "t" SET "a" = 1', "t"),
        ('  DELETE FROM "t"', "t"),
        ('WITH x AS (DELETE FROM "t" RETURNING *) SELECT * FROM x', "t"),
        ("WITH x AS (SELECT 1) SELECT * FROM x", None),
        ("SAVEPOINT s1", None),
        ("CREATE TABLE t (a int)", "t"),
        ("TRUNCATE t", "t"),
    ],
)
def test_statements_are_recognised(sql: str, table: str | None):
    assert written_table(sql) == table


def test_each_exemption_is_a_sentence():
    assert all(len(reason.split()) > 5 for reason in EXEMPT_TABLES.values())
