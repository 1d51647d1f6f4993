"""The files in hand, read once for a page: the same as the scopes that every other screen asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Role
from relais.people import queries
from relais.people.models import Assignment, Bar, File
from relais.people.services import assign
from relais.people.terms import Part
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db


def test_the_hand_holds_what_the_scopes_give_whatever_ends_or_closes() -> None:
    house, now = organisation(), timezone.now()
    awa, leon, head = worker(house, "awa"), worker(house, "leon"), worker(house, "petit", Role.HEAD)
    desk = worker(house, "yasmine", Role.RECEPTION)
    files = [file_of(awa, f"Personne {number}", now=now - timedelta(days=5)) for number in range(6)]
    Assignment.objects.create(file=files[0], member=leon, part=Part.SUBSTITUTE, starts_at=now - timedelta(days=1))
    Assignment.objects.create(file=files[1], member=leon, part=Part.SUBSTITUTE, starts_at=now - timedelta(days=2), ends_at=now)
    assign(actor=actor(awa), file_id=files[2].pk, member_id=leon.pk, part=Part.CO_LEAD, now=now - timedelta(days=1))
    File.objects.filter(pk=files[3].pk).update(state="clos", closed_at=now, closing_reason="demenagement")
    Bar.objects.create(person=files[4].person, member=awa, asked_at=now)
    file_of(worker(organisation("Ailleurs"), "lise"), "Ailleurs", now=now - timedelta(days=5))
    for who in (awa, leon, head, desk):
        held = queries.hand(actor(who), now=now)
        assert set(held.led) == set(queries.ids_led(actor(who), now=now).values_list("pk", flat=True))
        assert held.files == set(queries.ids_in_hand(actor(who), now=now).values_list("pk", flat=True))
    assert set(queries.hand(actor(awa), now=now).led.values()) == {"Personne 0", "Personne 1", "Personne 2", "Personne 5"}
    assert list(queries.hand(actor(leon), now=now).kept.values()) == ["Personne 0"]
    assert queries.ids_in_hand(actor(leon), now=now, held=queries.hand(actor(awa), now=now)) != queries.hand(actor(awa), now=now).files
