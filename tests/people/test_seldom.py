"""What few files have is asked with the file, and says no only when there is nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relais.accounts.models import Member
from relais.people import queries, seldom
from relais.people.models import Channel, File
from tests.factories.people import NOW, actor, file_of

pytestmark = pytest.mark.django_db


def opened(awa: Member, found: File) -> File:
    read = queries.file(actor(awa), found.pk, now=NOW)
    assert read is not None
    return read


def test_it_is_told_with_the_file_and_costs_no_query(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    found = file_of(awa)
    with CaptureQueriesContext(connection) as before:
        opened(awa, found)
    monkeypatch.setitem(seldom._declared, "channels", seldom.Rows(Channel, "person_id", "person_id"))
    with CaptureQueriesContext(connection) as after:
        assert not seldom.may_have(opened(awa, found), "channels")
    assert len(after) == len(before)
    Channel.objects.create(person=found.person, kind="telephone", value="06 39 98 00 11")
    assert seldom.may_have(opened(awa, found), "channels")


def test_a_file_read_another_way_says_nothing_and_is_asked(awa: Member) -> None:
    found = File.objects.get(pk=file_of(awa).pk)
    assert seldom.may_have(found, "merges"), "unknown is not no"


def test_every_declared_thing_answers_on_a_new_file(awa: Member) -> None:
    read = opened(awa, file_of(awa))
    assert seldom._declared, "the rooms declare"
    assert {name for name in seldom._declared if seldom.may_have(read, name)} == set()
