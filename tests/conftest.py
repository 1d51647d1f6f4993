"""Stricter than life (les-emplois' lesson): what slips through in production fails here.

Unordered querysets come back shuffled, an undefined template variable fails, a naive datetime fails, an error log line
fails, sockets are closed (pytest-socket), warnings are errors, tests run in random order.
"""

import functools
import gc
import logging
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.models import QuerySet
from django.template import Engine, engines
from django.template import base as template_base

from relais.foundation import limits
from relais.law.plans import native
from tests import empty

#: what opens the database to a test; pytest-django closes it to every other one.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
#: rooms that know no Django: `make test` on PostgreSQL does not even read their tests.
PLAIN_ROOMS = ("tests/law", "tests/kernel")


def uses_database(item: pytest.Item) -> bool:
    """Whether this test may reach the database that RELAIS_TEST_DATABASE names."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def seconds(item: pytest.Item) -> int:
    """What its mark says that a test lasts on a machine that does nothing else: ``slow(40)``, ``journey(20)``; 0 says nothing."""
    marks = [item.get_closest_marker(name) for name in ("slow", "journey")]
    return max((mark.args[0] for mark in marks if mark is not None and mark.args), default=0)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """The longest begin, so that no process waits for another at the end; the others stay in their random order.

    What is loaded by now stays until the end: looking at it again at each collection took a fifth of the suite's time.
    """
    session.items.sort(key=seconds, reverse=True)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark ``database`` the tests that may touch it: on another engine the rest would prove the same thing twice."""
    for item in items:
        if uses_database(item):
            item.add_marker("database")
            place = item.path.relative_to(config.rootpath).as_posix()
            if place.startswith(PLAIN_ROOMS):
                raise pytest.UsageError(f"{place} asks for the database: the law and the kernel know none")


class UndefinedVariable(AssertionError):
    """A template read a variable that its view never gave."""


class _Strict(str):
    """Stands for ``string_if_invalid``: read by one of our templates, it is a failure that names the variable.

    Nothing is paid for the variables that are there: the template is looked at where one is missing only.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        reader = sys._getframe(1)
        return reader.f_code is _RESOLVE and not _is_lenient(str(reader.f_locals["context"].template.origin.name))

    def __mod__(self, name: Any) -> str:
        raise UndefinedVariable(f"the template reads {name!r}, which no view gives")

    def __contains__(self, item: object) -> bool:
        return item == "%s"


_RESOLVE = template_base.FilterExpression.resolve.__code__
#: Django's and third-party templates that read optional variables on purpose; ours never appear here.
LENIENT_ORIGINS = ("django/forms/", "allauth/", "ninja/")


@functools.cache
def _is_lenient(origin: str) -> bool:
    return any(part in origin for part in LENIENT_ORIGINS)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """On SQLite a process begins with a copy of the empty database, made once for this state of the code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", empty.copied(BaseDatabaseCreation.create_test_db))
        yield


@pytest.fixture(scope="session", autouse=True)
def plans_are_not_compiled() -> Iterator[None]:
    """Numpy gives the same bytes and needs no four seconds of a compiler a plan; tests of the compiled print ask for it themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "compiler", lambda: "")
        yield


@pytest.fixture(autouse=True)
def nobody_came_before() -> None:
    """Visitors are counted by address, and all tests of a process come from one."""
    limits.forget_all()


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail() -> Iterator[None]:
    """An unknown variable in one of our templates fails the test."""
    genuine = Engine.__init__

    def strict(self: Engine, *words: Any, **options: Any) -> None:
        genuine(self, *words, **options)
        self.string_if_invalid = _Strict()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "__init__", strict)
        for backend in engines.all():
            patch.setattr(backend.engine, "string_if_invalid", _Strict())
        yield


@pytest.fixture(autouse=True)
def unordered_querysets_are_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that relies on an order it did not ask for breaks now rather than on PostgreSQL."""
    genuine = QuerySet._fetch_all

    def fetch_all(self: "QuerySet[Any]") -> None:
        fresh = self._result_cache is None
        genuine(self)
        if fresh and self._result_cache and not self.query.is_sliced and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all)


class _ErrorLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def error_log_lines_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """A line logged as error fails the test, unless it is marked ``expects_error_log``."""
    handler = _ErrorLines()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if request.node.get_closest_marker("expects_error_log") is None:
        assert not handler.lines, f"error lines were logged: {handler.lines}"


@pytest.fixture(autouse=True)
def language_is_french() -> Iterator[None]:
    """A test that changes the language leaves no trace for the next one."""
    from django.utils import translation

    with translation.override("fr"):
        yield
