"""What lists and searches show, and the protected address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relais.accounts.models import Member
from relais.people import queries, services
from relais.people.models import AddressReader
from relais.people.services import Told, UnableToKeepFiles
from relais.people.terms import Part
from tests.factories.people import NOW, actor, file_of

pytestmark = pytest.mark.django_db


def names(found) -> list[str]:
    return [each.person.called for each in found]


def test_one_s_own_files_by_the_name_people_are_called_by(awa: Member, leon: Member) -> None:
    for called in ("Zoé", "Amina", "Inès"):
        file_of(awa, called)
    file_of(leon, "Paul")
    assert names(queries.files_led(actor(awa), now=NOW)) == ["Amina", "Inès", "Zoé"]
    assert names(queries.files(actor(awa), now=NOW)) == ["Amina", "Inès", "Zoé"]


@pytest.mark.parametrize("asked", ["ines", "BAKRI Inès", "bacri", "Inez", "in bak", "bakry ines"])
def test_a_person_is_found_as_people_write_her_name(awa: Member, asked: str) -> None:
    found = file_of(awa)
    file_of(awa, "Paul Martin")
    assert list(queries.matching(queries.files(actor(awa), now=NOW), asked)) == [found]


@pytest.mark.parametrize("asked", ["", "   ", "-", "Martin", "Bakri Paul", "%", "_"])
def test_what_designates_nobody_finds_nobody(awa: Member, asked: str) -> None:
    file_of(awa)
    assert not queries.matching(queries.files(actor(awa), now=NOW), asked).exists()


def test_a_name_of_birth_finds_too(awa: Member) -> None:
    found = file_of(awa, "Mme Roux", birth_name="Benkacem")
    assert list(queries.matching(queries.files(actor(awa), now=NOW), "Ben Kassem")) == [found]


def test_a_search_never_leaves_the_scope(awa: Member, leon: Member, yasmine: Member) -> None:
    found = file_of(awa)
    assert not queries.matching(queries.files(actor(leon), now=NOW), "Bakri").exists()
    assert list(queries.matching(queries.files(actor(yasmine), now=NOW), "Bakri")) == [found]


def test_the_list_asks_the_same_of_the_database_whatever_its_length(awa: Member) -> None:
    file_of(awa)
    acting = actor(awa)
    with CaptureQueriesContext(connection) as one:
        names(queries.files(acting, now=NOW))
    for number in range(9):
        file_of(awa, f"Personne {number}")
    with CaptureQueriesContext(connection) as ten:
        assert len(names(queries.files(acting, now=NOW))) == 10
    assert len(ten) == len(one) == 1


def test_a_protected_address_is_for_the_lead_and_whom_the_person_named(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    found = file_of(awa, address="3 rue des Quais, Montbrume", address_protected=True, correspondence_address="CCAS, place du Pont")
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    readings = {who.identifier: queries.address(actor(who), found, now=NOW) for who in (awa, leon, petit, yasmine)}
    assert readings == {"awa": "3 rue des Quais, Montbrume", "leon": "", "petit": "", "yasmine": ""}
    AddressReader.objects.create(person=found.person, member=leon, named_at=NOW)
    assert queries.address(actor(leon), found, now=NOW) == "3 rue des Quais, Montbrume"


def test_who_may_not_read_a_protected_address_may_not_write_it_either(awa: Member, leon: Member) -> None:
    found = file_of(awa, address="3 rue des Quais", address_protected=True)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    with pytest.raises(UnableToKeepFiles) as refusal:
        services.change_person(actor=actor(leon), file_id=found.pk, told=Told("Inès", fields={"address": "1 rue X"}), now=NOW)
    assert list(refusal.value.problems) == ["address"]
    found.person.refresh_from_db()
    assert found.person.address == "3 rue des Quais"


def test_an_address_that_is_not_protected_is_read_by_whoever_receives(awa: Member, yasmine: Member) -> None:
    found = file_of(awa, address="3 rue des Quais")
    assert queries.address(actor(yasmine), found, now=NOW) == "3 rue des Quais"
