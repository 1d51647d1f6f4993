"""Walks the URL configuration: a door without a row fails, and so does a row whose door is gone or answers otherwise."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.doors import ANONYMOUS, DOORS, EVERYONE, LIBRARY_DOORS, Door


def every_name(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Names of all addresses, ``namespace:name``; an address without a name is told by its pattern."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from every_name(entry.url_patterns, inner)
        else:
            yield f"{space}{entry.name or str(entry.pattern)}"


def test_every_address_has_its_row() -> None:
    rows = {door.name for door in DOORS} | set(LIBRARY_DOORS)
    missing = sorted(set(every_name(get_resolver().url_patterns)) - rows)
    assert not missing, f"add a row to tests/access/doors.py for: {missing}"


def test_every_row_has_its_address() -> None:
    known = set(every_name(get_resolver().url_patterns))
    gone = sorted(({door.name for door in DOORS} | set(LIBRARY_DOORS)) - known)
    assert not gone, f"these rows open nothing any more: {gone}"


def test_a_library_door_says_why() -> None:
    assert all(len(reason.split()) > 3 for reason in LIBRARY_DOORS.values())


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_stranger_gets_what_the_table_says(door: Door, client: Client) -> None:
    expected = door.opens.get(ANONYMOUS, door.opens.get(EVERYONE))
    if expected is None:
        pytest.fail(f"{door.name}: say what a visitor without an account gets")
    answer = getattr(client, door.method)(reverse(door.name, kwargs=door.kwargs))
    assert answer.status_code == expected
