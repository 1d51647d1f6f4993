"""Who lives with whom, with dates; a child in two homes; and a life that leaves no trace in the file of whoever was left."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.administration import holdings
from relais.foundation.models import JournalEntry
from relais.people import queries, services
from relais.people.models import File, Household, HouseholdMember
from relais.people.queries import Home
from relais.people.services import Arrival, Told, UnableToKeepFiles
from relais.people.terms import Link
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = timedelta(days=365)


def homes(who: Member, found: File) -> tuple[Home, ...]:
    found.refresh_from_db()
    return queries.homes(actor(who), found, now=NOW, on=TODAY)


def comes(who: Member, found: File, link: Link, called: str = "", now: datetime = NOW, **more: object) -> HouseholdMember:
    return services.arrive(actor=actor(who), file_id=found.pk, arrival=Arrival(link, called, **more), now=now)


def names(home: Home) -> dict[str, str]:
    return {one.called: ("" if one.is_self else str(one.link)) for one in home.today}


def address(name: str, found: File, **more: object) -> str:
    return reverse(f"people:{name}", kwargs={"file_id": found.pk, **more})


def test_a_household_is_told_seen_from_each_side_and_changes(awa: Member) -> None:
    hers, his = file_of(awa, "Sabrina"), file_of(awa, "Marc")
    assert homes(awa, hers) == ()
    comes(awa, hers, Link.SPOUSE, file_id=his.pk, on=TODAY - YEAR)
    comes(awa, hers, Link.MINOR_CHILD, "Tom", birth_year=2019)
    (home,) = homes(awa, hers)
    assert names(home) == {"Sabrina": "", "Marc": "conjoint", "Tom": "enfant_mineur"}
    assert names(homes(awa, his)[0]) == {"Marc": "", "Sabrina": "conjoint", "Tom": "enfant_mineur"}
    assert next(one for one in home.today if one.called == "Marc").starts_on == TODAY - YEAR
    born = comes(awa, his, Link.MINOR_CHILD, "Lou", on=TODAY - timedelta(days=3))
    assert names(homes(awa, hers)[0])["Lou"] == "enfant_mineur", "one home, two files"
    services.remove_cohabitant(actor=actor(awa), file_id=hers.pk, member_id=born.pk, now=NOW)
    assert "Lou" not in names(homes(awa, his)[0])


def test_whoever_leaves_is_no_longer_seen_nor_sees(awa: Member) -> None:
    hers, his = file_of(awa, "Sabrina"), file_of(awa, "Marc")
    comes(awa, his, Link.SPOUSE, file_id=hers.pk, on=TODAY - YEAR)
    tom = comes(awa, his, Link.MINOR_CHILD, "Tom", on=TODAY - YEAR)
    own = HouseholdMember.objects.get(person=hers.person, ends_on=None)
    services.depart(actor=actor(awa), file_id=hers.pk, members={own.pk, tom.pk}, on=TODAY - timedelta(days=30), now=NOW)
    comes(awa, hers, Link.OTHER, "Une amie")
    comes(awa, his, Link.OTHER, "Un colocataire", now=NOW + timedelta(minutes=1))
    new, old = homes(awa, hers)
    assert names(new) == {"Sabrina": "", "Tom": "enfant_mineur", "Une amie": "tiers"}
    assert names(homes(awa, his)[0]) == {"Marc": "", "Un colocataire": "tiers"}
    assert {one.called for one in old.before} == {"Sabrina", "Marc", "Tom"}, "his home after her is not hers to read"
    assert {one.ends_on for one in old.before} == {TODAY - timedelta(days=30)}


def test_a_child_in_alternating_custody_lives_in_two_homes(awa: Member) -> None:
    mother, father, child = file_of(awa, "Anne"), file_of(awa, "Karim"), file_of(awa, "Nour", birth_year=2014)
    kept = comes(awa, mother, Link.MINOR_CHILD, file_id=child.pk, on=TODAY - YEAR)
    with pytest.raises(UnableToKeepFiles, match="plein temps"):
        comes(awa, father, Link.MINOR_CHILD, file_id=child.pk, alternating=True)
    services.change_custody(actor=actor(awa), file_id=mother.pk, member_id=kept.pk, alternating=True, on=TODAY, now=NOW)
    comes(awa, father, Link.MINOR_CHILD, file_id=child.pk, alternating=True, on=TODAY)
    told = homes(awa, child)
    assert [home.lives_here for home in told] == [True, True]
    assert {name for home in told for name in names(home)} == {"Nour", "Anne", "Karim"}
    assert {names(home).get("Anne") or names(home).get("Karim") for home in told} == {"parent"}
    assert names(homes(awa, father)[0]) == {"Karim": "", "Nour": "enfant_mineur"}, "nothing of the other home"
    with pytest.raises(UnableToKeepFiles, match="garde alternée"):
        comes(awa, father, Link.SPOUSE, "Lina", alternating=True)


def test_the_database_keeps_the_rules(awa: Member) -> None:
    found = file_of(awa)
    home = Household.objects.create(organisation_id=found.organisation_id)
    other = Household.objects.create(organisation_id=found.organisation_id)
    HouseholdMember.objects.create(household=home, person=found.person, called="Inès", link=Link.SELF, told_at=NOW)
    wrong = (
        {"household": other, "person": found.person, "link": Link.SELF},
        {"household": home, "link": Link.SELF},
        {"household": home, "link": Link.SPOUSE, "alternating": True},
        {"household": home, "link": Link.SPOUSE, "starts_on": TODAY, "ends_on": TODAY},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            HouseholdMember.objects.create(called="X", told_at=NOW, **fields)


@pytest.mark.parametrize("protected_first", [True, False])
def test_a_protected_departure_leaves_no_trace_in_the_other_file(awa: Member, protected_first: bool) -> None:
    """The spouse's file, its pages, its journal and what an export would read are the same, to the byte, whatever her new life holds."""
    leon = worker(awa.organisation, "leon")
    hers, his = file_of(awa, "Sabrina", now=NOW - YEAR), file_of(leon, "Marc", now=NOW - YEAR)
    shared = Household.objects.create(organisation_id=hers.organisation_id)
    for found, link in ((his, Link.SELF), (hers, Link.SPOUSE)):
        HouseholdMember.objects.create(household=shared, person=found.person, called=found.person.called, link=link, told_at=NOW - YEAR)
    tom = HouseholdMember.objects.create(household=shared, called="Tom", link=Link.MINOR_CHILD, told_at=NOW - YEAR)
    before = _everything_of(leon, his)

    def protect() -> None:
        fields = {"address": "foyer tenu secret", "address_protected": True, "correspondence_address": "CCAS"}
        services.change_person(actor=actor(awa), file_id=hers.pk, told=Told("Sabrina L.", fields=fields), now=NOW)

    if protected_first:
        protect()
        (home,) = homes(awa, hers)
        leaving = {one.key for one in home.today if one.called in {"Sabrina L.", "Tom"}}
        services.depart(actor=actor(awa), file_id=hers.pk, members=leaving, on=TODAY, now=NOW)
    else:
        own = HouseholdMember.objects.get(person=hers.person)
        services.depart(actor=actor(awa), file_id=hers.pk, members={own.pk, tom.pk}, on=TODAY, now=NOW)
        before = _everything_of(leon, his)
        protect()
    comes(awa, hers, Link.OTHER, "La voisine du refuge")
    assert _everything_of(leon, his) == before
    assert not HouseholdMember.objects.filter(household=shared, person=hers.person).exists(), "no row of his home leads to her"
    told = homes(awa, hers)
    assert names(told[0]) == {"Sabrina L.": "", "Tom": "enfant_mineur", "La voisine du refuge": "tiers"}
    assert any("Marc" in {one.called for one in home.before} for home in told), "her own history stays hers"
    assert not queries.may_live_with(actor(leon), his, now=NOW).filter(pk=hers.pk).exists()


