"""What a house has no row of: one question for all tables, remembered once there are rows, asked again while there are none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.foundation import houses
from relais.people.models import File, Handover, Presence
from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker

pytestmark = pytest.mark.django_db


def test_tables_without_rows_are_told_house_by_house(django_assert_num_queries) -> None:
    house, other = organisation(), organisation("Ailleurs")
    awa = worker(house, "awa")
    tables = (File, Member, Handover)
    with django_assert_num_queries(1):
        assert houses.without(house.pk, tables) == {File, Handover}
    file_of(awa, "In\u00e8s Bakri", now=timezone.now())
    with django_assert_num_queries(1):
        assert houses.without(house.pk, tables) == {Handover}
    with django_assert_num_queries(0):
        assert houses.without(house.pk, (File, Member)) == frozenset()
    with django_assert_num_queries(1):
        assert houses.without(other.pk, (File, Member)) == {File, Member}


def test_a_table_that_hangs_from_files_is_told_by_the_house_of_the_file() -> None:
    house, other, now = organisation(), organisation("Ailleurs"), timezone.now()
    awa = worker(house, "awa")
    found = file_of(awa, now=now)
    assert houses.without(house.pk, (Presence,)) == {Presence}
    Presence.objects.create(file=found, member=awa, recorded_by=awa, starts_at=now, ends_at=now + timedelta(hours=1))
    assert houses.without(house.pk, (Presence,)) == frozenset()
    assert houses.without(other.pk, (Presence,)) == {Presence}


def test_nobody_has_no_house(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert houses.without(None, (File,)) == {File}
