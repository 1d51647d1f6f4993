"""All that may hang from a file goes with it when two persons become one, is read by the same people, and comes back as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.people import queries, services
from relais.people.models import File
from relais.people.rules import Level
from tests.access.test_every_door import LEFT_OUT, PUBLIC, crawl
from tests.access.world import World, build
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of, worker
from tests.people.test_merges import everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def opened(who: Member, found: File) -> File:
    here = queries.file(actor(who), found.pk, now=timezone.now(), level=Level.ADMINISTRATIVE)
    assert here is not None
    return here


def merge(world: World, kept: File) -> Any:
    me, now = actor(world.lead), timezone.now()
    preview = queries.merge_preview(me, opened(world.lead, kept), opened(world.lead, world.file), now=now)
    chosen = dict.fromkeys(("called", "address", "birth"), "garde")
    return services.merge_persons(actor=me, file_id=kept.pk, other_id=world.file.pk, chosen=chosen, seen=preview.digest, now=now)


def test_all_that_a_file_holds_goes_with_it_and_comes_back() -> None:
    world = build()
    kept = file_of(world.lead, "Zéphirine Quatresous", now=timezone.now() - timedelta(days=2))
    stranger = worker(world.house, "curieuse")
    screens, nosy = signed_in(world.lead), signed_in(stranger)
    read_before, _ = crawl(screens, world, left_out=LEFT_OUT | PUBLIC)
    before = everything()

    done = merge(world, kept)

    assert not File.objects.filter(pk=world.file.pk).exists()
    read, _ = crawl(screens, World(world.house, world.lead, kept, world.ids | {"file_id": [kept.pk]}), left_out=LEFT_OUT | PUBLIC)
    assert read == read_before, "whoever read it in the old file reads it in the one that is kept"
    assert screens.get(f"/dossiers/{world.file.pk}/").headers["Location"].endswith(f"/dossiers/{kept.pk}/")
    assert nosy.get(f"/dossiers/{world.file.pk}/").status_code == 404
    assert crawl(nosy, World(world.house, stranger, kept, world.ids | {"file_id": [kept.pk]}), left_out=LEFT_OUT | PUBLIC)[0] == set()

    services.undo_merge(actor=actor(world.lead), file_id=kept.pk, merge_id=done.pk, now=timezone.now())
    after = everything()
    for table, rows in before.items():
        if not table.startswith("foundation."):
            assert after[table] == rows, table
    assert crawl(screens, world, left_out=LEFT_OUT | PUBLIC)[0] == read_before
