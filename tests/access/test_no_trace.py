"""A file that one may not open and one that does not exist are answered alike: status, page, headers, and work asked of the database.

Time itself is measured nowhere, a machine being never idle: what takes time is the statements, which are the same one by one.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from relais.accounts.models import Role
from tests.access.test_every_door import FIXED, LEFT_OUT, PUBLIC
from tests.access.test_matrix import place, stands
from tests.access.world import World, addresses, paths
from tests.factories.accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
_CHANGES = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce="|page=)[^"]+')
_VALUES = re.compile(r"'[^']*'|\b\d+\b")


@dataclass(frozen=True)
class Answer:
    """What a visitor learns, and what the database was asked."""

    status: int
    body: str
    headers: tuple[str, ...]
    asked: tuple[str, ...]


def answer(client: Client, path: str, *, posted: bool) -> Answer:
    with CaptureQueriesContext(connection) as told:
        got = client.post(path, {}) if posted else client.get(path)
    body = b"".join(got) if got.streaming else got.content
    text = _CHANGES.sub(r"\1", body.decode("utf-8", "replace").replace(path, "PATH"))
    asked = tuple(_VALUES.sub("?", one["sql"]) for one in told.captured_queries)
    return Answer(got.status_code, text, tuple(sorted(got.headers)), asked)


def absent(value: Any) -> Any:
    """An identifier of the same kind, of nothing."""
    return uuid.UUID(int=0xFACE) if isinstance(value, uuid.UUID) else 987_654 if isinstance(value, int) else value


def pairs(world: World) -> Iterator[tuple[str, str, str]]:
    """Each address that names something of the file, and the same one naming nothing."""
    for name, asked in addresses():
        if not asked or name in PUBLIC or "file_id" not in asked:
            continue
        real = [world.ids.get(one, [FIXED[name].get(one) if name in FIXED else None]) for one in asked]
        none = [[absent(value) for value in values] for values in real]
        for path, other in zip(paths(name, asked, real), paths(name, asked, none), strict=True):
            yield name, path, other


@pytest.mark.parametrize(
    ("role", "relation"),
    [(Role.SOCIAL_WORKER, "colleague"), (Role.SOCIAL_WORKER, "barred"), (Role.HEAD, "barred"), (Role.RECEPTION, "barred")],
)
def test_what_one_may_not_open_is_as_what_does_not_exist(world: World, role: Role, relation: str) -> None:
    who = place(relation, world.house, role)
    stands(relation, who, world.file)
    client = signed_in(who)
    with travel(timezone.now(), tick=False):
        client.get("/dossiers/")
        tried, told = compared(client, world)
    assert tried > 80
    assert not told, "\n".join(told)


def compared(client: Client, world: World) -> tuple[int, list[str]]:
    """How many addresses were tried, and those that tell a file that is there from one that is not."""
    tried, told = 0, []
    for name, path, other in pairs(world):
        posted = name in LEFT_OUT
        got, none = answer(client, path, posted=posted), answer(client, other, posted=posted)
        tried += 1
        if got.status != none.status or got.body != none.body or got.headers != none.headers:
            told.append(f"{name}: {got.status}, {none.status}: not the same page")
        elif got.asked != none.asked:
            told.append(f"{name}: {len(got.asked)} statements, {len(none.asked)}")
    return tried, told