def _everything_of(who: Member, found: File) -> tuple[object, ...]:
    """What a reader of this file may see of the household: the query that pages and exports use, the pages, the journal of the file."""
    told = homes(who, found)
    lines = [
        (line.action, line.actor_id)
        for line in JournalEntry.objects.filter(subject=f"people.file:{found.pk}").exclude(action__in=["file.read", "journal.read"])
    ]
    screen = signed_in(who)
    for name in ("household", "file", "departure", "openings"):
        page = screen.get(address(name, found))
        assert page.status_code == 200
        assert not any(words in page.content.decode() for words in ("Sabrina L.", "refuge", "tenu secret"))
    his = [(one.title, one.lines) for one in holdings.held(found.person, found) if one.title != "dossier"]
    assert not any(words in str(his) for words in ("Sabrina L.", "refuge", "tenu secret"))
    return (
        told,
        lines,
        his,
        sorted(HouseholdMember.objects.filter(household__members__person=found.person).values_list("pk", "called", "link")),
    )


def test_the_screens_write_what_was_typed_and_keep_it_when_it_is_wrong(awa: Member) -> None:
    found, screen = file_of(awa, now=timezone.now() - YEAR), signed_in(awa)
    empty = screen.post(address("arrival", found), {"link": "conjoint", "birth_year": "80"})
    assert empty.status_code == 422
    assert "un prénom suffit" in empty.content.decode()
    assert 'value="80"' in empty.content.decode()
    late = {"link": "conjoint", "called": "Marc", "on": (timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")}
    assert "pas encore venue" in screen.post(address("arrival", found), late).content.decode()
    assert screen.post(address("arrival", found), {**late, "on": "1/1/2020"}).status_code == 302
    assert screen.post(address("birth", found), {"called": "Lou", "on": "5/6/2021"}).status_code == 302
    lou = HouseholdMember.objects.get(called="Lou")
    assert (lou.birth_year, lou.starts_on) == (2021, date(2021, 6, 5))
    assert screen.post(address("custody", found, member_id=lou.pk), {"on": "1/9/2022"}).status_code == 302
    page = screen.get(address("household", found)).content.decode()
    assert "garde alternée" in page
    marc = HouseholdMember.objects.get(called="Marc")
    assert screen.post(address("departure", found), {"members": [marc.pk], "on": "1/1/2019"}).status_code == 422
    assert screen.post(address("departure", found), {"members": [marc.pk], "on": "1/1/2023"}).status_code == 302
    assert "Avant" in screen.get(address("household", found)).content.decode()
    assert screen.post(address("mistake", found, member_id=99999)).status_code == 404


def test_the_page_asks_as_much_for_one_as_for_twenty(awa: Member) -> None:
    found, screen = file_of(awa, now=timezone.now() - YEAR), signed_in(awa)

    def asked(client: Client) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address("household", found)).status_code == 200
        return len(seen)

    comes(awa, found, Link.OTHER, "Un")
    few = asked(screen)
    for number in range(20):
        comes(awa, found, Link.OTHER, f"Encore {number}")
    assert asked(screen) == few
