"""Every address of Relais, opened by every role in every standing to a file: all that it brings back is what the matrix says, and no more.

The matrix of levels (``matrix.py``) is proved on the scope itself by ``test_matrix.py``; here nobody is trusted to have used the scope.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from relais.accounts.models import Role
from relais.accounts.rules import CLOSED_ROLES
from tests.access.doors import ANONYMOUS, DOORS, EVERYONE, LIBRARY_DOORS
from tests.access.matrix import COMBINED, EXPECTED
from tests.access.test_matrix import place, stands
from tests.access.world import SEARCHES, WORDS, World, addresses, paths, said
from tests.factories.accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
READERS = (Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION)
STANDINGS = ("lead", "former", "colleague", "elsewhere", "barred")
#: roles that read no file, named in it by mistake or strangers to it; combinations of a small structure, in the service.
CELLS = [
    *(((role,), relation) for role in READERS for relation in STANDINGS),
    *(((role,), relation) for role in Role if role not in READERS for relation in ("lead", "elsewhere")),
    *((roles, relation) for roles in COMBINED for relation in ("colleague", "barred")),
]
#: addresses that end a session or change one's own account: opened by their own tests.
LEFT_OUT = set(LIBRARY_DOORS) | {door.name for door in DOORS if door.method != "get"}
FIXED = {door.name: door.kwargs for door in DOORS}
#: what a visitor opens too: tried by one member, who leads the file, and left out for the others.
PUBLIC = {door.name for door in DOORS if door.opens.get(ANONYMOUS, door.opens.get(EVERYONE)) == 200}


def expected(roles: tuple[str, ...], relation: str) -> set[str]:
    levels = COMBINED[roles][relation] if len(roles) > 1 else EXPECTED[roles[0]][relation]
    by_role = set() if relation in {"elsewhere", "barred"} else {name for name, held in BY_ROLE.items() if held(set(roles))}
    return {name for name, level in LEVELS.items() if level in levels} | by_role


def heads(roles: set[str]) -> bool:
    return Role.HEAD in roles and roles.isdisjoint({*CLOSED_ROLES, Role.PARTNER})


#: what a role of the house reads outside any file: a sheet that names nobody, whom to pay. A person's bar closes both.
BY_ROLE: dict[str, Callable[[set[str]], bool]] = {"aid sheet": lambda roles: heads(roles) or Role.COMMISSION in roles, "aid payee": heads}


#: the level of what only its author reads, and those whom she added.
AUTHOR_S = "n3"
#: object of the matrix → the level that opens it.
LEVELS = {
    "existence": "existence",
    "n0": "n0",
    "n1": "n1",
    "household": "n1",
    "right": "n1",
    "procedure": "n1",
    "procedure act": "n1",
    "blocker": "n1",
    "mandate": "n1",
    "sending": "n1",
    "aid": "n1",
    "aid sheet": "n1",
    "aid payee": "n1",
    "domiciliation": "n1",
    "mail proxy": "n0",
    "document": "n1",
    "report": "n2",
    "medical": AUTHOR_S,
    "note": "n1",
    "evaluation": "n2",
    "confidence": AUTHOR_S,
    "sharing": "n1",
    "goal": "n1",
    "step": "n1",
    "import": AUTHOR_S,
}


def crawl(client: Client, world: World, *, left_out: set[str] = LEFT_OUT) -> tuple[set[str], int]:
    """The objects whose words came back from some address, and how many addresses answered."""
    found: set[str] = set()
    opened = 0
    for name, asked in addresses():
        if name in left_out:
            continue
        tried = [world.ids.get(one, [FIXED[name].get(one)]) for one in asked]
        for path in paths(name, asked, tried):
            answer = client.get(path)
            assert answer.status_code < 500, name
            opened += answer.status_code == 200
            words = said(answer)
            found |= {code for code, word in WORDS.items() if word in words}
    for name, data in SEARCHES:
        words = said(client.post(reverse(name), data))
        found |= {code for code, word in WORDS.items() if code != "existence" and word in words}
    return found, opened


@pytest.mark.parametrize(("roles", "relation"), CELLS, ids=lambda one: "+".join(one) if isinstance(one, tuple) else one)
def test_all_that_a_member_can_bring_back_is_what_the_matrix_says(world: World, roles: tuple[str, ...], relation: str) -> None:
    who = place(relation, world.house, *roles)
    stands(relation, who, world.file)

    everywhere = (roles, relation) == CELLS[0]
    found, opened = crawl(signed_in(who), world, left_out=LEFT_OUT if everywhere else LEFT_OUT | PUBLIC)

    assert opened > 5, "the crawl went nowhere"
    assert found == expected(roles, relation)


def test_the_author_reads_all_that_she_wrote(world: World) -> None:
    found, _ = crawl(signed_in(world.lead), world, left_out=LEFT_OUT | PUBLIC)
    assert found == set(WORDS)


def test_a_visitor_brings_back_nothing(world: World) -> None:
    found, _ = crawl(Client(), world)
    assert found == set()


def test_the_crawl_bites(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One scope removed, and a stranger brings back what the matrix closes to her."""
    from django.db.models import Q

    from relais.people import policies

    who = place("colleague", world.house, Role.SOCIAL_WORKER)
    everything = Q(organisation_id=world.house.pk)
    monkeypatch.setattr(policies, "_ways", lambda actor, level, *, now: everything)
    monkeypatch.setattr(policies, "ways", lambda actor, *, now: [(frozenset(policies.Level), everything)])
    found, _ = crawl(signed_in(who), world, left_out=LEFT_OUT | PUBLIC)
    assert found == {code for code in WORDS if LEVELS[code] != AUTHOR_S}


def test_every_level_has_its_words() -> None:
    assert set(LEVELS) == set(WORDS)
