"""The world of one person, written once for the tests of a module: each receives it as it was, and leaves nothing in it."""

import copy
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access.world import World, build


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World | None]:
    """In a transaction around those of the tests; nothing on PostgreSQL, whose connection each test closes."""
    if connection.vendor != "sqlite":
        yield None
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(written: World | None, db: None) -> World:
    """Everything that may be known of one person, by its levels."""
    return build() if written is None else copy.deepcopy(written)
