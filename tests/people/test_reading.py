"""What lists and searches show, and the protected address."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from relais.accounts.models import Member, Role, RoleGrant
from relais.people import queries, services
from relais.people.models import AddressReader
from relais.people.services import Told, UnableToKeepFiles
from relais.people.terms import FileState, Part, Shelf
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


def names(found) -> list[str]:
    return [each.person.called for each in found]


def test_one_s_own_files_by_the_name_people_are_called_by(awa: Member, leon: Member) -> None:
    for called in ("Zoé", "Amina", "Inès"):
        file_of(awa, called)
    file_of(leon, "Paul")
    assert names(queries.files_led(actor(awa), now=NOW)) == ["Amina", "Inès", "Zoé"]
    assert names(queries.files(actor(awa), now=NOW)) == ["Amina", "Inès", "Zoé"]


@pytest.mark.parametrize(
    "asked", ["ines", "BAKRI Inès", "bacri", "Inez", "in bak", "bakry ines", "Inse Bakri", "Bbakri", "bakrii", "Mme Bakri", "inesbakri"]
)
def test_a_person_is_found_as_people_write_her_name(awa: Member, asked: str) -> None:
    found = file_of(awa)
    file_of(awa, "Paul Martin")
    assert queries.found_by_name(actor(awa), asked, now=NOW, limit=5) == [found]


@pytest.mark.parametrize("asked", ["", "   ", "-", "Martin", "Bakri Paul", "%", "_"])
def test_what_designates_nobody_finds_nobody(awa: Member, asked: str) -> None:
    file_of(awa)
    assert queries.found_by_name(actor(awa), asked, now=NOW, limit=5) == []


def test_a_name_of_birth_finds_too_and_so_does_a_space_left_out(awa: Member) -> None:
    found = file_of(awa, "Mme Le Goff", birth_name="Benkacem")
    for asked in ("Ben Kassem", "legoff", "Le Gof", "madame goff"):
        assert queries.found_by_name(actor(awa), asked, now=NOW, limit=5) == [found], asked


def test_the_nearest_come_first_and_no_more_than_asked(awa: Member) -> None:
    for called in ("Martine Roy", "Marin Roy", "Martin Roy", "Zoé Martin"):
        file_of(awa, called)
    found = queries.found_by_name(actor(awa), "martin", now=NOW, limit=4)
    assert [one.person.called for one in found] == ["Martin Roy", "Zoé Martin", "Martine Roy", "Marin Roy"]
    assert len(queries.found_by_name(actor(awa), "martin", now=NOW, limit=2)) == 2


def test_a_name_that_changes_is_found_under_the_new_one_and_lists_follow(awa: Member) -> None:
    found = file_of(awa, "Inès Bakri")
    file_of(awa, "Nadia Roy")
    told = services.Told(called="Zélie Bakri", birth_year=1988)
    services.change_person(actor=actor(awa), file_id=found.pk, told=told, now=NOW)
    assert names(queries.files(actor(awa), now=NOW)) == ["Nadia Roy", "Zélie Bakri"]
    assert queries.found_by_name(actor(awa), "zelie", now=NOW, limit=5) == [found]


def test_a_search_never_leaves_the_scope(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    assert queries.found_by_name(actor(leon), "Bakri", now=NOW, birth_year=1988, limit=5) == []
    assert queries.found_by_name(actor(petit), "Bakri", now=NOW, limit=5) == [found]


def test_the_reception_finds_by_the_name_and_a_second_element_and_lists_nobody(awa: Member, yasmine: Member) -> None:
    found, desk = file_of(awa), actor(yasmine)
    assert not queries.browsed(desk, now=NOW).exists()
    assert queries.shelves(desk) == []
    assert queries.found_by_name(desk, "Bakri", now=NOW, limit=5) == []
    assert queries.found_by_name(desk, "bacri", now=NOW, birth_year=1989, limit=5) == []
    assert queries.found_by_name(desk, "bacri", now=NOW, birth_year=1988, limit=5) == [found]
    assert queries.at_reception(desk, "bacri", among=Q(pk=found.pk), now=NOW, limit=5) == [found]
    assert queries.at_reception(desk, "bacri", among=Q(pk__in=()), now=NOW, limit=5) == []
    stranger = actor(worker(found.organisation, "autre", Role.RECEPTION, service="Accueil de jour", secrecy="mission"))
    assert queries.at_reception(stranger, "bacri", among=Q(pk=found.pk), now=NOW, limit=5) == []


def test_shelves_show_each_what_they_say(awa: Member, leon: Member, petit: Member) -> None:
    hers, _, asleep, done = (file_of(who, name) for who, name in ((awa, "A"), (leon, "B"), (awa, "C"), (awa, "D")))
    services.set_state(actor=actor(awa), file_id=asleep.pk, state=FileState.STANDBY, now=NOW)
    services.set_state(actor=actor(awa), file_id=done.pk, state=FileState.CLOSED, reason="deces", now=NOW)
    RoleGrant.objects.filter(member=leon).update(revoked_at=NOW)

    def shelf(who: Member, name: Shelf) -> list[str]:
        return names(queries.on_shelf(actor(who), name, now=NOW))

    assert (shelf(awa, Shelf.MINE), shelf(awa, Shelf.STANDBY), shelf(awa, Shelf.CLOSED)) == (["A", "C"], ["C"], ["D"])
    assert (shelf(petit, Shelf.SERVICE), shelf(petit, Shelf.WITHOUT_LEAD)) == (["A", "B", "C"], ["B"])
    assert Shelf.SERVICE not in queries.shelves(actor(awa))
    assert hers.pk not in {one.pk for one in queries.on_shelf(actor(leon), Shelf.SERVICE, now=NOW)}


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
